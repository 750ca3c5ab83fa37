"""The archive of a batch: an index sheet and every report, streamed from file to file.

The same batch gives the same bytes, however often its workers died on the way.
"""

import logging
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.actions import batch_files, report_batches
from assessments.models import ReportBatch, ReportBatchItem
from assessments.models.report_batch import (
    ALIVE,
    SETTLED,
    BatchState,
    ItemState,
    folder_of_all,
)
from duties.wording import Sentence
from organizations import excel
from organizations.actions import journal

log = logging.getLogger(__name__)
#: Longer than a task may run at all: nobody puts the same archive together twice at once.
LEASE = timedelta(minutes=6)
MOST_ATTEMPTS = 3
KEPT_DAYS = 14
#: A batch in which nothing has moved for so long has lost its workers or its message.
STALLED = timedelta(minutes=1)
#: Parts of files younger than this may still be being written.
WRITING = timedelta(hours=1)
#: The earliest a ZIP can tell; a real one would make the same archive differ.
NO_TIME = (1980, 1, 1, 0, 0, 0)
DIED = Sentence("打包进程连续中断", "packing was cut short again and again")
SPOILT = Sentence("存储空间不足或者无法写入", "the storage is full or cannot be written to")


def open_items(batch: ReportBatch):
    return batch.items.exclude(state__in=SETTLED)


def assemble(*, batch: ReportBatch, on: date) -> bool:
    """Put it together if nothing is open any more; says whether the archive now stands."""
    if not _lease(batch, on):
        return False
    _leave_out_unseen(batch, on)
    if _make_again(batch):
        return False
    try:
        path = batch_files.keep(
            batch.folder, lambda out: _write(batch, out),
            lambda sha256: batch.folder / f"{sha256}.zip",
        )  # fmt: skip
    except OSError:
        log.exception("the archive of batch %s cannot be stored", batch.pk)
        fail(batch=batch, why=SPOILT, on=on)
        return False
    return _finish(batch, path, on)


def _lease(batch: ReportBatch, on: date) -> bool:
    batch.refresh_from_db()
    now = timezone.now()
    if batch.is_alive and batch.attempts >= MOST_ATTEMPTS and _is_free(batch, now):
        fail(batch=batch, why=DIED, on=on)
    unsettled = ReportBatchItem.objects.filter(batch=batch).exclude(state__in=SETTLED)
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    won = (
        ReportBatch.objects.filter(free, pk=batch.pk, state__in=ALIVE, token=batch.token)
        .exclude(pk__in=unsettled.values("batch"))
        .update(
            state=BatchState.RUNNING, token=batch.token + 1, attempts=batch.attempts + 1,
            lease_until=now + LEASE, moved_at=now,
        )
    )  # fmt: skip
    if won:
        batch.refresh_from_db()
    return bool(won)


def _is_free(batch: ReportBatch, now: datetime) -> bool:
    return batch.lease_until is None or batch.lease_until < now


def _leave_out_unseen(batch: ReportBatch, on: date) -> None:
    """What was made while he might still see it, and he may not any more."""
    gone = report_batches.unseen(batch, batch.asked_by, on)
    gone.filter(state__in=[ItemState.DONE, ItemState.QUARANTINED]).update(
        state=ItemState.LEFT_OUT, submitted=False, name="", sha256="", size=None, error_zh="",
        error_en="",
    )  # fmt: skip


def _make_again(batch: ReportBatch) -> int:
    """No row without its file: whose bytes are gone or spoilt is made again."""
    spoilt = [item.pk for item in _made(batch) if not _is_whole(item)]
    if spoilt:
        log.error("batch %s: %s files have to be made again", batch.pk, len(spoilt))
        batch.items.filter(pk__in=spoilt).update(
            state=ItemState.WAITING, attempts=0, submitted=False, name="", sha256="", size=None
        )
        ReportBatch.objects.filter(pk=batch.pk, token=batch.token).update(lease_until=None)
    return len(spoilt)


def _made(batch: ReportBatch):
    return batch.items.filter(state=ItemState.DONE).select_related("batch")


def _is_whole(item: ReportBatchItem) -> bool:
    return item.path.is_file() and batch_files.digest(item.path) == item.sha256


def _write(batch: ReportBatch, out: BinaryIO) -> None:
    with ZipFile(out, "w") as archive, translation.override(batch.language):
        index = ZipInfo(_("目录") + ".xlsx", NO_TIME)
        index.compress_type = ZIP_DEFLATED
        archive.writestr(index, index_sheet(batch))
        for item in _made(batch).iterator(chunk_size=500):
            entry = ZipInfo(item.name, NO_TIME)
            entry.compress_type, entry.file_size = ZIP_STORED, item.size
            with item.path.open("rb") as file, archive.open(entry, "w") as inside:
                shutil.copyfileobj(file, inside, batch_files.BLOCK)


