"""Keeping the summaries of ``duties.models.tally`` in step with the statuses they sum up.

Called by the actions that change statuses, in their transaction; ``actions.recount`` counts
everything again and says where a summary is wrong.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import F, QuerySet

from duties.choices import Status
from duties.models import Headcount, Ledger, Obligation, Tally
from organizations.models import Unit

log = logging.getLogger(__name__)
STATUSES = tuple(Status.values)
#: One round trip, for a page that has to be as fast as one that shows nothing.
EDITION = """
    SELECT (SELECT COALESCE(SUM(edition), 0) FROM duties_tally
            WHERE unit_id = %s AND year = %s),
           (SELECT COALESCE(SUM(l.version), 0) FROM duties_ledger l
            JOIN organizations_post p ON p.id = l.post_id WHERE p.unit_id = %s AND l.year = %s)
"""
#: Rows a statement: within what SQLite takes as parameters.
ROWS = 1000
#: What tells one tally of a unit from another.
KEY = ("year", "track", "article", "code", "due_on")


class Move(NamedTuple):
    """One obligation that came (``before`` None) or changed its status.

    ``branch`` is the path of the unit above that of its post: whose tallies it moves.
    """

    branch: str
    key: tuple
    before: str | None
    after: str


def move_of(row: Obligation, before: str | None) -> Move:
    """``row`` fetched ``with_law``."""
    clause = row.requirement.clause
    key = (row.year, clause.track, clause.article, row.requirement.code, row.due_on)
    return Move(branch_of(row.post.unit.path), key, before, str(row.status))


def branch_of(path: str) -> str:
    return path[: -Unit.steplen]


def apply(moves: Counter[Move]) -> None:
    """Add the moves up for every unit they concern and write each tally once."""
    deltas: dict[tuple[str, tuple], Counter] = defaultdict(Counter)
    for move, number in moves.items():
        for path in _upward(move.branch):
            delta = deltas[path, move.key]
            delta[move.after] += number
            if move.before is not None:
                delta[move.before] -= number
    deltas = {where: delta for where, delta in deltas.items() if any(delta.values())}
    if not deltas:
        return
    units = dict(Unit.objects.filter(path__in={p for p, _ in deltas}).values_list("path", "pk"))
    wanted = {(units[path], key): delta for (path, key), delta in deltas.items()}
    if any(number < 0 for delta in wanted.values() for number in delta.values()):
        _change(wanted)
    else:
        _add_up(wanted)


def _add_up(wanted: dict[tuple[int, tuple], Counter]) -> None:
    """Where nothing falls, as when a year is opened: one statement, whoever else adds to them."""
    columns = ["unit_id", *KEY, *STATUSES]
    sums = ", ".join(f"{name} = duties_tally.{name} + EXCLUDED.{name}" for name in STATUSES)
    for given, params in _statements(wanted):
        _execute(
            f"{given} INSERT INTO duties_tally ({', '.join(columns)}, edition)"
            f" SELECT {', '.join(_typed(name) for name in columns)}, 1 FROM v"
            " WHERE true ON CONFLICT (unit_id, year, code, due_on)"
            f" DO UPDATE SET {sums}, edition = duties_tally.edition + 1",
            params,
        )


def _change(wanted: dict[tuple[int, tuple], Counter]) -> None:
    """What was opened once has its tallies: they are locked in one order, then changed.

    Nobody's work fails because a summary was off: none falls below zero, and one that is
    missing is said and put right by the next recount.
    """
    same = (
        f"t.unit_id = {_typed('unit_id')} AND t.year = {_typed('year')}"
        f" AND t.code = v.code AND t.due_on = {_typed('due_on')}"
    )
    least = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    sums = ", ".join(f"{name} = {least}(t.{name} + {_typed(name)}, 0)" for name in STATUSES)
    for given, params in _statements(wanted):
        if connection.vendor == "postgresql":
            _execute(
                f"{given} SELECT t.id FROM duties_tally t JOIN v ON {same}"
                " ORDER BY t.id FOR UPDATE OF t",
                params,
            )
        changed = _execute(
            f"{given} UPDATE duties_tally AS t SET {sums}, edition = t.edition + 1"
            f" FROM v WHERE {same}",
            params,
        )
        # SQLite's driver counts no rows of a statement that begins with WITH: -1.
        if 0 <= changed < len(params) // (1 + len(KEY) + len(STATUSES)):
            log.error("summaries are missing: run check_tallies --repair")


def _statements(wanted: dict[tuple[int, tuple], Counter]) -> Iterator[tuple[str, list]]:
    """The wanted changes as a table ``v``, so many rows a statement, in order of units."""
    names = ["unit_id", *KEY, *STATUSES]
    rows = [
        [unit, *key, *(delta[status] for status in STATUSES)]
        for (unit, key), delta in sorted(wanted.items(), key=lambda each: each[0])
    ]
    one = f"({', '.join(['%s'] * len(names))})"
    for start in range(0, len(rows), ROWS):
        part = rows[start : start + ROWS]
        params = [str(v) if isinstance(v, date) else v for row in part for v in row]
        yield f"WITH v ({', '.join(names)}) AS (VALUES {', '.join([one] * len(part))})", params


def _typed(name: str) -> str:
    return f"CAST(v.{name} AS date)" if (
        name == "due_on" and connection.vendor == "postgresql"
    ) else f"v.{name}"  # fmt: skip


def _execute(statement: str, params: list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def edition(unit: Unit, year: int) -> tuple[int, int]:
    """Changes with every status below ``unit`` and of its own posts."""
    with connection.cursor() as cursor:
        cursor.execute(EDITION, [unit.pk, year, unit.pk, year])
        return tuple(cursor.fetchone())


def _upward(branch: str) -> list[str]:
    """The paths from the root down to ``branch``, both included."""
    return [branch[:end] for end in range(Unit.steplen, len(branch) + 1, Unit.steplen)]


def headcount(*, year: int, posts: Counter[tuple[str, str, str]]) -> None:
    """So many posts more, each told by the path of its unit, its track and level."""
    numbers: Counter = Counter()
    for (path, track, level), number in posts.items():
        for above in _upward(branch_of(path)):
            numbers[above, track, level] += number
    units = dict(Unit.objects.filter(path__in={w[0] for w in numbers}).values_list("path", "pk"))
    Headcount.objects.bulk_create(
        (Headcount(unit_id=units[path], year=year, track=track, level=level)
         for path, track, level in sorted(numbers)), ignore_conflicts=True,
    )  # fmt: skip
    for (path, track, level), number in sorted(numbers.items()):
        Headcount.objects.filter(
            unit=units[path], year=year, track=track, level=level
        ).update(posts=F("posts") + number)  # fmt: skip


def touch(rows: Iterable[Obligation]) -> None:
    """Something about these obligations has changed: whoever derives figures must know."""
    by_year = defaultdict(set)
    for row in rows:
        by_year[row.year].add(row.post_id)
    for year, posts in sorted(by_year.items()):
        mark_moved(Ledger.objects.filter(year=year, post__in=posts))


def mark_moved(ledgers: QuerySet[Ledger]) -> int:
    """What they stand for has to be scored again. Every statement that changes several ledgers
    locks them in the same order, or two of them could wait for each other for ever."""
    if connection.features.has_select_for_update:
        held = ledgers.order_by("pk").select_for_update(of=("self",))
        ledgers = Ledger.objects.filter(pk__in=list(held.values_list("pk", flat=True)))
    return ledgers.update(version=F("version") + 1, moved=True)


def key_of(row: Tally) -> tuple:
    return tuple(getattr(row, name) for name in KEY)
