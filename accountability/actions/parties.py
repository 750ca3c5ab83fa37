"""Who is on a case: chosen among those in charge at the managing level, without a conflict."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import notices, stages
from accountability.actions import matters, stepping
from accountability.models import CODES, Case, CaseMember, Role
from accountability.models.lead import LeadItem
from assessments.actions import teams
from assessments.models import Member as InspectionMember
from duties.actions import warnings
from duties.actions.errors import Conflict
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, UnitPermission, User

CONCERNED = _("系本人事项")
INSPECTED = _("参加过发现该问题的督查")


def holders(unit: Unit, role: str):
    """Everybody who holds the grant of ``role`` on exactly this unit."""
    granted = UnitPermission.objects.filter(
        permission__codename=CODES[role], content_object=unit, user__is_active=True
    )
    return User.objects.active().filter(pk__in=granted.values("user")).order_by("pk")


def conflicts(people, *, case: Case, on: date) -> dict[int, list[str]]:
    """Person → why he may not be on this case, in words; nothing for whoever may."""
    people = list(people)
    found: dict[int, list[str]] = {}
    for each in teams.recusals(people, [case.about_unit], on):
        found.setdefault(each.person, []).append(str(each.conflict.label))
    items = LeadItem.objects.filter(lead__in=_leads(case), finding__isnull=False)
    inspected = InspectionMember.objects.filter(
        person__in=[person.pk for person in people],
        inspection__in=items.values("finding__inspection"),
    )
    for person in inspected.values_list("person", flat=True).distinct():
        found.setdefault(person, []).append(str(INSPECTED))
    if case.person_id in {person.pk for person in people}:
        found.setdefault(case.person_id, []).append(str(CONCERNED))
    return found


def free(role: str, *, case: Case, on: date) -> list[User]:
    """Those who can still be assigned as ``role``."""
    people = holders(case.unit, role).exclude(pk__in=case.members.values("person"))
    barred = conflicts(people, case=case, on=on)
    return [person for person in people if person.pk not in barred]


@journal.atomic
def assign(*, case: Case, version: int, person: User, role: str, by: User, on: date) -> CaseMember:
    """Put somebody on the case; who is on it already stays what he is."""
    known = case.members.filter(person=person, role=role, released_at__isnull=True).first()
    if known is not None:
        return known
    if case.members.filter(person=person).exists():
        raise Refused(_("该人员已在本事项中担任其他角色，或者已经回避。"))
    if not holders(case.unit, role).filter(pk=person.pk).exists():
        raise Refused(_("该人员不是本级有权办理该事项的人员。"))
    reasons = conflicts([person], case=case, on=on).get(person.pk)
    if reasons:
        raise Refused(_("该人员应当回避：%(why)s。") % {"why": "、".join(reasons)})
    stepping.take(case, stages.Verb.ASSIGN, version=version, by=by, on=on, person=person, role=role)
    member = CaseMember.objects.create(
        case=case, person=person, role=role, assigned_by=by, assigned_at=timezone.now()
    )
    warnings.add([notices.about(case, "assigned", person.pk, on)])
    return member


@journal.atomic
def recuse(*, case: Case, version: int, reason: str, by: User, on: date) -> None:
    """Withdraw from a case because of a conflict; one never comes back to it."""
    stepping.take(case, stages.Verb.RECUSE, version=version, by=by, on=on)
    left = case.members.filter(released_at__isnull=True, role=Role.HANDLER).exclude(person=by)
    if not left.exists():
        raise Refused(_("请先指定另一名承办人，再办理回避。"))
    case.members.filter(person=by).update(released_at=timezone.now(), release_reason=reason)
    people = left.values_list("person", flat=True)
    warnings.add([notices.about(case, "recused", each, on, turn=case.version) for each in people])


@journal.atomic
def take_over(*, case: Case, by: User, on: date) -> CaseMember:
    """Where no handler is left who may act, one of the same organ goes on with the case."""
    mine = CaseMember.objects.acting(on).filter(case=case, person=by).first()
    if mine is not None:
        return mine
    free = Case.objects.filter(pk=case.pk).abandoned_to(by, on).values("pk")
    rows = Case.objects.filter(pk__in=free, version=case.version)
    if not rows.update(version=case.version + 1):
        raise Conflict(_("该事项已有人承办，请刷新页面查看。"))
    case.refresh_from_db()
    member = CaseMember.objects.create(
        case=case, person=by, role=Role.HANDLER, assigned_by=by, assigned_at=timezone.now()
    )
    matters.note("take_over", case, by, on=on)
    return member


def _leads(case: Case) -> list:
    return [case.pk, *case.lead.merged.values_list("pk", flat=True)]
