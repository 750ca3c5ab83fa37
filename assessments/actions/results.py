"""The annual rule-of-law results of units: entered by hand or from a checked list."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments.actions import assessors, marks
from assessments.models import UnitResult
from organizations.actions import journal
from organizations.models import Unit, User


class Entered(NamedTuple):
    unit: Unit
    points: Decimal
    note: str = ""


@transaction.atomic
def enter(*, rows: Iterable[Entered], year: int, by: User, on: date) -> int:
    """Write what is new or different; the same list sent twice changes nothing the second time.

    Who enters must assess it from above.
    """
    rows = list(rows)
    assessors.require(by, [each.unit for each in rows])
    known = {
        row.unit_id: row
        for row in UnitResult.objects.select_for_update(of=("self",)).filter(
            year=year, unit__in=[each.unit.pk for each in rows]
        )
    }
    changed = [each for each in rows if _differs(known.get(each.unit.pk), each)]
    now = timezone.now()
    UnitResult.objects.bulk_create(
        [UnitResult(unit=each.unit, year=year, points=each.points, note=each.note,
                    entered_by=by, entered_at=now) for each in changed],
        update_conflicts=True, unique_fields=["unit", "year"],
        update_fields=["points", "note", "entered_by", "entered_at"],
    )  # fmt: skip
    for each in changed:
        before = known.get(each.unit.pk)
        journal.record(
            action="results.enter", by=by, unit=each.unit, year=year, points=each.points,
            before=before and before.points, on=on,
        )  # fmt: skip
    marks.units_moved([each.unit.pk for each in changed], year)
    return len(changed)


def _differs(known: UnitResult | None, given: Entered) -> bool:
    return known is None or (known.points, known.note) != (given.points, given.note)
