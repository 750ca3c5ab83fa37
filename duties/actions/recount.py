"""Proving the summaries: everything counted again by the database, compared, rewritten if off."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr

from duties.actions.tallies import KEY, STATUSES, key_of
from duties.models import Headcount, Ledger, Obligation, Tally
from organizations.models import Unit


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
    old = {(row.unit_id, key_of(row)): row for row in old}
    edition = 1 + max((row.edition for row in old.values()), default=0)
    for depth in _depths():
        _rewrite(depth, which, old, edition)
    Tally.objects.filter(pk__in=[row.pk for row in old.values()]).delete()
    if code is None:
        _recount_posts(year)


def _rewrite(depth: int, which: dict, old: dict, edition: int) -> None:
    """Write what is counted at ``depth``; what is left in ``old`` at the end counts nothing."""
    units = dict(Unit.objects.filter(depth=depth).values_list("path", "pk"))
    rows = []
    for (path, key), sums in _split(counted(depth, **which)):
        fields = dict(zip(KEY, key, strict=True)) | dict(zip(STATUSES, sums, strict=True))
        rows.append(Tally(unit_id=units[path], edition=edition, **fields))
        old.pop((units[path], key), None)
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["unit", "year", "code", "due_on"],
        update_fields=["track", "article", "edition", *STATUSES], batch_size=1000,
    )  # fmt: skip


def _recount_posts(year: int) -> None:
    Headcount.objects.filter(year=year).delete()
    for depth in _depths():
        units = dict(Unit.objects.filter(depth=depth).values_list("path", "pk"))
        Headcount.objects.bulk_create(
            Headcount(unit_id=units[path], year=year, track=track, level=level, posts=posts)
            for (path, track, level), posts in _posts_counted(year, depth).items()
        )
