"""How an inspection ends: fed back to the units, published as a circular.

Publication is one transaction: stage, number, struck records, findings, frozen bytes, notices.
The document is set before it, so that no lock is held meanwhile; had anything changed since,
nothing is published.
"""

from datetime import date

from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import notices
from assessments.actions import findings, inspections, issuing, marks, matters, papers
from assessments.models import DocumentKind, Inspection, InspectionKind, InspectionUnit, Stage
from duties.actions import records, warnings
from duties.actions.errors import Conflict
from duties.choices import RecordState
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User


@journal.atomic
def feed_back(*, inspection: Inspection, version: int, by: User, on: date) -> Inspection:
    """Tell the inspected units what was found. A hidden visit is only told by its circular."""
    access.require(by, "oversee", inspection.unit)
    if inspection.kind == InspectionKind.UNANNOUNCED:
        raise Refused(_("实地暗访在通报时一并反馈。"))
    _require_finished(inspection)
    inspections.step(
        inspection, version, Stage.ON_SITE,
        stage=Stage.FED_BACK, delivered_by=by, delivered_at=timezone.now(),
    )  # fmt: skip
    _deliver(inspection, by, on)
    matters.note("feed_back", inspection, by, findings=inspection.findings.count(), on=on)
    people = notices.people_of([row.unit_id for row in inspection.scope.all()], on)
    warnings.add([notices.fed_back(inspection, person, on) for person in people])
    return inspection


def publish(*, inspection: Inspection, version: int, by: User, on: date) -> Inspection:
    """Publish the circular; from here on anyone concerned may know of the inspection."""
    access.require(by, "oversee", inspection.unit)
    _require_finished(inspection)
    number = _next_number(inspection, on.year)
    made = issuing.circular(inspection=inspection, number=number, on=on)
    try:
        return _publish(inspection, version, number, made, by, on)
    except IntegrityError as error:  # The number was taken meanwhile.
        inspection.refresh_from_db()
        raise Conflict(_("刚有另一份通报发布，请再次点击发布。")) from error


@journal.atomic
def _publish(inspection, version, number, made, by, on) -> Inspection:
    delivered = inspection.delivered_at is not None
    now = timezone.now()
    inspections.step(
        inspection, version, Stage.ON_SITE, Stage.FED_BACK,
        stage=Stage.PUBLISHED, published_by=by, published_at=now,
        number=number, number_year=on.year, opened_at=inspection.opened_at or now,
        delivered_by=inspection.delivered_by or by, delivered_at=inspection.delivered_at or now,
    )  # fmt: skip
    if inspection.is_unannounced:
        matters.reveal(inspection)
    if not delivered:
        _deliver(inspection, by, on)
    issuing.keep(inspection=inspection, kind=DocumentKind.CIRCULAR, made=made)
    marks.units_moved([row.unit_id for row in inspection.scope.all()], inspection.year)
    matters.note("publish", inspection, by, number=number, sha256=[m.sha256 for m in made], on=on)
    people = notices.people_of([row.unit_id for row in inspection.scope.all()], on)
    warnings.add([notices.published(inspection, person, on) for person in people])
    return inspection


@journal.atomic
def praise(*, row: InspectionUnit, text: str, by: User, on: date) -> InspectionUnit:
    """What a unit does well, for the circular."""
    inspection = row.inspection
    inspections.require_member(inspection, by)
    if inspection.is_over:
        raise Conflict(_("通报已发布，不能再修改。"))
    InspectionUnit.objects.filter(pk=row.pk).update(good_practice=text)
    row.refresh_from_db()
    inspections.touch(inspection)
    matters.note("praise", inspection, by, unit_in_scope=row.unit, on=on)
    return row


def _deliver(inspection: Inspection, by: User, on: date) -> None:
    """Findings go to their units; what does not hold is struck out and judged again."""
    findings.deliver(inspection=inspection, on=on)
    for paper in inspection.papers.struck_out().select_related("record", "current"):
        if paper.record.state == RecordState.CONFIRMED:
            reason = str(_("督查认定不符：%(note)s")) % {"note": paper.current.note}
            records.strike_as_found(record=paper.record, reason=reason[:500], by=by, on=on)


def obstacle(inspection: Inspection) -> str:
    """Why it cannot be fed back or published yet; empty when it can."""
    left = papers.unfinished(inspection) if inspection.stage == Stage.ON_SITE else 0
    text = _("还有%(left)s份工作底稿没有填写或者没有第二人签字，暂不能反馈或通报。")
    return str(text) % {"left": left} if left else ""


def _require_finished(inspection: Inspection) -> None:
    if text := obstacle(inspection):
        raise Refused(text)


def _next_number(inspection: Inspection, year: int) -> int:
    """Numbers are given at publication alone, so that no gap tells of what is hidden."""
    numbered = Inspection.objects.filter(unit=inspection.unit, number_year=year)
    return (numbered.aggregate(last=Max("number"))["last"] or 0) + 1
