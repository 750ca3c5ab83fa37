"""Who may enter what counts for a unit: somebody who assesses it from above.

A grant reaches the unit it stands on; yet nobody enters the result of the very unit that he
works in. At the top there is nobody above.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from organizations import access
from organizations.models import Unit, User


def units_below(user: User):
    """The units for which ``user`` may enter: below those of his grants, and the topmost."""
    condition = Q(pk__in=[])
    for top in access.granted(user, ["assess"], Unit.objects.all()):
        below = Q(path__startswith=top.path)
        condition |= below if top.depth == 1 else below & ~Q(pk=top.pk)
    return Unit.objects.filter(condition)


def may_enter(user: User, unit: Unit) -> bool:
    return units_below(user).filter(pk=unit.pk).exists()


def require(user: User, units: Iterable[Unit]) -> None:
    """403 unless he may enter for all of them; one question however many."""
    keys = {unit.pk for unit in units}
    if units_below(user).filter(pk__in=keys).count() != len(keys):
        raise PermissionDenied("assess")
