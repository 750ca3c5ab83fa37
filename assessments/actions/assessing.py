"""The life of an assessment: draft → out for comment → submitted → published and frozen.

Every step is a conditional UPDATE on stage and edition, by the table in ``assessments.stages``;
publishing has a module of its own.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments import notices
from assessments.actions import telling
from assessments.actions.computing import hold_now
from assessments.figures.assessment_changes import kept_from
from assessments.figures.assessment_page import previous
from assessments.figures.covered import posts_below, stale
from assessments.models import (
    Assessment,
    AssessmentStage,
    Objection,
    ObjectionFile,
    ScoreHolder,
)
from assessments.stages import WAYS, Standing, Step, obstacle
from duties.actions.errors import Conflict
from duties.models import Notice
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User

#: Days that officials have to comment, unless another day is named.
COMMENT_DAYS = 7
LONGEST_COMMENT = timedelta(days=60)


@journal.atomic
def draft(*, unit: Unit, year: int, reason: str = "", by: User, on: date) -> Assessment:
    """Begin the assessment of a year, or the next version of a published one. Its figures are
    then worked out by ``assessments.actions.computing``."""
    access.require(by, "assess", unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    rows = Assessment.objects.filter(unit=unit, year=year)
    under_way = rows.under_way().first()
    if under_way is not None:
        if under_way.drafted_by_id == by.pk and under_way.stage == AssessmentStage.DRAFT:
            return under_way
        raise Conflict(_("该年度已有一份正在办理的考核。"))
    last = rows.aggregate(last=Max("version"))["last"] or 0
    if last and not reason.strip():
        raise Refused(_("更正已公布的考核结果须写明理由。"))
    total = posts_below(unit, year).count()
    if not total:
        raise Refused(_("该年度下级没有需要考核的职务。"))
    row = Assessment.objects.create(
        unit=unit, year=year, version=last + 1, reason=reason.strip() if last else "", as_of=on,
        total=total, drafted_by=by, drafted_at=timezone.now(),
    )  # fmt: skip
    note("draft", row, by, on, reason=row.reason)
    return row


@journal.atomic
def open_comment(
    *, assessment: Assessment, edition: int, until: date, by: User, on: date
) -> Assessment:
    """Show every official his own figures and ask for his comments until a day."""
    access.require(by, "assess", assessment.unit)
    if not on < until <= on + LONGEST_COMMENT:
        raise Refused(_("意见截止日期最早为明天，最晚为60天之后。"))
    row = locked(assessment)
    require(Step.OPEN, row, by, on)
    step(row, edition, Step.OPEN, opened_by=by, opened_at=timezone.now(), comment_until=until)
    row.scores.update(
        shown_total=F("total"), shown_grade=F("grade"), told_total=F("total"), told_grade=F("grade")
    )
    telling.tell(_opened(row, on))
    note("open", row, by, on, until=until)
    return row


def _opened(row: Assessment, on: date) -> Iterator[Notice]:
    """A correction tells each whether it moves his own figures; he may object either way."""
    before = previous(row)
    kept = kept_from(before, row) if before else set()
    for each in telling.holders_of(row):
        yield notices.comment_opened(row, *each, on, kept=each in kept if before else None)


@journal.atomic
def submit(*, assessment: Assessment, edition: int, by: User, on: date) -> Assessment:
    """Hand it in for approval once the period is over and every objection answered."""
    access.require(by, "assess", assessment.unit)
    row = locked(assessment)
    require(Step.SUBMIT, row, by, on)
    drop_loose_files(row)
    step(row, edition, Step.SUBMIT, submitted_by=by, submitted_at=timezone.now())
    second = [person for person in notices.assessors_of(row.unit_id) if person != by.pk]
    telling.tell(notices.submitted_assessment(row, person, on) for person in second)
    telling.moved(row, on)
    note("submit", row, by, on)
    return row


@journal.atomic
def withdraw(
    *, assessment: Assessment, edition: int, reason: str, by: User, on: date
) -> Assessment:
    """Back to the draft, with a reason; objections and answers stay."""
    access.require(by, "assess", assessment.unit)
    if not reason.strip():
        raise Refused(_("请写明为什么退回草案。"))
    row = locked(assessment)
    require(Step.WITHDRAW, row, by, on)
    step(
        row, edition, Step.WITHDRAW, withdraw_reason=reason.strip(), opened_by=None,
        opened_at=None, comment_until=None, submitted_by=None, submitted_at=None,
    )  # fmt: skip
    note("withdraw", row, by, on, reason=row.withdraw_reason)
    return row


@journal.atomic
def discard(*, assessment: Assessment, edition: int, by: User, on: date) -> None:
    """Drop a draft begun by mistake, as long as nobody has objected to anything in it."""
    access.require(by, "assess", assessment.unit)
    journal.hold()
    row = Assessment.objects.select_for_update(of=("self",)).filter(pk=assessment.pk).first()
    if row is None:
        return
    if row.stage != AssessmentStage.DRAFT or row.edition != edition:
        raise moved_on(row)
    if Objection.objects.filter(score__assessment=row).exists():
        raise Refused(_("已有异议记录的考核不能删除。"))
    note("discard", row, by, on)
    drop_loose_files(row)
    row.scores.all().delete()
    row.delete()


def drop_loose_files(row: Assessment) -> None:
    """Uploads whose objection nobody raised in time; what is published can lose none any more.

    Their bytes go with the next sweep (``assessments.actions.orphans``).
    """
    ObjectionFile.objects.filter(score__assessment=row, objection__isnull=True).delete()


def require(which: Step, row: Assessment, by: User, on: date) -> None:
    """Refuse with the sentence that says what is in the way.

    The journal is held by now, the ledgers as far as they are free: what is just being changed
    counts as changed, whatever comes after waits for the end of this transaction.
    """
    moving = 0
    if which is not Step.WITHDRAW:
        moving = hold_now(list(row.scores.order_by().values_list("post", flat=True)), row.year)
    found = obstacle(which, row.way, standing(row, by, on, moving))
    if found is not None:
        raise Refused(found.in_language(get_language()))


def standing(row: Assessment, by: User, on: date, moving: int = 0) -> Standing:
    """All that may stand in the way of its next step."""
    return Standing(
        computed=row.is_computed,
        stale=max(moving, len(stale(row)) if row.is_computed and not row.is_published else 0),
        commenting=row.comment_until is not None and on <= row.comment_until,
        unanswered=Objection.objects.filter(score__assessment=row).unanswered().count(),
        same_person=row.submitted_by_id == by.pk,
        concerned=ScoreHolder.objects.filter(score__assessment=row, person=by).exists(),
    )


def step(row: Assessment, edition: int, which: Step, **fields: Any) -> None:
    """Conditional UPDATE: only from where it may be taken, only if nobody has moved it since."""
    way = WAYS[which]
    moved = Assessment.objects.filter(
        pk=row.pk, edition=edition, stage__in=[str(source) for source in way.sources]
    ).update(stage=str(way.target), edition=F("edition") + 1, **fields)
    row.refresh_from_db()
    if not moved:
        raise moved_on(row)


def moved_on(row: Assessment) -> Conflict:
    return Conflict(
        _("这份考核刚被他人处理或者重新计算（当前阶段：%(stage)s），请核对后再操作。")
        % {"stage": row.get_stage_display()}
    )


def locked(assessment: Assessment) -> Assessment:
    """The journal first, the row after: always in this order."""
    journal.hold()
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=assessment.pk)


def note(verb: str, row: Assessment, by: User, on: date, **more: Any) -> None:
    journal.record(
        action=f"assessments.{verb}", by=by, target=row, unit=row.unit, year=row.year,
        version=row.version, **more, on=on,
    )  # fmt: skip
