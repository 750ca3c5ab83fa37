"""Leads: entered by hand or proposed, merged, taken up or set aside; each with its reason."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import stages
from accountability.actions import matters, timing
from accountability.models import (
    Case,
    CaseMember,
    Lead,
    LeadSource,
    LeadState,
    Role,
    Stage,
    Subject,
    managing_unit,
)
from duties.actions import once
from duties.actions.errors import Conflict, NotAllowed
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Post, Unit, User


@journal.atomic
def enter(
    *, key: UUID, subject: str, post: Post | None, about_unit: Unit, text: str, found_on: date,
    by: User, on: date,
) -> Lead:  # fmt: skip
    """Enter one by hand. The same form sent twice enters it once."""
    known = Lead.objects.filter(pk=key, entered_by=by).first()
    if known is not None:
        return known
    if found_on > on:
        raise Refused(_("发生或者发现日期不能晚于今天。"))
    unit = post.unit if post else about_unit
    manager = managing_unit(unit)
    if manager is None:
        raise Refused(_("该单位的主要负责人由上级在本平台之外管理，不能在此登记。"))
    person = post.incumbent_on(found_on) if post else None
    if subject == Subject.LEADER and person is None:
        raise Refused(_("该职务在发现日期无人任职，请核对日期或者改为登记党组织。"))
    lead = Lead(
        pk=key, unit=manager, subject=subject, about_unit=unit, post=post, person=person,
        source=LeadSource.MANUAL, text_zh=text, found_on=found_on, entered_by=by,
    )  # fmt: skip
    lead, created = once.insert(lead, entered_by=by)
    if not created:
        return lead
    if not Lead.objects.filter(pk=lead.pk).visible_to(by, on).exists():
        raise NotAllowed(_("只有按照干部管理权限办理且无须回避的人员可以登记该线索。"))
    matters.note("enter", lead, by, on=on)
    return lead


@journal.atomic
def merge(*, lead: Lead, version: int, into: Lead, by: User, on: date) -> Lead:
    """The same matter in two leads: from now on they are dealt with as one, which is ``into``."""
    if into.pk == lead.pk:
        raise Refused(_("请选择另一条待处置的线索。"))
    same = (lead.unit_id, lead.about_unit_id) == (into.unit_id, into.about_unit_id)
    if not same or lead.person_id != into.person_id:
        raise Refused(_("只有涉及同一对象的线索可以并案处置。"))
    _step(lead, version, by, on, state=LeadState.MERGED, merged_into=into)
    joined(into)
    lead.merged.update(merged_into=into)
    matters.note("merge", lead, by, into=into, on=on)
    return into


@journal.atomic
def set_aside(*, lead: Lead, version: int, reason: str, by: User, on: date) -> Lead:
    _step(lead, version, by, on, state=LeadState.SET_ASIDE, reason=reason)
    matters.note("set_aside", lead, by, on=on)
    return lead


@journal.atomic
def take_up(*, lead: Lead, version: int, title: str, by: User, on: date) -> Case:
    """A case begins with its preliminary check; whoever takes the lead up handles it."""
    known = Case.objects.filter(pk=lead.pk, opened_by=by).first()
    if known is not None:
        return known
    _step(lead, version, by, on, state=LeadState.TAKEN_UP)
    case = Case.objects.create(
        lead=lead, unit=lead.unit, subject=lead.subject, about_unit=lead.about_unit,
        post=lead.post, person=lead.person, title=title, stage=Stage.CHECKING, stage_since=on,
        due_on=timing.due(stages.Stage.CHECKING, on), opened_by=by, opened_at=timezone.now(),
        opened_on=on,
    )  # fmt: skip
    CaseMember.objects.create(
        case=case, person=by, role=Role.HANDLER, assigned_by=by, assigned_at=timezone.now()
    )
    matters.note("take_up", case, by, on=on)
    return case


def joined(lead: Lead) -> None:
    """Something has come to it: whoever read it before reads it again before he disposes of it."""
    new = Lead.objects.filter(pk=lead.pk, state=LeadState.NEW)
    if not new.update(version=F("version") + 1):
        raise Conflict(_("请选择另一条待处置的线索。"))


def merged_with(lead: Lead) -> Collection[Lead]:
    return lead.merged.order_by("found_on", "pk")


def _step(lead: Lead, version: int, by: User, on: date, **fields) -> None:
    if not Lead.objects.filter(pk=lead.pk).visible_to(by, on).exists():
        raise Conflict(_("该线索刚被他人处置，请刷新页面查看。"))
    moved = Lead.objects.filter(pk=lead.pk, version=version, state=LeadState.NEW).update(
        version=version + 1, handled_by=by, handled_at=timezone.now(), **fields
    )
    lead.refresh_from_db()
    if not moved:
        raise Conflict(
            _("该线索刚被他人处置（%(state)s），请核对后再操作。")
            % {"state": lead.get_state_display()}
        )
