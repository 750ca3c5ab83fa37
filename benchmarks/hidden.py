"""Can a stop-watch tell that a hidden visit is under way? (RELIABILITY T6)

``python -m benchmarks.hidden [TURNS]`` takes the demo database of ``var/`` three times, removes the hidden
visit from one, serves all, and asks for each page in turn of each, as somebody of the visited
city who must not know. The two that are alike are the control. Writes ``benchmarks/hidden.md``: the difference of the medians and
the probability of a difference as large by chance alone (Mann–Whitney, two-sided).
"""

import math
import os
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from config import broker as ports
from tests import services

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
OUT = Path(__file__).with_name("hidden.md")
READER = "ningbo"
PAGES = (
    "/",
    "/inspections/",
    "/findings/",
    "/oversight/",
    "/scores/",
    "/notices/",
    "/evidence/alike/",
)
HEAD = """## A hidden visit and the stop-watch

The demo with its unannounced visit and without, served side by side; the office of the \
visited city asks for each page {turns} times in turn. *p*: how often chance alone makes a difference as \
large (Mann–Whitney, two-sided). The control is a second process with the very same database: what \
two processes differ in by themselves is no leak. The number of queries, too, is the \
same (`tests/test_two_worlds.py`). `.venv/bin/python -m benchmarks.hidden` measures again.

| page | with, ms | without, ms | difference, ms | p | two alike, ms | p |
|---|---|---|---|---|---|---|
"""
NOTE = """
**What to read from it.** Differences are of the size of those between two processes that serve the very \
same rows. In an earlier run of 300 turns without the control three of seven pages differed by 0.2 to 0.5 ms \
with p below 0.01, the other way round: slower *without* the visit. A reader who asks hundreds of times on \
an idle machine learns which process answers him, not what is hidden.
"""
SITES = ("with", "again", "without")
#: A visit and what hangs on it, children first; ``?`` is its key.
ROWS = {
    "assessments_finding": "inspection_id = ?",
    "assessments_paperentry": "paper_id IN (SELECT id FROM assessments_paper WHERE inspection_id = ?)",
    "assessments_paper": "inspection_id = ?",
    "assessments_drawing": "inspection_id = ?",
    "assessments_member": "inspection_id = ?",
    "assessments_exclusion": "inspection_id = ?",
    "assessments_inspectionunit": "inspection_id = ?",
    "organizations_matterentry": "matter = ?",
    "assessments_inspection": "id = ?",
}  # fmt: skip


def main(turns: int) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sites = [stack.enter_context(served(Path(folder) / name, name)) for name in SITES]
        readers = [logged_in(site) for site in sites]
        for page in PAGES * 3:
            for reader, site in zip(readers, sites, strict=True):
                took(reader, site + page)
        rows = [measured(page, readers, sites, turns) for page in PAGES]
    OUT.write_text(HEAD.format(turns=turns) + "".join(rows) + NOTE, encoding="utf-8")
    sys.stdout.write(OUT.read_text(encoding="utf-8"))


@contextmanager
def served(folder: Path, name: str) -> Iterator[str]:
    """A copy of the demo on a port of its own."""
    folder.mkdir()
    database = folder / "portal.sqlite3"
    with sqlite3.connect(VAR / "portal.sqlite3") as source, sqlite3.connect(database) as copy:
        source.backup(copy)
    if name == "without":
        remove(database)
    (folder / "static").symlink_to(VAR / "static")
    environment = os.environ | {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{database}"}
    port = ports.free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    with services.running(command, cwd=ROOT, env=environment) as web:
        services.wait_for_port(port, web, seconds=60)
        yield f"http://127.0.0.1:{port}"
    shutil.rmtree(folder, ignore_errors=True)


def remove(database: Path) -> None:
    """The hidden visit out of the copy, as if nobody had ever thought of it."""
    with sqlite3.connect(database) as copy:
        keys = copy.execute(
            "SELECT id FROM assessments_inspection WHERE opened_at IS NULL"
        ).fetchall()
        if not keys:
            raise SystemExit("the demo database of var/ has no hidden visit; run `make reset run`")
        for (trigger,) in copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%matterentry%'"
        ).fetchall():
            copy.execute(f"DROP TRIGGER {trigger}")
        for table, which in ROWS.items():
            copy.executemany(f"DELETE FROM {table} WHERE {which}", keys)


def logged_in(site: str) -> OpenerDirector:
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    page = opener.open(f"{site}/login/", timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    password = (VAR / "demo-password").read_text().strip()
    said = {"username": READER, "password": password, "csrfmiddlewaretoken": token}
    opener.open(f"{site}/login/", urlencode(said).encode(), timeout=60).close()
    return opener


def took(reader: OpenerDirector, url: str) -> float:
    started = perf_counter()
    with reader.open(url, timeout=60) as answer:
        answer.read()
    return (perf_counter() - started) * 1000


def measured(page: str, readers, sites, turns: int) -> str:
    """``turns`` times each of them, who begins changing each time."""
    times = ([], [], [])
    for turn in range(turns):
        for step in range(len(SITES)):
            which = (turn + step) % len(SITES)
            times[which].append(took(readers[which], sites[which] + page))
    one, again, without = map(median, times)
    return (
        f"| `{page}` | {one:.1f} | {without:.1f} | {one - without:+.1f} "
        f"| {chance(times[0], times[2]):.2f} | {one - again:+.1f} | {chance(*times[:2]):.2f} |\n"
    )


def chance(one: list[float], other: list[float]) -> float:
    """Mann–Whitney, two-sided, by the normal approximation; times hardly ever tie."""
    ranks = {value: rank for rank, value in enumerate(sorted(one + other), 1)}
    n, m = len(one), len(other)
    above = sum(ranks[value] for value in one) - n * (n + 1) / 2
    z = (above - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
