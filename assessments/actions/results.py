"""The annual rule-of-law results of units: entered by hand or from a checked list."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import sealing
from assessments.actions import assessors, marks
from assessments.models import UnitResult
from duties.actions.errors import Conflict
from organizations.actions import journal
from organizations.models import Unit, User


class Entered(NamedTuple):
    unit: Unit
    points: Decimal
    note: str = ""


def state_of(units: Iterable[int], year: int) -> str:
    """What is entered for these units, as a mark that a page keeps of what it showed."""
    return _mark(UnitResult.objects.filter(year=year, unit__in=list(units)))


@journal.atomic
def enter(
    *, rows: Iterable[Entered], year: int, seen: str | None = None, by: User, on: date
) -> int:
    """Write what is new or different; the same list sent twice changes nothing the second time.

    Who enters must assess it from above. ``seen``: what he had before him (``state_of``); what
    another has entered meanwhile is not overwritten.
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
    if changed and seen is not None and seen != _mark(known.values()):
        raise Conflict(_("考核结果刚被他人修改，请核对后再保存。"))
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


def _mark(rows: Iterable[UnitResult]) -> str:
    entered = sorted((row.unit_id, str(row.points), row.note) for row in rows)
    return sealing.digest(entered) if entered else ""


def _differs(known: UnitResult | None, given: Entered) -> bool:
    return known is None or (known.points, known.note) != (given.points, given.note)
