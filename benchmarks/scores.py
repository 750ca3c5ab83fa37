"""Rolls up the scores of a province with its townships; writes benchmarks/scores.md.

``python -m benchmarks.scores`` (SQLite) or ``… postgresql``; part of ``make bench``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.servers import ROOT, databases

OUT = Path(__file__).with_name("scores.md")
FOOT = Path(__file__).with_name("scores_foot.md")
SIZE = "115k"
#: As in ``benchmarks.scores_measure``, which needs a database to be imported.
ROUNDS, SAMPLE = 3, 30


def main(engines: list[str]) -> None:
    found = {}
    for engine in engines:
        with databases(engine) as url_of:
            answer = subprocess.run(
                [sys.executable, "-m", "benchmarks.scores_measure"], cwd=ROOT, check=True,
                env=os.environ | {"DATABASE_URL": url_of(SIZE),
                                  "DJANGO_SETTINGS_MODULE": "benchmarks.settings"},
                stdout=subprocess.PIPE,
            )  # fmt: skip
            found[engine] = json.loads(answer.stdout.splitlines()[-1])
    OUT.write_text(_document(found), encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"))


ROWS = (
    ("all posts scored again", "everything"), ("of that, work of one core", "cpu"),
    ("one in a hundred has moved", "one_percent"),
    ("one post has moved", "one"), ("nothing has moved", "nothing"),
    ("a query an obligation, as one would first write it", "naive"),
)  # fmt: skip


def _document(found: dict) -> str:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    head = " | ".join(names[engine] for engine in found)
    first = next(iter(found.values()))
    lines = [
        "## Scores", "",
        f"Zhejiang with its townships: {first['posts']:,} posts, {first['obligations']:,} "
        f"obligations. Medians of {ROUNDS} rounds taken in turns; the loop is measured on {SAMPLE} "
        "posts and multiplied. `.venv/bin/python -m benchmarks.scores` measures again.", "",
        f"| seconds | {head} |", "|---|" + "---|" * len(found),
    ]  # fmt: skip
    for label, name in ROWS:
        lines.append(f"| {label} | " + " | ".join(f"{f[name]:.3g}" for f in found.values()) + " |")
    ratios = " | ".join(f"{f['everything'] / f['naive']:.3g}" for f in found.values())
    share = " | ".join(f"{f['one_percent'] / f['everything']:.3g}" for f in found.values())
    peaks = " | ".join(f"{f['peak_mb']:.0f} MB" for f in found.values())
    lines += [
        f"| **all ÷ the loop** | {ratios} |",
        f"| **one in a hundred ÷ all** | {share} |",
        f"| peak memory | {peaks} |", "", FOOT.read_text(encoding="utf-8"),
    ]  # fmt: skip
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite"])
