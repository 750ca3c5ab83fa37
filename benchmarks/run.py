"""``make bench``: measures every engine and size and writes docs/benchmarks.md.

``python -m benchmarks.run [size …]`` measures those sizes only (8k 115k 400k 3.2M); results
of others stay as they were measured before. Databases are made once, in var/bench.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.servers import FOLDER, ROOT, databases

SIZES = ("8k", "115k", "400k", "3.2M")
ENGINES = {"postgresql": SIZES, "sqlite": SIZES[:3]}
#: What is measured in a process of its own, and in how many rounds at which size.
ROUNDS = {
    "checks": {"3.2M": 3}, "opening": {"8k": 5, "3.2M": 1}, "pages": {"8k": 15}, "memory": {},
}  # fmt: skip
USUAL = {"checks": 5, "opening": 3, "pages": 9, "memory": 1}
RESULTS = FOLDER / "results.json"
DOCUMENT = ROOT / "docs" / "benchmarks.md"


def main(sizes: list[str]) -> None:
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for engine, possible in ENGINES.items():
        with databases(engine) as url_of:
            for size in (size for size in possible if size in sizes):
                results[f"{engine} {size}"] = _measured(url_of(size), size)
                RESULTS.write_text(json.dumps(results, indent=1))
    DOCUMENT.write_text(_document(results), encoding="utf-8")
    print(DOCUMENT.relative_to(ROOT))


def _measured(url: str, size: str) -> dict:
    found = {}
    for what, rounds in ROUNDS.items():
        number = rounds.get(size, USUAL[what])
        print(f"{url.split(':')[0]} {size}: {what} × {number}", flush=True)
        answer = subprocess.run(
            [sys.executable, "-m", "benchmarks.measure", what, str(number)], cwd=ROOT, check=True,
            env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"},
            stdout=subprocess.PIPE,
        )  # fmt: skip
        found |= json.loads(answer.stdout.splitlines()[-1])
    return found


Pick = Callable[[dict], float | None]


def _ratio(top: str, bottom: str) -> Pick:
    return lambda all_, engine, size: _of(all_, engine, size, top, bottom)


def _of(results, engine, size, top, bottom) -> float | None:
    here = results.get(f"{engine} {size}")
    return here and here[top] / here[bottom]


def _against(name: str, small: str) -> Callable:
    """The same at this size, divided by that at ``small``."""

    def pick(results, engine, size):
        here, there = results.get(f"{engine} {size}"), results.get(f"{engine} {small}")
        return here[name] / there[name] if here and there else None

    return pick


def _full(results, engine, size) -> float | None:
    name = "shared" if engine == "postgresql" else "full"
    return _of(results, engine, size, name, "bare")


def _naive(results, engine, size) -> float | None:
    here, there = results.get(f"{engine} {size}"), results.get(f"{engine} 8k")
    if not here or not there:
        return None
    name = "shared" if engine == "postgresql" else "full"
    return here[name] / (there["naive"] / there["obligations"] * here["obligations"])


TABLE = (
    ("full re-check ÷ bare aggregates (PostgreSQL two workers, SQLite one)", "≤ 1.5", _full),
    ("the same with one worker", "", _ratio("full", "bare")),
    ("the same ÷ count and sum of what stands in the index alone", "",
     _ratio("full", "narrow")),
    ("0.1 % touched, with roll-up ÷ bare aggregates", "≤ 0.1", _ratio("touched", "bare")),
    ("full re-check ÷ one query and one save an obligation", "≤ 0.01", _naive),
    ("daily check, nothing due ÷ bare aggregates", "≤ 0.005 at 3.2M", _ratio("nothing_due", "bare")),
    ("daily check with 1,000 due ÷ the same at 8k", "≤ 1.3", _against("due_1000", "8k")),
    ("confirming one record ÷ the same at 8k", "≤ 1.3", _against("confirm", "8k")),
    ("dashboard made anew: requests a second ÷ empty page", "≥ 0.7",
     _ratio("empty_page", "page_fresh")),
    ("dashboard unchanged: requests a second ÷ empty page", "≥ 0.95",
     _ratio("empty_page", "page_kept")),
    ("its figures from summaries ÷ live", "≤ 0.01 at 3.2M", _ratio("summary", "live")),
    ("dashboard made anew ÷ the same at 8k", "≤ 1.5", _against("page_fresh", "8k")),
    ("peak memory of the full re-check ÷ 115k", "≤ 1.2", _against("peak_mb", "115k")),
    ("opening a year ÷ bare INSERT of the same rows", "≤ 2", _ratio("opening", "plain_insert")),
)  # fmt: skip
SECONDS = (
    ("bare aggregates", "bare"), ("count and sum from the index", "narrow"), ("full re-check, one worker", "full"),
    ("full re-check, two workers", "shared"), ("nothing due", "nothing_due"),
    ("0.1 % touched", "touched"), ("1,000 due", "due_1000"), ("confirming a record", "confirm"),
    ("dashboard figures", "summary"), ("the same, live", "live"), ("empty page", "empty_page"),
    ("dashboard, unchanged", "page_kept"), ("dashboard, made anew", "page_fresh"),
    ("opening a year", "opening"), ("bare INSERT", "plain_insert"),
)  # fmt: skip


def _document(results: dict) -> str:
    places = [(e, s) for e, sizes in ENGINES.items() for s in sizes if f"{e} {s}" in results]
    head = " | ".join(f"{'PG' if e == 'postgresql' else 'SQLite'} {s}" for e, s in places)
    lines = [_text("head.md").format(machine=_machine(), day=date.today().isoformat())]
    lines += [f"| ratio | reach | {head} |", f"|---|---|{'---|' * len(places)}"]
    for name, reach, pick in TABLE:
        cells = " | ".join(_number(pick(results, e, s)) for e, s in places)
        lines.append(f"| {name} | {reach} | {cells} |")
    lines += ["", "## Seconds", "", f"| | {head} |", f"|---|{'---|' * len(places)}"]
    owed = " | ".join(f"{results[f'{e} {s}']['obligations']:,}" for e, s in places)
    lines.append(f"| obligations | {owed} |")
    for name, key in SECONDS:
        cells = " | ".join(_number(results[f"{e} {s}"].get(key)) for e, s in places)
        lines.append(f"| {name} | {cells} |")
    peaks = " | ".join(f"{results[f'{e} {s}']['peak_mb']:.0f} MB" for e, s in places)
    lines += [
        f"| peak memory of the full re-check | {peaks} |",
        "",
        _text("foot.md"),
        _text("likeness.md"),
        "",
        _text("scores.md"),
        "",
        _text("assessments.md"),
        "",
        _text("typesetting.md"),
        "",
        _text("report_batch.md"),
        "",
        _text("hidden.md"),
    ]
    return "\n".join(lines)


def _text(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main(sys.argv[1:] or list(SIZES))
