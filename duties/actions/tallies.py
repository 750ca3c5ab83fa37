"""Keeping the summaries of ``duties.models.tally`` in step with the statuses they sum up.

Called by the actions that change statuses, in their transaction; ``differences`` counts
everything again and says where a summary is wrong.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Substr

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
        for status, number in wanted[row.unit_id, _key_of(row)].items():
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
    known = {(row.unit_id, _key_of(row)) for row in scope}
    fresh = [
        Tally(unit_id=unit, **dict(zip(KEY, key, strict=True)))
        for unit, key in sorted(wanted.keys() - known)
    ]
    Tally.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    rows = scope.select_for_update().order_by("pk")
    return [row for row in rows if (row.unit_id, _key_of(row)) in wanted]


def _key_of(row: Tally) -> tuple:
    return tuple(getattr(row, name) for name in KEY)


def counted(depth: int, **which) -> QuerySet:
    """What the tallies of the units at ``depth`` should be, from the obligations themselves.

    ``which`` narrows it down: ``year``, ``code``.
    """
    rows = _narrowed(Obligation.objects.filter(post__unit__depth__gt=depth), "requirement__", which)
    rows = rows.order_by().annotate(
        path=Substr("post__unit__path", 1, depth * Unit.steplen),
        of_year=F("year"), track=F("requirement__clause__track"),
        article=F("requirement__clause__article"), code=F("requirement__code"), due=F("due_on"),
    )  # fmt: skip
    groups = rows.values("path", "of_year", "track", "article", "code", "due")
    sums = {f"in_{status}": Count("pk", filter=Q(status=status)) for status in STATUSES}
    return groups.annotate(**sums).values_list(
        "path", "of_year", "track", "article", "code", "due", *sums
    )


def kept(depth: int, **which) -> QuerySet:
    """What they are."""
    empty = Q(**dict.fromkeys(STATUSES, 0))
    rows = _narrowed(Tally.objects.filter(unit__depth=depth), "", which)
    return rows.exclude(empty).order_by().values_list("unit__path", *KEY, *STATUSES)


def _narrowed(rows: QuerySet, prefix: str, which: dict) -> QuerySet:
    names = {"year": "year", "code": f"{prefix}code"}
    return rows.filter(**{names[name]: value for name, value in which.items()})


def differences(year: int) -> list[tuple]:
    """Every summary of a year that a recount contradicts: ``(path, key, kept, counted)``."""
    found = []
    for depth in _depths():
        right = dict(_split(counted(depth, year=year).difference(kept(depth, year=year))))
        wrong = dict(_split(kept(depth, year=year).difference(counted(depth, year=year))))
        found += [
            (path, key, wrong.get((path, key)), right.get((path, key)))
            for path, key in sorted({*right, *wrong})
        ]
    return found + _miscounted(year)


def _depths() -> range:
    deepest = Unit.objects.order_by("-depth").values_list("depth", flat=True).first() or 1
    return range(1, deepest)


def _split(rows: QuerySet) -> Iterable[tuple]:
    for row in rows:
        yield (row[0], tuple(row[1:6])), tuple(row[6:])


def _miscounted(year: int) -> list[tuple]:
    """The same for the numbers of posts."""
    found = []
    for depth in _depths():
        right, wrong = _posts_counted(year, depth), _posts_kept(year, depth)
        found += [
            (key[0], (year, *key[1:]), wrong.get(key), right.get(key))
            for key in sorted({*right, *wrong})
            if right.get(key) != wrong.get(key)
        ]
    return found


def _posts_counted(year: int, depth: int) -> dict[tuple, int]:
    below = Ledger.objects.filter(year=year, owed__gt=0, post__unit__depth__gt=depth).order_by()
    path = Substr("post__unit__path", 1, depth * Unit.steplen)
    groups = below.annotate(path=path).values("path", "post__track", "post__unit__level")
    rows = groups.annotate(n=Count("pk")).values_list(
        "path", "post__track", "post__unit__level", "n"
    )
    return {row[:3]: row[3] for row in rows}


def _posts_kept(year: int, depth: int) -> dict[tuple, int]:
    rows = Headcount.objects.filter(year=year, unit__depth=depth, posts__gt=0)
    return {row[:3]: row[3] for row in rows.values_list("unit__path", "track", "level", "posts")}


@transaction.atomic
def rebuild(*, year: int, code: str | None = None) -> None:
    """Write the summaries of a year again, or those of one requirement of it.

    The old ones are locked first: a change under way waits and is then added to the new.
    """
    which = {"year": year} | ({"code": code} if code else {})
    old = _narrowed(Tally.objects.select_for_update().order_by("pk"), "", which)
    old = {(row.unit_id, _key_of(row)): row for row in old}
    for depth in _depths():
        _rewrite(depth, which, old)
    Tally.objects.filter(pk__in=[row.pk for row in old.values()]).delete()
    if code is None:
        _recount_posts(year)


def _rewrite(depth: int, which: dict, old: dict) -> None:
    """Write what is counted at ``depth``; what is left in ``old`` at the end counts nothing."""
    units = dict(Unit.objects.filter(depth=depth).values_list("path", "pk"))
    rows = []
    for (path, key), sums in _split(counted(depth, **which)):
        fields = dict(zip(KEY, key, strict=True)) | dict(zip(STATUSES, sums, strict=True))
        rows.append(Tally(unit_id=units[path], **fields))
        old.pop((units[path], key), None)
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit", "year", "code", "due_on"],
        update_fields=["track", "article", *STATUSES], batch_size=1000,
    )  # fmt: skip


def _recount_posts(year: int) -> None:
    old = Headcount.objects.filter(year=year)
    edition = (old.aggregate(last=Max("edition"))["last"] or 0) + 1
    old.delete()
    for depth in _depths():
        units = dict(Unit.objects.filter(depth=depth).values_list("path", "pk"))
        Headcount.objects.bulk_create(
            Headcount(
                unit_id=units[path],
                year=year,
                track=track,
                level=level,
                posts=posts,
                edition=edition,
            )
            for (path, track, level), posts in _posts_counted(year, depth).items()
        )
