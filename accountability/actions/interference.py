"""The register of interference (Art. 8(4)): filed, added to, handled; nothing is ever changed.

No entry stands in the journal that others read: each has a sealed chain of its own, so that
neither the entry nor who recorded it can be told from there. The chain is never opened.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models import (
    InterferenceAddition,
    InterferenceEntry,
    InterferenceFile,
    regions,
)
from duties.actions import evidence, once
from duties.actions.errors import NotAllowed
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User


def units_of(user: User, code: str):
    """The regions whose register ``user`` may file into (``register``) or sum up (``collate``)."""
    return access.granted(user, [code], regions())


@journal.atomic
def file(*, key: UUID, unit: Unit, by: User, on: date, **fields: Any) -> InterferenceEntry:
    """File an entry with the uploads that wait under ``key``; sent twice it is filed once."""
    known = InterferenceEntry.objects.filter(pk=key, recorded_by=by).first()
    if known is not None:
        return known
    if not units_of(by, "register").filter(pk=unit.pk).exists():
        raise NotAllowed(_("只有政法单位的干预记录人员可以登记。"))
    if fields["happened_on"] > on:
        raise Refused(_("发生日期不能晚于今天。"))
    entry = InterferenceEntry(
        pk=key, unit=unit, files=_files(key, by), recorded_by=by, recorded_at=timezone.now(),
        recorded_on=on, **fields,
    )  # fmt: skip
    entry.full_clean(exclude=["id"])
    entry, created = once.insert(entry, recorded_by=by)
    if created:
        note(entry, "file", by, on=on)
    return entry


@journal.atomic
def add(*, entry: InterferenceEntry, key: UUID, text: str, by: User, on: date):
    """Put right or complete by addition; by who recorded it or who sums up."""
    known = InterferenceAddition.objects.filter(pk=key, entry=entry, added_by=by).first()
    if known is not None:
        return known
    _require_visible(entry, by, on)
    row = InterferenceAddition(
        pk=key, entry=entry, text=text, files=_files(key, by), added_by=by,
        added_at=timezone.now(),
    )  # fmt: skip
    row, created = once.insert(row, entry=entry, added_by=by)
    if created:
        note(entry, "add", by, addition=row, on=on)
    return row


@journal.atomic
def reveal(*, entry: InterferenceEntry, reason: str, by: User, on: date) -> User:
    """Who recorded it: told to who sums up, for a reason that stays in the entry's chain."""
    require_handling(entry, by, on)
    note(entry, "reveal", by, reason=reason, on=on)
    return entry.recorded_by


def attach(*, of: UUID, key: UUID, file: UploadedFile, by: User, on: date) -> InterferenceFile:
    """Keep a file for a form not yet filed; sent again with the same key it is kept once."""
    known = InterferenceFile.objects.filter(pk=key, of=of, taken_by=by).first()
    if known is not None:
        return known
    if not (units_of(by, "register") | units_of(by, "collate")).exists():
        raise NotAllowed(_("只有政法单位的干预记录人员可以登记。"))
    if _is_filed(of):
        raise Refused(_("记录已经登记，不能再增加文件，请另作补充。"))
    name, media_type = evidence.check(file)
    sha256 = evidence.keep(file, name, lambda sha256: InterferenceFile(sha256=sha256).path)
    with journal.atomic():
        row = InterferenceFile.objects.create(
            pk=key, of=of, sha256=sha256, name=name, size=file.size, media_type=media_type,
            taken_by=by, taken_at=timezone.now(),
        )  # fmt: skip
        journal.record_within(of, action="interference.attach", by=by, sha256=sha256, on=on)
    return row


def _is_filed(of: UUID) -> bool:
    filed = InterferenceEntry.objects.filter(pk=of).exists()
    return filed or InterferenceAddition.objects.filter(pk=of).exists()


@journal.atomic
def detach(*, row: InterferenceFile, by: User, on: date) -> None:
    """Take off one's own upload while its form is not filed."""
    if not InterferenceFile.objects.waiting(by).filter(pk=row.pk).exists():
        raise Refused(_("只能移除本人上传、尚未登记的文件。"))
    journal.record_within(row.of, action="interference.detach", by=by, sha256=row.sha256, on=on)
    row.delete()


def note(entry: InterferenceEntry, action: str, by: User, **detail: Any) -> None:
    """One entry of the sealed chain; takes one writer at a time."""
    InterferenceEntry.objects.select_for_update().get(pk=entry.pk)
    journal.record_within(entry.pk, action=f"interference.{action}", by=by, target=entry, **detail)


def require_collator(unit: Unit, by: User) -> None:
    if not units_of(by, "collate").filter(pk=unit.pk).exists():
        raise NotAllowed(_("只有本级党委政法委的汇总人员可以办理。"))


def require_handling(entry: InterferenceEntry, by: User, on: date) -> None:
    """Not by whom it is about: he does not see it."""
    require_collator(entry.unit, by)
    _require_visible(entry, by, on)


def _require_visible(entry: InterferenceEntry, by: User, on: date) -> None:
    if not InterferenceEntry.objects.filter(pk=entry.pk).visible_to(by, on).exists():
        raise NotAllowed(_("只有记录人和汇总人员可以补充。"))


def _files(of: UUID, by: User) -> Collection[dict]:
    rows = InterferenceFile.objects.filter(of=of, taken_by=by)
    return list(rows.values("sha256", "name", "size"))
