"""Opening a year: what every post in scope owes, inserted once and never twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from duties.actions import checks, warnings
from duties.choices import Kind, Status
from duties.models import Obligation, Record, RecordItem, Requirement
from duties.periods import Cadence, Period, periods_of
from organizations.actions import journal
from organizations.models import Post, User

CHUNK = 200


@dataclass
class Opened:
    """How many obligations a run added, and for how many posts."""

    obligations: int = 0
    posts: int = 0


def open_year(*, year: int, on: date, by: User | None = None, posts: Iterable[Post] | None = None):
    """Give every post in force during ``year`` the obligations it lacks; returns Opened.

    Safe to run again and at the same time: rows are inserted under a unique key. A post
    set up or abolished within the year owes the periods it exists on the last day of.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    scope = Post.objects.during(first, last) if posts is None else posts
    keys = [post.pk for post in scope]
    requirements = list(
        Requirement.objects.during(first, last)
        .filter(clause__regulation__in=_regulations(first, last))
        .select_related("clause")
    )
    opened = Opened()
    for start in range(0, len(keys), CHUNK):
        _open_chunk(keys[start : start + CHUNK], requirements, year, on, by, opened)
    return opened


def lacking(*, year: int) -> list[int]:
    """Keys of posts in force during ``year`` that owe nothing yet: state, not ticks."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    bound = Requirement.objects.during(first, last).values("clause__track")
    none = ~Q(pk__in=Obligation.objects.of_year(year).values("post"))
    return list(
        Post.objects.during(first, last).filter(none, track__in=bound).values_list("pk", flat=True)
    )


@transaction.atomic
def _open_chunk(keys, requirements, year, on, by, opened) -> None:
    posts = list(Post.objects.filter(pk__in=keys).select_related("unit"))
    known = set(
        Obligation.objects.of_year(year).filter(post__in=keys)
        .values_list("post", "requirement__code", "period_key")
    )  # fmt: skip
    fresh = [
        _obligation(requirement, post, period)
        for post in posts
        for requirement in requirements
        if requirement.clause.track == post.track
        for period in periods_of(Cadence(requirement.cadence), year)
        if _owes(post, requirement, period) and (post.pk, requirement.code, period.key) not in known
    ]
    if not fresh:
        return
    for row in fresh:
        checks.apply_verdict(row, [], on=on)
    missed = {_identity(row): row for row in fresh if row.status != Status.OPEN}
    Obligation.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    rows = _just_made(fresh)
    carried = _carry_over(rows)
    checks.judge(obligations=[row for row in rows if row.pk in carried], on=on)
    checks.announce(rows=[row for row in rows if _identity(row) in missed], on=on)
    warnings.notify(obligations=rows, on=on)
    opened.obligations += len(rows)
    opened.posts += len({row.post_id for row in rows})
    journal.record(
        action="obligations.open_year", by=by, year=year, obligations=len(rows),
        posts=sorted({row.post_id for row in rows}), on=on,
    )  # fmt: skip


def _regulations(first: date, last: date):
    return Requirement.objects.during(first, last).values("clause__regulation")


def _owes(post: Post, requirement: Requirement, period: Period) -> bool:
    """Post and requirement both stand on the last day of the period."""
    day = period.ends_on
    exists = (post.established_on is None or post.established_on <= day) and (
        post.abolished_on is None or post.abolished_on > day
    )
    return (
        exists
        and requirement.valid_from <= day
        and (requirement.valid_until is None or requirement.valid_until > day)
    )


def _obligation(requirement: Requirement, post: Post, period: Period) -> Obligation:
    return Obligation(
        requirement=requirement, post=post, year=period.year, period_key=period.key,
        starts_on=period.starts_on, due_on=period.due_on,
    )  # fmt: skip


def _identity(row: Obligation) -> tuple[int, int, str]:
    return row.post_id, row.requirement_id, row.period_key


def _just_made(fresh: list[Obligation]) -> list[Obligation]:
    wanted = {_identity(row) for row in fresh}
    rows = Obligation.objects.of_year(fresh[0].year).filter(post__in={row[0] for row in wanted})
    return [row for row in rows.with_law() if _identity(row) in wanted]


def _carry_over(rows: list[Obligation]) -> set[int]:
    """A document still in force serves the new period too: nothing is asked twice.

    Returns the keys of the obligations that were given something.
    """
    standing = {
        (row.post_id, row.requirement.code): row
        for row in rows
        if row.requirement.kind == Kind.STANDING
    }
    posts = {post for post, _ in standing}
    found = RecordItem.objects.filter(
        record__in=Record.objects.confirmed(),
        obligation__post__in=posts,
        obligation__requirement__kind=Kind.STANDING,
    ).select_related("obligation__requirement")
    carried = []
    for item in found:
        row = standing.get((item.obligation.post_id, item.obligation.requirement.code))
        if row is not None and _still_in_force(item, row) and row.pk != item.obligation_id:
            carried.append(_copy(item, row))
    RecordItem.objects.bulk_create(carried, ignore_conflicts=True)
    return {item.obligation_id for item in carried}


def _still_in_force(item: RecordItem, row: Obligation) -> bool:
    started = item.valid_from is not None and item.valid_from <= row.due_on
    return started and (item.valid_until is None or item.valid_until >= row.starts_on)


def _copy(item: RecordItem, row: Obligation) -> RecordItem:
    return RecordItem(
        record_id=item.record_id, obligation=row, name=item.name,
        valid_from=item.valid_from, valid_until=item.valid_until,
    )  # fmt: skip
