"""The life of a year-end report: written → handed in → (sent back, corrected) → judged.

Every step is a conditional UPDATE on state and edition, and journals itself. What is handed
in is set before the transaction; had a word or a duty changed meanwhile, nothing is kept.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import narrative, report_notices
from assessments.actions import freezing
from assessments.figures.reports import may_judge, term_for
from assessments.models import (
    EDITABLE,
    AnnualReport,
    Evaluation,
    FrozenFile,
    FrozenReport,
    ReportState,
)
from duties.actions import tallies, warnings
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Ledger
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Appointment, User


def write(
    *, appointment: Appointment, year: int, edition: int, said: Mapping[str, str], by: User,
    on: date,
) -> AnnualReport:  # fmt: skip
    """Keep the words of a draft; ``edition`` is what the writer had before him, 0 for none.

    A text that others have changed since is never overwritten: ``Conflict``. The same words
    sent again change nothing.
    """
    words = narrative.cleaned(said)
    if narrative.too_long(words):
        raise Refused(_("有段落超出%(most)s字，请精简。") % {"most": narrative.LONGEST})
    try:
        return _write(appointment, year, edition, words, by, on)
    except IntegrityError as error:  # Two began it at once.
        raise Conflict(_("该报告刚由他人开始起草，请核对双方文本。")) from error


@journal.atomic
def _write(appointment, year, edition, words, by, on) -> AnnualReport:
    edited = {"narrative": words, "edited_by": by, "edited_at": timezone.now()}
    report = AnnualReport.objects.filter(appointment=appointment, year=year).first()
    if report is None:
        report = AnnualReport.objects.create(
            post=appointment.post, appointment=appointment, year=year, **edited
        )
        _require_writer(report, by, on)
        _note("begin", report, by, on)
        return report
    _require_writer(report, by, on)
    if report.narrative == words and report.is_editable:
        return report
    _step(report, edition, *EDITABLE, **edited)
    _note("write", report, by, on, edition=report.edition)
    return report


def submit(*, report: AnnualReport, edition: int, by: User, on: date) -> FrozenReport:
    """The official himself hands it in; the page has asked for his password again.

    The same form sent twice is one submission, also where both are set at the same time; whoever
    is stopped in between has handed in nothing.
    """
    if not report.is_by(by):
        raise NotAllowed(_("年终述法报告由本人提交。"))
    if done := _handed_in(report, edition):
        return done
    _require_open(report, on)
    if report.edition != edition or not report.is_editable:
        raise _moved_on(report)
    made = freezing.make(report=report, on=on)
    try:
        return keep(report=report, made=made, by=by, on=on)
    except Conflict:
        report.refresh_from_db()
        if done := _handed_in(report, edition):
            return done
        raise


def _handed_in(report: AnnualReport, edition: int) -> FrozenReport | None:
    """What was handed in from exactly that edition, if nothing came after it."""
    if report.state == ReportState.SUBMITTED and report.edition == edition + 1:
        return report.versions.last()
    return None


@journal.atomic
def keep(*, report: AnnualReport, made: freezing.Made, by: User, on: date) -> FrozenReport:
    """Freeze what was made, if report and duties still are what it was made of."""
    ledger = Ledger.objects.select_for_update().filter(post=report.post_id, year=report.year)
    if (ledger.values_list("version", flat=True).first() or 0) != made.ledger:
        raise Conflict(_("履职数据刚有变动，请核对报告后再次提交。"))
    reason = report.reason
    _step(
        report, made.edition, *EDITABLE, state=ReportState.SUBMITTED, reason="",
        reopened_by=None, reopened_at=None, submitted_on=report.submitted_on or on,
    )  # fmt: skip
    frozen = _frozen(report, made, reason, by, on)
    _note("submit", report, by, on, version=frozen.version, code=made.code,
          sha256=[file.sha256 for file in made.files], inputs=made.inputs_sha256)  # fmt: skip
    people = report_notices.superiors(report.post)
    warnings.add([report_notices.about(report, "submitted", p, on, frozen.pk) for p in people])
    return frozen


def _frozen(report: AnnualReport, made: freezing.Made, reason, by, on) -> FrozenReport:
    """A later version keeps the due date of the first, whose day counts for being in time."""
    first, last = report.versions.last(), report.versions.first()
    due_on = first.due_on if first else term_for(report.post, report.year).due_on
    frozen = FrozenReport.objects.create(
        report=report, version=last.version + 1 if last else 1, reason=reason,
        narrative=made.narrative, inputs=made.inputs, inputs_sha256=made.inputs_sha256,
        code=made.code, made_with=made.made_with, due_on=due_on, submitted_on=on,
        submitted_by=by, submitted_at=timezone.now(),
    )  # fmt: skip
    for file in made.files:
        file.frozen = frozen
    FrozenFile.objects.bulk_create(made.files)
    _mark_moved(report)
    return frozen


@journal.atomic
def send_back(
    *, report: AnnualReport, edition: int, reason: str, by: User, on: date
) -> AnnualReport:
    """The superior asks for more (退回补充); what was handed in stays as it is."""
    _require_judge(report, by, on)
    if Evaluation.objects.filter(frozen__report=report).exists():
        raise Refused(_("已评议的报告不能退回。"))
    _reopen(report, edition, ReportState.RETURNED, reason, by)
    _note("send_back", report, by, on)
    people = report_notices.writers_of(report, on)
    warnings.add([report_notices.about(report, "returned", p, on, report.edition) for p in people])
    return report


@journal.atomic
def correct(*, report: AnnualReport, edition: int, reason: str, by: User, on: date) -> AnnualReport:
    """The official opens what he handed in, to hand in a new version; the old one stays."""
    if not report.is_by(by):
        raise NotAllowed(_("已提交的报告由本人更正。"))
    _reopen(report, edition, ReportState.CORRECTING, reason, by)
    _note("correct", report, by, on)
    return report


@journal.atomic
def evaluate(*, frozen: FrozenReport, grade: str, note: str = "", by: User, on: date) -> Evaluation:
    """The superior committee's word on the latest version; the same form sent twice says it once."""
    report = AnnualReport.objects.select_for_update(of=("self",)).get(pk=frozen.report_id)
    _require_judge(report, by, on)
    said = Evaluation.objects.filter(frozen=frozen).first()
    if said is not None and (said.grade, said.evaluated_by_id) == (grade, by.pk):
        return said
    newest = report.versions.first()
    if said is not None or report.state != ReportState.SUBMITTED or newest != frozen:
        raise _moved_on(report)
    _step(report, report.edition, ReportState.SUBMITTED)  # sent back meanwhile? then not judged
    said = Evaluation.objects.create(
        frozen=frozen, grade=grade, note=note, evaluated_on=on, evaluated_by=by,
        evaluated_at=timezone.now(),
    )  # fmt: skip
    _mark_moved(report)
    _note("evaluate", report, by, on, version=frozen.version, grade=grade)
    people = report_notices.writers_of(report, on)
    warnings.add([report_notices.about(report, "evaluated", p, on, said.pk) for p in people])
    return said


