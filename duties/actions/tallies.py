"""Keeping the summaries of ``duties.models.tally`` in step with the statuses they sum up.

Called by the actions that change statuses, in their transaction; ``actions.recount`` counts
everything again and says where a summary is wrong.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from duties.choices import Status
from duties.models import Headcount, Ledger, Obligation, Tally
from organizations.models import Unit

log = logging.getLogger(__name__)
STATUSES = tuple(Status.values)
#: One round trip, for a page that has to be as fast as one that shows nothing.
EDITION = """
    SELECT (SELECT COALESCE(SUM(edition), 0) FROM duties_headcount
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
        _rewrite_each(wanted)
    else:
        _add_up(wanted)
    _raise_editions(wanted)


def _add_up(wanted: dict[tuple[int, tuple], Counter]) -> None:
    """Where nothing falls, as when a year is opened: one statement, whoever else adds to them."""
    columns = ["unit_id", *KEY, *STATUSES]
    sums = ", ".join(f"{name} = duties_tally.{name} + EXCLUDED.{name}" for name in STATUSES)
    rows = [
        [unit, *key, *(delta[status] for status in STATUSES)]
        for (unit, key), delta in sorted(wanted.items(), key=lambda each: each[0])
    ]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS):
            part = rows[start : start + ROWS]
            values = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(part))
            cursor.execute(
                f"INSERT INTO duties_tally ({', '.join(columns)}) VALUES {values}"
                f" ON CONFLICT (unit_id, year, code, due_on) DO UPDATE SET {sums}",
                [value for row in part for value in row],
            )


def _rewrite_each(wanted: dict[tuple[int, tuple], Counter]) -> None:
    rows = _locked(wanted)
    for row in rows:
        for status, number in wanted[row.unit_id, key_of(row)].items():
            _add(row, status, number)
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=STATUSES, batch_size=1000
    )


def _raise_editions(wanted: Iterable[tuple[int, tuple]]) -> None:
    units = defaultdict(set)
    for unit, key in wanted:
        units[key[0]].add(unit)
    for year, keys in sorted(units.items()):
        rows = Headcount.objects.select_for_update().filter(year=year, unit__in=keys)
        locked = list(rows.order_by("pk").values_list("pk", flat=True))
        Headcount.objects.filter(pk__in=locked).update(edition=F("edition") + 1)


def edition(unit: Unit, year: int) -> tuple[int, int]:
    """Changes with every status below ``unit`` and of its own posts."""
    with connection.cursor() as cursor:
        cursor.execute(EDITION, [unit.pk, year, unit.pk, year])
        return tuple(cursor.fetchone())


def _add(row: Tally, status: str, number: int) -> None:
    """Nobody's work fails because a summary was off: it is said, and put right by a recount."""
    value = getattr(row, status) + number
    if value < 0:
        log.error("tally %s of unit %s would fall below zero: %s", row.code, row.unit_id, status)
    setattr(row, status, max(value, 0))


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
        Ledger.objects.filter(year=year, post__in=posts).update(
            version=F("version") + 1, moved=True
        )


def _locked(wanted: dict) -> list[Tally]:
    """The tallies to be changed, made where there are none, locked in order of their keys."""
    scope = Tally.objects.filter(
        unit__in={unit for unit, _ in wanted},
        year__in={key[0] for _, key in wanted},
        code__in={key[3] for _, key in wanted},
    )
    known = {(row.unit_id, key_of(row)) for row in scope}
    fresh = [
        Tally(unit_id=unit, **dict(zip(KEY, key, strict=True)))
        for unit, key in sorted(wanted.keys() - known)
    ]
    Tally.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    rows = scope.select_for_update().order_by("pk")
    return [row for row in rows if (row.unit_id, key_of(row)) in wanted]


def key_of(row: Tally) -> tuple:
    return tuple(getattr(row, name) for name in KEY)
