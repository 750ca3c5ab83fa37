"""What a worker does with a batch: lease a report, make it, enter it; one at a time.

It may be killed at any moment, and any number of workers may do the same at once. The least
tried report comes first, so that one which kills its worker holds up no other.
"""

import logging
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assessments.actions import batch_files, report_archives, report_batches, report_content
from assessments.models import ReportBatch, ReportBatchItem
from assessments.models.report_batch import ALIVE, BatchState, ItemState
from duties.wording import Sentence
from organizations.actions import journal
from organizations.models import User

log = logging.getLogger(__name__)
#: Far longer than any report takes; a killed worker's report waits that long at most.
LEASE = timedelta(minutes=2)
#: A report that failed, or died with its worker, so often is set aside.
MOST_ATTEMPTS = 3
DIED = Sentence("生成进程连续中断", "its worker died again and again")


def work(*, key: UUID, at_most: int, on: date) -> int:
    """Make up to ``at_most`` reports of the batch, and the archive after the last one."""
    batch = ReportBatch.objects.select_related("unit").filter(pk=key).first()
    done = 0
    while batch is not None and done < at_most and (item := claim(batch=batch, on=on)):
        make(item=item, on=on)
        done += 1
    if batch is not None and not report_archives.open_items(batch).exists():
        report_archives.assemble(batch=batch, on=on)
    return done


def claim(*, batch: ReportBatch, on: date) -> ReportBatchItem | None:
    """The lease of one report that nobody works on, or None."""
    while item := _free(batch).first():
        if item.attempts >= MOST_ATTEMPTS:
            quarantine(item=item, why=DIED, on=on)
        elif _lease(batch, item):
            return item
    return None


def _free(batch: ReportBatch):
    now = timezone.now()
    free = Q(state=ItemState.WAITING) | Q(state=ItemState.LEASED, lease_until__lt=now)
    items = batch.items.filter(free, batch__state__in=ALIVE).select_related("post__unit")
    return items.order_by("attempts", "position")


@transaction.atomic
def _lease(batch: ReportBatch, item: ReportBatchItem) -> bool:
    now = timezone.now()
    won = ReportBatchItem.objects.filter(
        pk=item.pk, token=item.token, state=item.state, batch__state__in=ALIVE
    ).update(
        state=ItemState.LEASED, token=item.token + 1, attempts=item.attempts + 1,
        lease_until=now + LEASE,
    )  # fmt: skip
    if won:
        item.token, item.attempts, item.batch = item.token + 1, item.attempts + 1, batch
        _moved(batch)
    return bool(won)


def make(*, item: ReportBatchItem, on: date) -> None:
    """Make it with the eyes of who asked, as they are today; a bad one is tried again later."""
    batch = item.batch
    asked_by = User.objects.get(pk=batch.asked_by_id)
    if report_batches.unseen(batch, asked_by, on).filter(pk=item.pk).exists():
        leave_out(item=item)
        return
    try:
        made = report_content.made_of(item, asked_by, on)
    except Exception as error:
        log.exception("report %s of batch %s failed", item.position, batch.pk)
        fail_item(item=item, why=report_content.reason_of(error), on=on)
        return
    try:
        finish_item(item=item, made=made)
    except OSError as error:
        log.exception("batch %s cannot be stored", batch.pk)
        give_back(item=item)
        report_archives.fail(batch=batch, why=report_content.reason_of(error), on=on)


def finish_item(*, item: ReportBatchItem, made: report_content.Made) -> bool:
    """First the file, whole, then the row; refused if the lease has gone to another."""
    path = batch_files.keep(
        item.batch.folder, lambda out: out.write(made.content),
        lambda sha256: item.batch.folder / f"{item.position}-{sha256}.pdf",
    )  # fmt: skip
    return _settle(
        item, state=ItemState.DONE, sha256=path.stem.rpartition("-")[2], size=len(made.content),
        name=made.name, submitted=made.submitted,
    )  # fmt: skip


def give_back(*, item: ReportBatchItem) -> bool:
    """It was not the report's fault."""
    return _settle(item, state=ItemState.WAITING, attempts=item.attempts - 1)


def leave_out(*, item: ReportBatchItem) -> bool:
    return _settle(item, state=ItemState.LEFT_OUT)


def fail_item(*, item: ReportBatchItem, why: Sentence, on: date) -> bool:
    """Back to the others, behind those less tried; the third time it is set aside."""
    if item.attempts >= MOST_ATTEMPTS:
        return quarantine(item=item, why=why, on=on)
    return _settle(item, state=ItemState.WAITING)


@journal.atomic
def quarantine(*, item: ReportBatchItem, why: Sentence, on: date) -> bool:
    """Set it aside, for the others to go on; the index and the page say why."""
    won = _settle(
        item, state=ItemState.QUARANTINED, error_zh=why.zh[:200], error_en=why.en[:200]
    )  # fmt: skip
    if won:
        report_batches.note(
            "quarantine", item.batch, None, on, position=item.position, post=item.post
        )
    return won


@transaction.atomic
def _settle(item: ReportBatchItem, **fields) -> bool:
    """Only with the current token: whose lease has run out and been taken enters nothing."""
    won = ReportBatchItem.objects.filter(
        pk=item.pk, token=item.token, state__in=[ItemState.LEASED, ItemState.WAITING]
    ).update(lease_until=None, **fields)
    if won:
        _moved(item.batch)
    else:
        log.warning("report %s of batch %s came too late", item.position, item.batch_id)
    return bool(won)


def _moved(batch: ReportBatch) -> None:
    ReportBatch.objects.filter(pk=batch.pk, state__in=ALIVE).update(
        state=BatchState.RUNNING, moved_at=timezone.now()
    )