def _reopen(report: AnnualReport, edition: int, state: str, reason: str, by: User) -> None:
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    _step(
        report, edition, ReportState.SUBMITTED, state=state, reason=reason.strip(),
        reopened_by=by, reopened_at=timezone.now(),
    )  # fmt: skip


def _step(report: AnnualReport, edition: int, *states: str, **fields: Any) -> None:
    """Conditional UPDATE: only from ``states``, and only if nobody has changed it since."""
    moved = AnnualReport.objects.filter(
        pk=report.pk, edition=edition, state__in=[str(state) for state in states]
    ).update(edition=F("edition") + 1, **fields)
    report.refresh_from_db()
    if not moved:
        raise _moved_on(report)


def _moved_on(report: AnnualReport) -> Conflict:
    return Conflict(
        _("该报告刚被他人修改或者处理（当前状态：%(state)s），请核对后再操作。")
        % {"state": report.get_state_display()}
    )


def _require_writer(report: AnnualReport, by: User, on: date) -> None:
    if not AnnualReport.objects.filter(pk=report.pk).writable_by(by, on).exists():
        raise NotAllowed(_("只有本人和本单位联络员可以起草年终述法报告。"))


def _require_open(report: AnnualReport, on: date) -> None:
    opens_on = term_for(report.post, report.year).opens_on
    if on < opens_on:
        raise Refused(_("%(day)s起方可提交本年度述法报告。") % {"day": opens_on.isoformat()})


def _require_judge(report: AnnualReport, by: User, on: date) -> None:
    if not may_judge(by, report, on):
        raise NotAllowed(_("年终述法报告由上级党委退回或者评议。"))


def _mark_moved(report: AnnualReport) -> None:
    """The score of the post has to be worked out again."""
    tallies.mark_moved(Ledger.objects.filter(post=report.post_id, year=report.year))


def _note(verb: str, report: AnnualReport, by: User, on: date, **detail: Any) -> None:
    journal.record(
        action=f"reports.{verb}", by=by, target=report, unit=report.post.unit,
        post=report.post, year=report.year, on=on, **detail,
    )  # fmt: skip
