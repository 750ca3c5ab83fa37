"""What published inspections say of a unit in a year, for the indicators of Art. 22.

What a finding costs, and how much comes back once it is put right in time, says the scheme.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from assessments.models import Finding, InspectionUnit, Stage


@dataclass(frozen=True)
class Deduction:
    """One finding that deducts; ``finding`` opens it."""

    finding: UUID
    article: int
    text: str
    severity: str
    in_time: bool


@dataclass(frozen=True)
class Result:
    inspected: bool
    deductions: tuple[Deduction, ...] = ()


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
            Deduction(row.pk, row.article, row.text, row.severity, row.was_righted_in_time)
        )
    return {unit: Result(unit in inspected, tuple(found[unit])) for unit in units}
