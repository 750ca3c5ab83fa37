"""What a person does with a batch of reports: order, stop, go on, take it away.

Making the reports is ``report_making``, putting them together ``report_archives``.
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import reporting
from assessments.models import AnnualReport, ReportBatch, ReportBatchItem
from assessments.models.report_batch import ALIVE, CODES, BatchState, ItemState
from duties.actions.errors import Conflict
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Post, Unit, User

ORDER = ("unit__path", "-track", "pk")


def order(
    *, key: UUID, unit: Unit, year: int, language: str, by: User, on: date
) -> ReportBatch:  # fmt: skip
    """All reports of ``unit`` and those below it that ``by`` may see.

    The same form sent twice, or the same order while one is being made, makes one batch.
    """
    if not access.units_for(by, CODES, Unit.objects.filter(pk=unit.pk)).exists():
        raise PermissionDenied
    wanted = {"unit": unit, "year": year, "language": language, "asked_by": by}
    try:
        with journal.atomic():
            known = _known(key, wanted)
            return known or _order(key, wanted, by, on)
    except IntegrityError as error:
        known = _known(key, wanted)
        if known is None:
            raise Refused(_("页面已失效，请重新打开后再填写。")) from error
        return known


def _known(key: UUID, wanted: dict) -> ReportBatch | None:
    same = ReportBatch.objects.filter(pk=key, asked_by=wanted["asked_by"]).first()
    return same or ReportBatch.objects.alive().filter(**wanted).first()


def _order(key: UUID, wanted: dict, by: User, on: date) -> ReportBatch:
    unit, year = wanted["unit"], wanted["year"]
    posts = reporting.owing(Post.objects.visible_to(by, on).below(unit), year)
    targets = list(_targets(posts.order_by(*ORDER), year, by, on))
    if not targets:
        raise Refused(_("该范围在这一年度没有可以生成的报告。"))
    now = timezone.now()
    batch = ReportBatch.objects.create(pk=key, on=on, asked_at=now, moved_at=now, **wanted)
    ReportBatchItem.objects.bulk_create(
        (
            ReportBatchItem(batch=batch, position=position, post_id=post, appointment_id=seat)
            for position, (post, seat) in enumerate(targets, 1)
        ),
        batch_size=500,
    )
    note("order", batch, by, on, reports=len(targets), language=wanted["language"])
    return batch


def _targets(posts, year: int, by: User, on: date):
    """(post, appointment): one for each who handed a report in; where nobody did, the post."""
    handed_in = AnnualReport.objects.visible_to(by, on).filter(
        post__in=posts.order_by().values("pk"), year=year, submitted_on__isnull=False
    )
    seats = defaultdict(list)
    for post, seat in handed_in.order_by("appointment__starts_on", "pk").values_list(
        "post", "appointment"
    ):
        seats[post].append(seat)
    for post in posts.values_list("pk", flat=True):
        for seat in seats.get(post, [None]):
            yield post, seat


@journal.atomic
def cancel(*, batch: ReportBatch, by: User, on: date) -> ReportBatch:
    """Nothing new is begun; what is made stays, for going on later."""
    stopped = ReportBatch.objects.filter(pk=batch.pk, state__in=ALIVE).update(
        state=BatchState.CANCELLED, stopped_by=by, stopped_at=timezone.now(), lease_until=None
    )
    batch.refresh_from_db()
    if stopped:
        note("cancel", batch, by, on)
    elif batch.state != BatchState.CANCELLED:
        raise Conflict(_("该批量任务已经结束，不能停止。"))
    return batch


def resume(*, batch: ReportBatch, by: User, on: date) -> ReportBatch:
    """Go on where it stopped; what was set aside is tried afresh. What is made is not made
    again."""
    try:
        with journal.atomic():
            return _resume(batch, by, on)
    except IntegrityError as error:
        raise Conflict(_("同一范围的另一批报告正在生成，请等它结束。")) from error


def _resume(batch: ReportBatch, by: User, on: date) -> ReportBatch:
    bad = batch.items.filter(state=ItemState.QUARANTINED)
    again = Q(state__in=[BatchState.CANCELLED, BatchState.FAILED])
    if bad.exists():
        again |= Q(state=BatchState.DONE)
    resumed = ReportBatch.objects.filter(again, pk=batch.pk).update(
        state=BatchState.QUEUED, moved_at=timezone.now(), attempts=0, error_zh="", error_en="",
        stopped_by=None, stopped_at=None, finished_at=None, size=None, sha256="",
        kept_until=None, dropped_at=None, lease_until=None,
    )  # fmt: skip
    batch.refresh_from_db()
    if resumed:
        bad.update(state=ItemState.WAITING, attempts=0, error_zh="", error_en="")
        note("resume", batch, by, on)
    elif not batch.is_alive:
        raise Conflict(_("该批量任务已经完成，没有需要重新生成的报告。"))
    return batch


@journal.atomic
def hand_out(*, batch: ReportBatch, by: User, on: date) -> ReportBatch:
    """Whoever takes the archive away may still see every report in it; it is written down."""
    if not batch.is_ready:
        raise Conflict(_("该批报告的压缩包尚未生成或者已过保存期限。"))
    if unseen(batch, by, on).filter(state=ItemState.DONE).exists():
        raise Conflict(_("您的权限已有变化，不能再下载这批报告，请重新生成。"))
    note("hand_out", batch, by, on, sha256=batch.sha256)
    return batch


def unseen(batch: ReportBatch, user: User, on: date):
    """The items whose post ``user`` may not see (any more)."""
    return batch.items.exclude(post__in=Post.objects.visible_to(user, on).values("pk"))


def note(verb: str, batch: ReportBatch, by: User | None, on: date, **detail) -> None:
    journal.record(
        action=f"report_batches.{verb}", by=by, target=batch, unit=batch.unit, year=batch.year,
        on=on, **detail,
    )  # fmt: skip
