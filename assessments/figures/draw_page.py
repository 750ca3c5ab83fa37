"""Every candidate of a draw with its weight, its exact chance, and whether the lot fell on it."""

from dataclasses import dataclass
from fractions import Fraction

from assessments import sampling
from assessments.models import Drawing, Drawn
from organizations.models import Unit, User


@dataclass(frozen=True)
class Lot:
    id: int
    name: str
    stratum: str
    weight: int
    chance: Fraction
    position: int | None

    @property
    def percent(self) -> float:
        return float(self.chance * 100)


def rows_of(drawing: Drawing) -> list[Lot]:
    """The drawn in their order, then the rest."""
    frozen = drawing.frozen
    chances = sampling.inclusion(frozen.candidates, frozen.size)
    places = {key: place for place, key in enumerate(drawing.drawn or (), 1)}
    names, strata = _names(drawing, frozen)
    rows = [
        Lot(
            each.id, names.get(each.id, ""), strata.get(each.stratum, each.stratum), each.weight,
            chances[each.id], places.get(each.id),
        )
        for each in frozen.candidates
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.position or len(rows) + 1, row.id))


def _names(drawing: Drawing, frozen) -> tuple[dict, dict]:
    """Names of candidates and strata. Records stay numbers: who sees the draw need not see them."""
    keys = [each.id for each in frozen.candidates]
    if drawing.what == Drawn.TEAM:
        return {person.pk: person.label for person in User.objects.filter(pk__in=keys)}, {}
    if drawing.what == Drawn.UNITS:
        levels = dict(Unit._meta.get_field("level").choices)
        units = Unit.objects.filter(pk__in=keys)
        return {unit.pk: unit.label for unit in units}, {k: str(v) for k, v in levels.items()}
    strata = {each.stratum for each in frozen.candidates}
    return {}, {str(unit.pk): unit.label for unit in Unit.objects.filter(pk__in=strata)}
