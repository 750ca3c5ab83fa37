"""Bonus, deductions and vetoes: entered with grounds and evidence, confirmed by a second person."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions import assessors, marks
from assessments.figures.applying import scheme_for
from assessments.figures.facts import holders_in
from assessments.models import ItemState, ScoreItem, ScoreItemFile
from duties.actions import evidence
from duties.actions.errors import Conflict, NotAllowed
from duties.wording import plain
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Post, User


def attach(*, post: Post, token: UUID, file: UploadedFile, by: User, on: date) -> ScoreItemFile:
    """A file for an item still being written; it waits under ``token``."""
    assessors.require(by, [post.unit])
    name, media_type = evidence.check(file)
    sha256 = evidence.keep(file, name, lambda sha256: ScoreItemFile(sha256=sha256).path)
    same = ScoreItemFile.objects.filter(token=token, uploaded_by=by, sha256=sha256).first()
    if same is not None:
        return same
    with journal.atomic():
        row = ScoreItemFile.objects.create(
            token=token, sha256=sha256, name=name, size=file.size, media_type=media_type,
            uploaded_by=by, uploaded_at=timezone.now(),
        )  # fmt: skip
        journal.record(
            action="score_items.attach", by=by, target=row, unit=post.unit, sha256=sha256, on=on
        )
    return row


def sweep(*, before: datetime) -> int:
    """Drop uploads of forms that were never saved; their bytes go with ``orphans.sweep``."""
    rows = ScoreItemFile.objects.filter(item__isnull=True, uploaded_at__lt=before)
    return rows.delete()[0]


@journal.atomic
def detach(*, row: ScoreItemFile, post: Post, by: User, on: date) -> None:
    """Take off what one has put there oneself, while its item is not entered."""
    if row.item_id is not None or row.uploaded_by_id != by.pk:
        raise Refused(_("只能移除本人上传、尚未提交的材料。"))
    journal.record(
        action="score_items.detach", by=by, target=row, unit=post.unit, sha256=row.sha256, on=on
    )
    row.delete()


@journal.atomic
def enter(
    *, post: Post, year: int, kind: str, code: str, reason: str, token: UUID, by: User, on: date,
    points: Decimal = Decimal(0), grade: str = "", holder: int | None = None,
) -> ScoreItem:  # fmt: skip
    """The same form sent twice, or twice at once, enters one item. It counts only once
    confirmed, and for ``holder`` alone (the one there is, or one of several; None: for all)."""
    assessors.require(by, [post.unit])
    journal.hold()
    known = ScoreItem.objects.filter(pk=token, entered_by=by).first()
    if known is not None:
        return known
    _require_unconcerned(post, year, by)
    indicator = scheme_for(post, year).scheme.by_code(code)
    if indicator is None or indicator.source != kind:
        raise Refused(_("请选择指标体系中的指标。"))
    if said := above_cap(indicator.params.cap, points):
        raise Refused(said)
    held = {each.person for each in holders_in(post, year)}
    if holder is None and len(held) == 1:
        (holder,) = held
    if holder is not None and holder not in held:
        raise Refused(_("请选择该年度的任职人。"))
    files = ScoreItemFile.objects.waiting(by, token)
    if not files.exists():
        raise Refused(_("请上传至少一份佐证材料。"))
    row = ScoreItem.objects.create(
        pk=token, post=post, year=year, kind=kind, code=code, points=points, grade=grade,
        holder_id=holder, reason=reason.strip(), entered_by=by, entered_at=timezone.now(),
    )  # fmt: skip
    files.update(item=row)
    _note("enter", row, by, on)
    return row


def above_cap(cap: Decimal | None, points: Decimal | None) -> str:
    """What stands against so many points: the excess could never count."""
    if cap is None or (points or 0) <= cap:
        return ""
    return str(_("本指标计入上限%(cap)s分，超过部分不能计入。") % {"cap": plain(cap)})


@journal.atomic
def decide(*, item: ScoreItem, confirmed: bool, note: str = "", by: User, on: date) -> ScoreItem:
    """By another than who entered it; refused with a reason."""
    row = _locked(item)
    assessors.require(by, [row.post.unit])
    state = ItemState.CONFIRMED if confirmed else ItemState.REFUSED
    if row.state != ItemState.WAITING:
        if row.state == state and row.decided_by_id == by.pk:
            return row
        raise Conflict(_("该事项已经复核。"))
    if row.entered_by_id == by.pk:
        raise NotAllowed(_("录入人不能复核本人录入的事项。"))
    _require_unconcerned(row.post, row.year, by)
    if not confirmed and not note.strip():
        raise Refused(_("退回须写明理由。"))
    row.state, row.note = state, note.strip()
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    if confirmed:
        marks.posts_moved([row.post_id], row.year)
    _note("confirm" if confirmed else "refuse", row, by, on)
    return row


@journal.atomic
def withdraw(*, item: ScoreItem, reason: str, by: User, on: date) -> ScoreItem:
    """It no longer counts and stays to be read, with the reason."""
    row = _locked(item)
    assessors.require(by, [row.post.unit])
    if row.state == ItemState.WITHDRAWN:
        return row
    _require_unconcerned(row.post, row.year, by)
    if row.state == ItemState.REFUSED:
        raise Conflict(_("未通过的事项不需要撤销。"))
    if not reason.strip():
        raise Refused(_("撤销须写明理由。"))
    row.state, row.note = ItemState.WITHDRAWN, reason.strip()
    row.withdrawn_by, row.withdrawn_at = by, timezone.now()
    row.save()
    marks.posts_moved([row.post_id], row.year)
    _note("withdraw", row, by, on)
    return row


def _locked(item: ScoreItem) -> ScoreItem:
    rows = ScoreItem.objects.select_for_update(of=("self",)).select_related("post__unit")
    return rows.get(pk=item.pk)


def _require_unconcerned(post: Post, year: int, by: User) -> None:
    """Whoever held the post in the year has a share in its score, wherever he sits now."""
    held = post.appointments.overlapping(date(year, 1, 1), date(year, 12, 31))
    if held.filter(person=by).exists():
        raise NotAllowed(_("不能办理涉及本人的加减分事项。"))


def _note(verb: str, row: ScoreItem, by: User, on: date) -> None:
    journal.record(
        action=f"score_items.{verb}", by=by, target=row, unit=row.post.unit, post=row.post,
        year=row.year, kind=row.kind, points=row.points, grade=row.grade, holder=row.holder_id,
        on=on,
    )  # fmt: skip
