"""What published inspections say of a unit in a year, for the indicators of Art. 22.

Each finding deducts by its severity; half is restored once it is put right in time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from assessments.models import DEDUCTIONS, Finding, InspectionUnit, Stage

RESTORED = Decimal("0.5")


@dataclass(frozen=True)
class Deduction:
    """One finding and what it costs; ``finding`` opens it."""

    finding: UUID
    article: int
    text: str
    severity: str
    in_time: bool
    points: Decimal


@dataclass(frozen=True)
class Result:
    inspected: bool
    deductions: tuple[Deduction, ...] = ()

    @property
    def points(self) -> Decimal:
        return sum((each.points for each in self.deductions), Decimal(0))


def results_of(units: Iterable[int], year: int) -> dict[int, Result]:
    """Unit → result, from inspections of the year's duties that are published; two queries."""
    units = list(units)
    published = {"inspection__stage": Stage.PUBLISHED, "inspection__year": year}
    inspected = set(
        InspectionUnit.objects.filter(unit__in=units, **published).values_list("unit", flat=True)
    )
    found: dict[int, list[Deduction]] = {unit: [] for unit in units}
    for row in Finding.objects.filter(unit__in=units, **published).order_by("article", "pk"):
        found[row.unit_id].append(
            Deduction(
                row.pk, row.article, row.text, row.severity, row.was_righted_in_time,
                points(row.severity, row.was_righted_in_time),
            )
        )  # fmt: skip
    return {unit: Result(unit in inspected, tuple(found[unit])) for unit in units}


def points(severity: str, in_time: bool) -> Decimal:
    """What one finding deducts, to the hundredth."""
    whole = DEDUCTIONS[severity]
    return (whole * RESTORED if in_time else whole).quantize(Decimal("0.01"))
