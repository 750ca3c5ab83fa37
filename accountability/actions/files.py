"""Files of a case: what the one concerned hands in, what the handlers gather."""

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import stages
from accountability.actions import matters, stepping
from accountability.models import Case, CaseFile, Purpose
from duties.actions import evidence
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User

#: What one must be able to do now to add files for it.
VERBS = {
    Purpose.STATEMENT: stages.Verb.STATE,
    Purpose.CLAIM: stages.Verb.CLAIM,
    Purpose.APPEAL: stages.Verb.APPEAL,
    Purpose.MATERIAL: stages.Verb.ATTACH,
}


def attach(
    *, case: Case, key: UUID, purpose: str, file: UploadedFile, by: User, on: date
) -> CaseFile:
    """Keep a file; sent again with the same key it is kept once."""
    known = CaseFile.objects.filter(pk=key, case=case, taken_by=by).first()
    if known is not None:
        return known
    stepping.require(case, VERBS[Purpose(purpose)], by=by, on=on)
    name, media_type = evidence.check(file)
    sha256 = evidence.keep(file, name, lambda sha256: CaseFile(sha256=sha256).path)
    with journal.atomic():
        _hold(case)
        row = CaseFile.objects.create(
            pk=key, case=case, purpose=purpose, sha256=sha256, name=name, size=file.size,
            media_type=media_type, taken_by=by, taken_at=timezone.now(),
        )  # fmt: skip
        matters.note("attach", case, by, purpose=purpose, sha256=sha256, on=on)
    return row


@journal.atomic
def remove(*, row: CaseFile, by: User, on: date) -> None:
    """Take off what one has put there oneself and not yet handed in."""
    _hold(row.case)
    handed_in = row.sealed_in is not None or row.purpose == Purpose.MATERIAL
    if handed_in or row.taken_by_id != by.pk:
        raise Refused(_("只能移除本人上传、尚未提交的文件。"))
    matters.note("remove_file", row.case, by, sha256=row.sha256, on=on)
    row.delete()


def _hold(case: Case) -> None:
    """The chain of a matter takes one writer at a time."""
    Case.objects.select_for_update().get(pk=case.pk)
