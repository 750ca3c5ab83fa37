"""Uploads: checked by content, stored once under their SHA-256, never in the web root."""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duties import filetypes
from duties.actions import likeness
from duties.actions.errors import Conflict
from duties.models import Evidence, Record
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User

MESSAGES = {
    "empty": _("“%(name)s”是空文件，请检查后重新上传。"),
    "type": _(
        "“%(name)s”的类型不在允许范围内，请上传 PDF、OFD、Word、Excel、PPT、图片或文本文件。"
    ),
    "mismatch": _("“%(name)s”的内容与扩展名不符，请用原始格式保存后重新上传。"),
    "macro": _("“%(name)s”含有宏或嵌入对象，请另存为不含宏的文件后上传。"),
    "bomb": _("“%(name)s”解压后过大，请拆分后上传。"),
    "broken": _("“%(name)s”已损坏，无法打开，请重新导出后上传。"),
    "size": _("“%(name)s”超过%(limit)s MB的上限，请压缩或拆分后上传。"),
    "full": _("存储空间不足，“%(name)s”未能保存，请稍后再试或联系系统管理员。"),
}


class BadEvidence(Refused):
    """One file that cannot be taken; the others of the form still are."""


def receive(*, file: UploadedFile, token: UUID, unit: Unit, by: User, on: date) -> Evidence:
    """Check and store one upload of a form; it waits under ``token`` until the form is saved."""
    name, media_type = check(file)
    sha256 = keep(file, name, lambda sha256: Evidence(sha256=sha256).path)
    same = Evidence.objects.filter(token=token, uploaded_by=by, sha256=sha256, name=name).first()
    if same is not None:  # The same form sent twice.
        return same
    with journal.atomic():
        evidence = Evidence.objects.create(
            token=token, sha256=sha256, name=name, size=file.size, media_type=media_type,
            uploaded_by=by, uploaded_at=timezone.now(),
        )  # fmt: skip
        journal.record(
            action="evidence.receive", by=by, target=evidence, unit=unit, sha256=sha256, on=on
        )
    return evidence


def check(file: UploadedFile) -> tuple[str, str]:
    """The clean name and the type by content; raises BadEvidence for what is not taken."""
    name = clean_name(file.name)
    limit = settings.EVIDENCE_MAX_BYTES
    if file.size > limit:
        raise _refuse("size", name, limit=limit // 1024**2)
    try:
        return name, filetypes.media_type_of(file, name)
    except filetypes.BadFile as bad:
        raise _refuse(bad.code, name) from bad


@journal.atomic
def remove(*, evidence: Evidence, unit: Unit, by: User, on: date) -> None:
    """Take an upload off a record that is still being written; sealed records keep theirs."""
    record = Record.objects.select_for_update().filter(pk=evidence.record_id).first()
    if record is not None and not record.is_editable:
        raise Conflict(_("该记录已提交或核实，佐证材料不能删除。"))
    journal.record(
        action="evidence.remove", by=by, target=evidence, unit=unit, sha256=evidence.sha256, on=on
    )
    evidence.delete()


def sweep(*, before: datetime) -> int:
    """Drop uploads of forms that were never saved, and their bytes where no one else has them."""
    dropped = 0
    for evidence in Evidence.objects.loose().filter(uploaded_at__lt=before):
        with transaction.atomic():
            evidence.delete()
        if not Evidence.objects.filter(sha256=evidence.sha256).exists():
            evidence.path.unlink(missing_ok=True)
            likeness.forget(sha256=evidence.sha256)
        dropped += 1
    return dropped


def clean_name(name: str) -> str:
    """The user's name for a file: no path, no control or direction marks, at most 255."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    name = unicodedata.normalize("NFC", name).strip() or "evidence"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 250 - len(ending)]}{dot}{ending}" if len(name) > 255 else name


def keep(file: UploadedFile, name: str, place: Callable[[str], Path]) -> str:
    """Hash while writing beside the store, flush, then rename: whole or not at all.

    ``place`` says where bytes of a SHA-256 lie; returns the SHA-256.
    """
    root = Path(settings.EVIDENCE_ROOT)
    incoming = root / ".incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, part = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(handle, "wb") as out:
            file.seek(0)
            for chunk in file.chunks():
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        sha256 = digest.hexdigest()
        _place(Path(part), place(sha256))
        return sha256
    except OSError as error:
        raise _refuse("full", name) from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)


def _place(part: Path, path: Path) -> None:
    """Bytes that are there already count as new: no sweep takes them before their row is kept."""
    with suppress(FileNotFoundError):
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(part, 0o440)
    os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse(code: str, name: str, **params) -> BadEvidence:
    return BadEvidence(MESSAGES[code] % {"name": name, **params})
