"""Which unit answers for whose head, and who may not look because of a conflict of his own."""

from datetime import date

from django.db.models import F, OuterRef, Q

from accountability import authority
from assessments.models import Relation
from organizations import access
from organizations.models import Appointment, Unit, UnitPermission, User
from organizations.models.unit import Kind

#: As for inspectors: a post held in a unit keeps the holder away from it for so long.
FORMER_YEARS = 3


def managing_unit(unit: Unit) -> Unit | None:
    """The unit whose committee manages the heads of ``unit``; none above the root."""
    way = list(Unit.objects.filter(path__in=_way(unit)))
    key = authority.managing([authority.Node(each.pk, each.kind) for each in way])
    return next((each for each in way if each.pk == key), None)


def _way(unit: Unit) -> list[str]:
    """The paths from the root down to ``unit``, itself included; a queryset of units is in their
    order."""
    return [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]


def in_charge(user: User, code: str):
    """Units on which ``user`` was granted ``code`` by name. A grant above does not count here:
    only the level that manages the cadre handles the case."""
    return access.granted(user, [code], Unit.objects.all())


def barred(user: User, on: date) -> Q:
    """Condition on what concerns a unit with which ``user`` has a conflict: he works there or
    works for it, sat on a post there within three years, has declared a relation, or is the one
    whom it is about."""
    own = Q(about_unit=user.unit_id) if user.unit_id else Q(pk__in=[])
    return own | Q(person=user) | _bound(user, on, "about_unit")


def member_barred(on: date) -> Q:
    """The same condition on the members of a case, each asked of his own person."""
    own = Q(case__about_unit=F("person__unit")) | Q(case__person=F("person"))
    return own | _bound(OuterRef("person"), on, "case__about_unit")


def _bound(person: User | OuterRef, on: date, unit: str) -> Q:
    """Condition that ``person`` has to do with what the column ``unit`` names."""
    works = UnitPermission.objects.filter(user=person, permission__codename__in=["log", "confirm"])
    served = Appointment.objects.filter(person=person).overlapping(years_before(on), on)
    declared = Relation.objects.filter(person=person)
    return (
        Q(**{f"{unit}__in": works.values("content_object")})
        | Q(**{f"{unit}__in": served.values("post__unit")})
        | Q(**{f"{unit}__in": declared.values("unit")})
    )


def years_before(on: date) -> date:
    """The same day three years earlier; 29 February counts as 1 March."""
    try:
        return on.replace(year=on.year - FORMER_YEARS)
    except ValueError:
        return date(on.year - FORMER_YEARS, 3, 1)


def managed_by(offices):
    """Units whose heads one of these units manages: whatever lies below, up to and with the next
    region on the way down."""
    found = Q(pk__in=[])
    regions = Unit.objects.filter(kind=Kind.REGION)
    for office in offices:
        below = Unit.objects.filter(path__startswith=office.path).exclude(pk=office.pk)
        between = regions.filter(path__startswith=office.path).exclude(pk=office.pk)
        paths = list(between.values_list("path", flat=True))
        nearest = [
            path for path in paths if not any(path != p and path.startswith(p) for p in paths)
        ]
        others = Q(pk__in=[])
        for path in nearest:
            others |= Q(path__startswith=path) & ~Q(path=path)
        found |= Q(pk__in=below.exclude(others).values("pk"))
    return Unit.objects.filter(found)
