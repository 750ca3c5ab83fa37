"""Objections: raised by whoever is assessed, with evidence; answered by those who assess."""

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import notices
from assessments.actions import assessing, telling
from assessments.models import AssessmentStage, Objection, ObjectionFile, Ruling, Score
from duties.actions import evidence
from duties.actions.errors import Conflict, NotAllowed
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User

MOST_FILES = 20


def may_object(score: Score, user: User, on: date) -> bool:
    """Who held the post, as long as comments are asked for."""
    row = score.assessment
    commenting = row.stage == AssessmentStage.COMMENT and on <= row.comment_until
    return commenting and score.holders.filter(person=user).exists()


def attach(*, score: Score, key: UUID, file: UploadedFile, by: User, on: date) -> ObjectionFile:
    """Evidence for an objection still being written; sent again with the same key it is one."""
    _require_may_object(score, by, on)
    known = ObjectionFile.objects.filter(pk=key, score=score, uploaded_by=by).first()
    if known is not None:
        return known
    if ObjectionFile.objects.waiting(by, score).count() >= MOST_FILES:
        raise Refused(_("一条异议最多附20份材料。"))
    name, media_type = evidence.check(file)
    sha256 = evidence.keep(file, name, lambda sha256: ObjectionFile(sha256=sha256).path)
    with journal.atomic():
        row = ObjectionFile.objects.create(
            pk=key, score=score, sha256=sha256, name=name, size=file.size, media_type=media_type,
            uploaded_by=by, uploaded_at=timezone.now(),
        )  # fmt: skip
        _note("attach", score, by, on, sha256=sha256)
    return row


@journal.atomic
def remove(*, row: ObjectionFile, by: User, on: date) -> None:
    """Take off what one has put there oneself, while its objection is not raised."""
    if row.objection_id is not None or row.uploaded_by_id != by.pk:
        raise Refused(_("只能移除本人上传、尚未提交的材料。"))
    _note("remove_file", row.score, by, on, sha256=row.sha256)
    row.delete()


@journal.atomic
def raise_objection(
    *, score: Score, key: UUID, text: str, code: str = "", by: User, on: date
) -> Objection:
    """The same form sent twice, or twice at once, raises one."""
    assessment = assessing.locked(score.assessment)
    known = Objection.objects.filter(pk=key, score=score, raised_by=by).first()
    if known is not None:
        return known
    score = Score.objects.light().select_related("post__unit").get(pk=score.pk)
    score.assessment = assessment
    _require_may_object(score, by, on)
    if code and code not in score.indicators:
        raise Refused(_("请选择指标体系中的指标。"))
    row = Objection.objects.create(
        pk=key, score=score, code=code, text=text.strip(), total_then=score.total,
        raised_by=by, raised_at=timezone.now(),
    )  # fmt: skip
    ObjectionFile.objects.waiting(by, score).update(objection=row)
    _note("raise", score, by, on, code=code)
    told = notices.assessors_of(assessment.unit_id)
    telling.tell(notices.objection_raised(row, person, on) for person in told)
    return row


@journal.atomic
def answer(*, objection: Objection, ruling: str, text: str, by: User, on: date) -> Objection:
    """Once, in writing; what is upheld is put right where it belongs and worked out again."""
    rows = Objection.objects.select_for_update(of=("self",))
    row = rows.select_related("score__assessment__unit", "score__post__unit").get(pk=objection.pk)
    access.require(by, "assess", row.score.assessment.unit)
    if row.answered_at is not None:
        if (row.answered_by_id, row.ruling, row.answer) == (by.pk, ruling, text.strip()):
            return row
        raise Conflict(_("这条异议已由他人答复，您填写的内容仍在下方。"))
    if row.raised_by_id == by.pk or row.score.holders.filter(person=by).exists():
        raise NotAllowed(_("不能答复对本人得分的异议。"))
    if ruling not in Ruling.values or not text.strip():
        raise Refused(_("请选择处理结果，并写明答复。"))
    row.ruling, row.answer = ruling, text.strip()
    row.answered_by, row.answered_at = by, timezone.now()
    row.save()
    _note("answer", row.score, by, on, ruling=ruling)
    telling.tell([notices.objection_answered(row, on)])
    return row


def _require_may_object(score: Score, by: User, on: date) -> None:
    if not score.holders.filter(person=by).exists():
        raise NotAllowed(_("只有被考核人本人可以提出异议。"))
    if not may_object(score, by, on):
        raise Conflict(_("当前不在征求意见期限内，不能提出异议。"))


def _note(verb: str, score: Score, by: User, on: date, **more) -> None:
    journal.record(
        action=f"objections.{verb}", by=by, target=score, unit=score.post.unit, post=score.post,
        year=score.assessment.year, **more, on=on,
    )  # fmt: skip
