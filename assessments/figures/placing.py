"""Grades within quotas and ranks: what a score gets only beside the others of its league."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from assessments.engines import engine

#: What placing reads of a score, and what it writes.
READ = ("pk", "post_id", "level", "track", "scheme", "engine", "total", "earned")
WRITTEN = ("grade", "quota_zh", "quota_en", "rank", "position")
_LEAGUE = itemgetter("level", "track")
Row = dict[str, Any]


def misplaced(rows: Iterable[Row], schemes: dict[str, Any]) -> list[Row]:
    """The rows of an assessment whose grade, rank or place is another than they say, as it
    should be. ``schemes`` is digest → frozen JSON."""
    ordered = sorted(rows, key=lambda row: (_LEAGUE(row), row["post_id"]))
    found = []
    for _league, group in groupby(ordered, key=_LEAGUE):
        found += _of_league(list(group), schemes)
    return found


def _of_league(league: list[Row], schemes: dict[str, Any]) -> list[Row]:
    finals = _finals(league, schemes)
    changed, rank, last = [], 0, None
    for position, row in enumerate(sorted(league, key=_best_first), 1):
        if row["total"] != last:
            rank, last = position, row["total"]
        grade, zh, en = finals[row["post_id"]]
        wanted = {
            "grade": grade, "quota_zh": zh, "quota_en": en, "position": position,
            "rank": rank if row["earned"] else None,
        }  # fmt: skip
        if any(row[name] != value for name, value in wanted.items()):
            changed.append(row | wanted)
    return changed


def _finals(league: list[Row], schemes: dict[str, Any]) -> dict[int, tuple[str, str, str]]:
    """Those scored by one scheme share its quotas."""
    by_scheme = itemgetter("scheme", "engine")
    finals = {}
    for (scheme, number), group in groupby(sorted(league, key=by_scheme), key=by_scheme):
        entries = [(row["post_id"], row["total"], row["earned"]) for row in group]
        finals |= engine(number).quotas(schemes[scheme], entries)
    return finals


def _best_first(row: Row) -> tuple:
    """Whoever is graded first, by points; equals by post."""
    return (not row["earned"], -(row["total"] or Decimal(-1)), row["post_id"])