def index_sheet(batch: ReportBatch) -> bytes:
    """Every report that was asked for: which file it is, or why there is none."""
    headers = [_("序号"), _("单位"), _("职务"), _("状态"), _("文件名"), _("字节数"), "SHA-256",
               _("说明")]  # fmt: skip
    items = batch.items.select_related("post__unit").iterator(chunk_size=500)
    made_on = datetime.combine(batch.on, datetime.min.time(), UTC)
    title = _("%(year)s年度述法报告") % {"year": batch.year}
    return excel.workbook(title, headers, map(_index_row, items), made_on=made_on)


def _index_row(item: ReportBatchItem) -> list:
    if item.state == ItemState.LEFT_OUT:
        return [item.position, "", "", _("未收入"), "", "", "", _("生成时下达人已无权查看")]
    who = [item.position, item.post.unit.label, item.post.label]
    if item.state == ItemState.QUARANTINED:
        return [*who, _("未收入"), "", "", "", _("未能生成：%(why)s") % {"why": item.error}]
    state = _("已提交") if item.submitted else _("未提交（进度稿）")
    return [*who, state, item.name, item.size, item.sha256, ""]


def _finish(batch: ReportBatch, path: Path, on: date) -> bool:
    with journal.atomic():
        won = ReportBatch.objects.filter(
            pk=batch.pk, state=BatchState.RUNNING, token=batch.token
        ).update(
            state=BatchState.DONE, sha256=path.stem, size=path.stat().st_size, lease_until=None,
            finished_at=timezone.now(), kept_until=on + timedelta(days=KEPT_DAYS),
        )  # fmt: skip
        batch.refresh_from_db()
        if won:
            made = batch.items.filter(state=ItemState.DONE).count()
            report_batches.note("finish", batch, None, on, reports=made, sha256=batch.sha256)
    if won:
        batch_files.tidy(batch.folder, kept=path)
    return bool(won)


@journal.atomic
def fail(*, batch: ReportBatch, why: Sentence, on: date) -> None:
    """It stops and says why; going on is for who asked, once that has been put right."""
    stopped = ReportBatch.objects.filter(pk=batch.pk, state__in=ALIVE).update(
        state=BatchState.FAILED, error_zh=why.zh, error_en=why.en, lease_until=None
    )
    batch.refresh_from_db()
    if stopped:
        report_batches.note("fail", batch, None, on)


def sweep(*, on: date) -> list[UUID]:
    """Leases of the dead, parts of files, archives past their day.

    Returns the batches in which nothing moves though there is work: for them the bell rings.
    """
    now = timezone.now()
    ReportBatchItem.objects.filter(
        state=ItemState.LEASED, lease_until__lt=now, batch__state__in=ALIVE
    ).update(state=ItemState.WAITING, lease_until=None)
    for batch in ReportBatch.objects.filter(state=BatchState.DONE, dropped_at=None):
        if batch.kept_until < on:
            _drop(batch, on)
    _sweep_folders(now, on)
    stalled = ReportBatch.objects.alive().filter(moved_at__lt=now - STALLED)
    return list(stalled.order_by("moved_at").values_list("pk", flat=True))


@journal.atomic
def _drop(batch: ReportBatch, on: date) -> None:
    dropped = ReportBatch.objects.filter(pk=batch.pk, dropped_at=None, state=BatchState.DONE)
    if dropped.update(dropped_at=timezone.now()):
        report_batches.note("drop", batch, None, on, sha256=batch.sha256)


def _sweep_folders(now: datetime, on: date) -> None:
    """What a killed worker left, and whatever no row speaks of any more."""
    root = folder_of_all()
    folders = {path.name: path for path in root.iterdir()} if root.is_dir() else {}
    rows = {str(row.pk): row for row in ReportBatch.objects.filter(pk__in=list(folders))}
    for name, folder in folders.items():
        row = rows.get(name)
        if row is None or row.dropped_at is not None or _given_up(row, now):
            batch_files.tidy(folder)
        elif row.state == BatchState.DONE:
            batch_files.tidy(folder, kept=row.path)
        else:
            batch_files.tidy(folder, older_than=(now - WRITING).timestamp())


def _given_up(batch: ReportBatch, now: datetime) -> bool:
    """Stopped or failed so long ago that its reports would have to be made afresh anyhow."""
    return not batch.is_alive and batch.sha256 == "" and batch.moved_at < now - timedelta(KEPT_DAYS)
