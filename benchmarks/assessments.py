"""Works out a whole assessment of a province with its townships; writes benchmarks/assessments.md.

``python -m benchmarks.assessments`` (SQLite) or ``… sqlite postgresql``; part of ``make bench``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.servers import ROOT, databases

OUT = Path(__file__).with_name("assessments.md")
FOOT = Path(__file__).with_name("assessments_foot.md")
SIZE = "115k"
ROUNDS = 3


def main(engines: list[str]) -> None:
    found = {}
    for engine in engines:
        with databases(engine) as url_of:
            environment = os.environ | {
                "DATABASE_URL": url_of(SIZE), "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            }  # fmt: skip
            run = {"cwd": ROOT, "env": environment, "check": True}
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], **run)
            command = [sys.executable, "-m", "benchmarks.assessments_measure"]
            answer = subprocess.run(command, stdout=subprocess.PIPE, **run)
            found[engine] = json.loads(answer.stdout.splitlines()[-1])
    OUT.write_text(_document(found), encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"))


ROWS = (
    ("all posts worked out", "everything"), ("of that, work of one core", "cpu"),
    ("one in a hundred has moved", "one_percent"), ("one post has moved", "one"),
    ("nothing has moved", "nothing"), ("asking whether any has", "stale"),
)  # fmt: skip


def _document(found: dict) -> str:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    head = " | ".join(names[engine] for engine in found)
    first = next(iter(found.values()))
    lines = [
        "## Assessment", "",
        f"The assessment of Zhejiang with its townships: {first['posts']:,} posts with "
        f"{first['obligations']:,} obligations, facts, words and trees kept for each "
        f"({first['kept_mb']:.0f} MB compressed), {first['chunks']} chunks with a lease and a step "
        f"of progress each; grades and ranks at the end. Medians of {ROUNDS} rounds taken in "
        "turns. `.venv/bin/python -m benchmarks.assessments sqlite postgresql` measures again.", "",
        f"| seconds | {head} |", "|---|" + "---|" * len(found),
    ]  # fmt: skip
    for label, name in ROWS:
        lines.append(f"| {label} | " + " | ".join(f"{f[name]:.3g}" for f in found.values()) + " |")
    share = " | ".join(f"{f['one_percent'] / f['everything']:.3g}" for f in found.values())
    peaks = " | ".join(f"{f['peak_mb']:.0f} MB" for f in found.values())
    lines += [
        f"| **one in a hundred ÷ all** | {share} |",
        f"| peak memory | {peaks} |", "", FOOT.read_text(encoding="utf-8"),
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite"])
