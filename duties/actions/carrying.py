"""What an opened year takes over: documents still in force, and the law as it changed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q

from duties.actions import checks
from duties.actions.inserting import Demand
from duties.choices import Kind, RecordState
from duties.models import Obligation, RecordItem


def carry_over(*, posts: Iterable[int], year: int) -> set[int]:
    """A document still in force serves the new period too: nothing is asked twice.

    Returns the keys of the obligations that were given something.
    """
    found = list(
        RecordItem.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=date(year, 1, 1)),
            record__state=RecordState.CONFIRMED, valid_from__lte=date(year, 12, 31),
            obligation__due_on__lt=date(year, 12, 31),
            obligation__post__in=posts, obligation__requirement__kind=Kind.STANDING,
        ).select_related("obligation__requirement")
    )  # fmt: skip
    if not found:
        return set()
    given = {(item.record_id, item.obligation_id, item.name) for item in found}
    standing = {}
    for row in Obligation.objects.of_year(year).filter(
        post__in={item.obligation.post_id for item in found}, requirement__kind=Kind.STANDING
    ).select_related("requirement"):  # fmt: skip
        standing.setdefault((row.post_id, row.requirement.code), []).append(row)
    carried = [
        _copy(item, row)
        for item in found
        for row in standing.get((item.obligation.post_id, item.obligation.requirement.code), ())
        if _still_in_force(item, row) and (item.record_id, row.pk, item.name) not in given
    ]
    RecordItem.objects.bulk_create(carried, ignore_conflicts=True, batch_size=1000)
    return {item.obligation_id for item in carried}


def _still_in_force(item: RecordItem, row: Obligation) -> bool:
    if row.starts_on <= item.obligation.due_on:
        return False  # The same period or an earlier one.
    return item.valid_from <= row.due_on and (
        item.valid_until is None or item.valid_until >= row.starts_on
    )


def _copy(item: RecordItem, row: Obligation) -> RecordItem:
    return RecordItem(
        record_id=item.record_id, obligation=row, name=item.name,
        valid_from=item.valid_from, valid_until=item.valid_until,
    )  # fmt: skip


def follow_the_law(*, posts: Iterable[int], year: int, demands: list[Demand], on: date) -> int:
    """Put obligations under the version that holds on their due date; returns how many.

    A requirement that began a new version within the period judges it by the new one; one
    that ended without a successor binds no longer, and ``checks`` waives what it demanded.
    """
    successors = {(each.requirement.code, each.period.key): each for each in demands}
    lapsed = Obligation.objects.of_year(year).filter(
        Q(requirement__valid_until__lte=F("due_on")), post__in=posts
    )
    rows = list(lapsed.select_for_update(of=("self",)).with_law().order_by("pk"))
    moved = []
    for row in rows:
        successor = successors.get((row.requirement.code, row.period_key))
        if successor is not None:
            moved.append((row, successor))
    for row, successor in moved:
        row.requirement = successor.requirement
    Obligation.objects.bulk_update([row for row, _ in moved], ["requirement"], batch_size=500)
    keys = [row.pk for row in rows]
    for start in range(0, len(keys), checks.CHUNK):
        checks.judge_again(keys=keys[start : start + checks.CHUNK], on=on)
    return len(moved)
