"""Who may see and do what: the one file that speaks to django-guardian (DESIGN §4).

Grants are object permissions on units only. Duty codes and those of the register hold on
the unit itself, oversight and administration codes on the unit and all below it. Nothing is
cached between requests: a grant withdrawn or an account switched off counts at once.
It takes querysets and never imports ``Unit``, so that the ground floor has no circle.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import assign_perm, remove_perm

UserPermissionOnObject = UserObjectPermissionBase

DUTY = ("log", "confirm")
#: The register of Art. 8(4): who files into it, who sums it up. Neither opens duties.
JUSTICE = ("register", "collate")
OVERSIGHT = ("oversee", "inspect", "assess", "discipline", "appoint")
ADMINISTRATION = ("administer", "grant", "audit")
CODES = DUTY + JUSTICE + OVERSIGHT + ADMINISTRATION
#: Codes that hold on the unit itself and not on what lies below.
LOCAL = DUTY + JUSTICE
#: Codes that open the content of duties; administration opens none of it.
CONTENT = DUTY + OVERSIGHT

LABELS = {
    "log": _("联络员（填报）"),
    "confirm": _("法治办（核实）"),
    "register": _("干预记录（政法单位）"),
    "collate": _("干预汇总（党委政法委）"),
    "oversee": _("上级督导"),
    "inspect": _("督查"),
    "assess": _("考核"),
    "discipline": _("纪检"),
    "appoint": _("组织任免"),
    "administer": _("系统管理"),
    "grant": _("授权管理"),
    "audit": _("审计"),
}


def _held(user, codes: Iterable[str]) -> QuerySet | None:
    """The grants of ``user`` by one of ``codes``; None if he may not log in, or asks for none."""
    codes = list(codes)
    if not codes or not user.is_authenticated or not user.is_active:
        return None
    return user.unitpermission_set.filter(permission__codename__in=codes)


def granted(user, codes: Iterable[str], units: QuerySet) -> QuerySet:
    """The rows of ``units`` on which ``user`` was granted one of ``codes`` by name."""
    held = _held(user, codes)
    return units.none() if held is None else units.filter(pk__in=held.values("content_object"))


def reach(user, codes: Iterable[str], prefix: str = "") -> Q:
    """Condition on a model that reaches its unit through ``prefix`` (``"post__unit__"``).

    One small query finds the granted units; the condition itself needs no join more.
    """
    held = _held(user, codes)
    columns = ("permission__codename", "content_object", "content_object__path")
    found = [] if held is None else list(held.values_list(*columns))
    own = {key for code, key, _path in found if code in LOCAL}
    condition = Q(**{f"{prefix}pk__in": sorted(own)})
    for path in sorted({path for code, _key, path in found if code not in LOCAL}):
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition


def units_for(user, codes: Iterable[str], units: QuerySet) -> QuerySet:
    """The units that ``codes`` of ``user`` reach."""
    return units.filter(reach(user, codes))


def allows(user, code: str, unit) -> bool:
    """Does a grant of ``user`` let him do ``code`` in ``unit``? (Incumbents: see Post.)"""
    return units_for(user, [code], type(unit).objects.filter(pk=unit.pk)).exists()


def require(user, code: str, unit) -> None:
    """Raise 403 unless ``code`` is allowed; the caller has already seen that he may see."""
    if not allows(user, code, unit):
        raise PermissionDenied(code)


def codes(user) -> frozenset[str]:
    """All codes that ``user`` holds anywhere, for the navigation and the home page."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(user.unitpermission_set.values_list("permission__codename", flat=True))


def give(user, code: str, unit) -> None:
    assign_perm(code, user, unit)


def take(user, code: str, unit) -> None:
    remove_perm(code, user, unit)
