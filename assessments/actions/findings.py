"""Findings and how they are put right: delivered → answered → accepted (销号) or sent back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import notices
from assessments.actions import marks, matters
from assessments.actions.inspections import require_member, touch
from assessments.models import (
    Finding,
    FindingState,
    Inspection,
    InspectionFile,
    LookVerdict,
    Paper,
    Rectification,
    Severity,
    Stage,
)
from duties.actions import warnings
from duties.actions.errors import Conflict, NotAllowed
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User

DAYS = 30


@journal.atomic
def add(
    *, inspection: Inspection, key: UUID, unit: Unit, by: User, on: date, **fields: Any
) -> Finding:
    """A finding that hangs on no record; the same form sent twice adds one."""
    require_member(inspection, by)
    known = Finding.objects.filter(pk=key, inspection=inspection, found_by=by).first()
    if known is not None:
        return known
    _require_on_site(inspection)
    if not inspection.scope.filter(unit=unit).exists():
        raise Refused(_("请选择本次督查范围内的单位。"))
    finding = Finding.objects.create(
        pk=key, inspection=inspection, unit=unit, found_by=by, found_at=timezone.now(), **fields
    )
    touch(inspection)
    matters.note("add_finding", inspection, by, finding=finding, on=on)
    return finding


@journal.atomic
def change(*, finding: Finding, version: int, by: User, on: date, **fields: Any) -> Finding:
    """Put a finding into words while it has not been delivered."""
    require_member(finding.inspection, by)
    _step(finding, version, FindingState.DRAFT, **fields)
    matters.note("change_finding", finding.inspection, by, finding=finding, on=on)
    return finding


@journal.atomic
def drop(*, finding: Finding, by: User, on: date) -> None:
    """Take back a finding noted by hand; that of a discrepancy goes with its verdict."""
    require_member(finding.inspection, by)
    if finding.state != FindingState.DRAFT or finding.paper_id is not None:
        raise Refused(_("已反馈的问题和由底稿结论形成的问题不能删除。"))
    matters.note("drop_finding", finding.inspection, by, finding=finding, on=on)
    finding.delete()
    touch(finding.inspection)


def follow(*, paper: Paper, by: User) -> None:
    """A discrepancy is a finding; once the verdict is another, it is none."""
    entry = paper.current
    if entry.verdict != LookVerdict.DISCREPANCY:
        Finding.objects.filter(paper=paper, state=FindingState.DRAFT).delete()
        return
    record = paper.record
    text = f"{record.title}（{record.held_on:%Y-%m-%d}）：{entry.note}"[:1000]
    first = record.obligations.aggregate(first=Min("requirement__clause__article"))["first"]
    Finding.objects.update_or_create(
        paper=paper,
        defaults={"text": text},
        create_defaults={
            "inspection": paper.inspection, "unit": record.post.unit, "article": first or 0,
            "severity": Severity.ORDINARY, "days": DAYS, "text": text,
            "found_by": by, "found_at": timezone.now(),
        },
    )  # fmt: skip


def deliver(*, inspection: Inspection, on: date) -> None:
    """Hand the findings to their units: from today the time for putting right runs."""
    for finding in inspection.findings.filter(state=FindingState.DRAFT):
        Finding.objects.filter(pk=finding.pk).update(
            state=FindingState.OPEN, due_on=finding.due_if_delivered(on)
        )


def answer(*, finding: Finding, key: UUID, measures: str, by: User, on: date) -> Rectification:
    """The unit reports measures; the files that wait on the finding become their evidence."""
    if not Finding.objects.filter(pk=finding.pk).answerable_by(by, on).exists():
        raise NotAllowed(_("只有被督查单位的责任人或者联络员可以报送整改情况。"))
    known = Rectification.objects.filter(pk=key, finding=finding, answered_by=by).first()
    if known is not None:
        return known
    try:
        return _answer(finding, key, measures, by, on)
    except IntegrityError as error:
        raise Conflict(_("已有整改情况等待验收，请刷新页面查看。")) from error


@journal.atomic
def _answer(finding, key, measures, by, on) -> Rectification:
    _step(
        finding, finding.version, FindingState.OPEN, FindingState.RETURNED,
        state=FindingState.ANSWERED,
    )  # fmt: skip
    row = Rectification.objects.create(
        pk=key, finding=finding, measures=measures, answered_by=by,
        answered_at=timezone.now(), answered_on=on,
    )  # fmt: skip
    waiting = InspectionFile.objects.filter(finding=finding, rectification=None, taken_by=by)
    waiting.update(rectification=row)
    matters.note("answer_finding", finding.inspection, by, finding=finding, on=on)
    _tell(finding, "answered", _team(finding), on, row.pk)
    return row


@journal.atomic
def decide(
    *, rectification: Rectification, accepted: bool, reason: str, by: User, on: date
) -> Finding:
    """Accept and close (销号), or send back with a reason; never by who answered."""
    finding = rectification.finding
    require_member(finding.inspection, by)
    if by.pk == rectification.answered_by_id:
        raise NotAllowed(_("不能验收本人报送的整改情况。"))
    if not accepted and not reason:
        raise Refused(_("退回须写明原因。"))
    decided = Rectification.objects.filter(pk=rectification.pk, accepted__isnull=True).update(
        accepted=accepted, reason=reason, decided_by=by, decided_at=timezone.now()
    )
    if not decided:
        raise Conflict(_("该整改情况已由他人验收，请刷新页面查看。"))
    closing = {
        "state": FindingState.CLOSED, "closed_by": by, "closed_at": timezone.now(),
        "righted_on": rectification.answered_on,
    }  # fmt: skip
    fields = closing if accepted else {"state": FindingState.RETURNED}
    _step(finding, finding.version, FindingState.ANSWERED, **fields)
    verb = "accept" if accepted else "send_back"
    matters.note(f"{verb}_rectification", finding.inspection, by, finding=finding, on=on)
    if accepted:
        marks.units_moved([finding.unit_id], finding.inspection.year)
    people = notices.people_of([finding.unit_id], on)
    _tell(finding, "accepted" if accepted else "returned", people, on, rectification.pk)
    return finding


def warn(*, on: date) -> int:
    """Tell both sides of a time limit a week before, on the day and once it is past."""
    week = on + timedelta(days=7)
    waiting = Finding.objects.filter(
        state__in=[FindingState.OPEN, FindingState.RETURNED], due_on__lte=week
    ).select_related("unit", "inspection")
    wanted = []
    for finding in waiting:
        stage = "week" if finding.due_on > on else "due" if finding.due_on == on else "overdue"
        people = notices.people_of([finding.unit_id], on) | _team(finding)
        wanted += [notices.rectification(finding, stage, person, on) for person in people]
    return warnings.add(wanted)


def _team(finding: Finding) -> set[int]:
    """Members who may still inspect there."""
    members = finding.inspection.members.select_related("person")
    unit = finding.inspection.unit
    return {m.person_id for m in members if access.allows(m.person, "inspect", unit)}


def _tell(finding: Finding, what: str, people: set[int], on: date, turn: UUID) -> None:
    key = f":{turn.hex[:12]}"
    warnings.add([notices.rectification(finding, what, p, on, key) for p in people])


def _step(finding: Finding, version: int, *states: str, **fields: Any) -> None:
    moved = Finding.objects.filter(
        pk=finding.pk, version=version, state__in=[str(state) for state in states]
    ).update(version=version + 1, **fields)
    finding.refresh_from_db()
    touch(finding.inspection)
    if not moved:
        raise Conflict(
            _("该问题刚被他人处理（当前状态：%(state)s），请核对后再操作。")
            % {"state": finding.get_state_display()}
        )


def _require_on_site(inspection: Inspection) -> None:
    if inspection.stage != Stage.ON_SITE:
        raise Conflict(_("只有实施中的督查可以增加问题。"))
