"""Who may be sent: the pool of inspectors, and who stays out because of which conflict."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Conflict, Relation
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Appointment, Unit, UnitPermission, User

#: A post held in a unit keeps the holder away from it for so long.
FORMER_YEARS = 3


@dataclass(frozen=True)
class Recusal:
    """One person, one unit, one reason."""

    person: int
    unit: int
    conflict: Conflict


def pool(unit: Unit):
    """Everybody who may inspect ``unit``: those granted it there or above."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    granted = UnitPermission.objects.filter(
        permission__codename="inspect", content_object__path__in=paths
    )
    return User.objects.active().filter(pk__in=granted.values("user")).order_by("pk")


def seconds(unit: Unit, by: User):
    """Who can order an unannounced visit together with ``by``."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    granted = UnitPermission.objects.filter(
        permission__codename="oversee", content_object__path__in=paths
    )
    people = User.objects.active().filter(pk__in=granted.values("user"))
    return people.exclude(pk=by.pk).order_by("pk")


def recusals(people: Collection[User], units: Collection[Unit], on: date) -> list[Recusal]:
    """Every conflict between these people and these units, each with its reason.

    Three queries, however many there are.
    """
    persons, keys = [person.pk for person in people], {unit.pk for unit in units}
    found = {Recusal(p.pk, p.unit_id, Conflict.OWN_UNIT) for p in people if p.unit_id in keys}
    works = UnitPermission.objects.filter(
        permission__codename__in=["log", "confirm"], content_object__in=keys, user__in=persons
    )
    for person, unit in works.values_list("user", "content_object"):
        found.add(Recusal(person, unit, Conflict.OWN_UNIT))
    since = _years_before(on)
    served = Appointment.objects.overlapping(since, on).filter(
        post__unit__in=keys, person__in=persons
    )
    for person, unit, ends_on in served.values_list("person", "post__unit", "ends_on"):
        over = ends_on is not None and ends_on < on
        kind = Conflict.FORMER_POST if over else Conflict.OWN_UNIT
        found.add(Recusal(person, unit, kind))
    declared = Relation.objects.filter(person__in=persons, unit__in=keys)
    for person, unit in declared.values_list("person", "unit"):
        found.add(Recusal(person, unit, Conflict.RELATION))
    return sorted(found, key=lambda each: (each.person, each.unit, each.conflict))


def by_person(found: Collection[Recusal]) -> dict[int, list[Recusal]]:
    grouped = defaultdict(list)
    for each in found:
        grouped[each.person].append(each)
    return dict(grouped)


@journal.atomic
def declare(*, unit: Unit, note: str, by: User) -> Relation:
    """An inspector tells of a relation. It is his own affair and stands in no journal:
    whoever is sent where would show from it."""
    try:
        with journal.atomic():
            return Relation.objects.create(
                person=by, unit=unit, note=note, declared_at=timezone.now()
            )
    except IntegrityError as error:
        raise Refused(_("该单位已申报。")) from error


@journal.atomic
def withdraw(*, relation: Relation, by: User) -> None:
    Relation.objects.filter(pk=relation.pk, person=by).delete()


def _years_before(on: date) -> date:
    """The same day three years earlier; 29 February counts as 1 March."""
    try:
        return on.replace(year=on.year - FORMER_YEARS)
    except ValueError:
        return date(on.year - FORMER_YEARS, 3, 1)
