"""Photographs of the team and files of the unit, kept apart from the evidence of duties."""

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions import matters
from assessments.actions.inspections import require_member
from assessments.models import Finding, FindingState, InspectionFile, Paper, Stage
from duties.actions import evidence
from duties.actions.errors import Conflict, NotAllowed
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User


def photograph(*, paper: Paper, key: UUID, file: UploadedFile, by: User, on: date):
    """A picture taken on site, on its paper; sent again with the same key it is kept once."""
    require_member(paper.inspection, by)
    known = InspectionFile.objects.filter(pk=key, paper=paper, taken_by=by).first()
    if known is not None:
        return known
    if paper.inspection.stage != Stage.ON_SITE:
        raise Conflict(_("该督查已结束，不能再上传照片。"))
    return _keep(file, by, on, id=key, inspection=paper.inspection, paper=paper)


def attach(*, finding: Finding, key: UUID, file: UploadedFile, by: User, on: date):
    """Evidence of the unit for an answer still being written."""
    if not Finding.objects.filter(pk=finding.pk).answerable_by(by, on).exists():
        raise NotAllowed(_("只有被督查单位的责任人或者联络员可以报送整改情况。"))
    if finding.state not in (FindingState.OPEN, FindingState.RETURNED):
        raise Conflict(_("该问题当前不需要报送整改情况。"))
    known = InspectionFile.objects.filter(pk=key, finding=finding, taken_by=by).first()
    return known or _keep(file, by, on, id=key, inspection=finding.inspection, finding=finding)


@journal.atomic
def remove(*, row: InspectionFile, by: User, on: date) -> None:
    """Take off what one has put there oneself, while it is not sealed."""
    inspection = row.inspection
    sealed = row.rectification_id is not None or (
        row.paper_id is not None and inspection.stage != Stage.ON_SITE
    )
    if sealed or row.taken_by_id != by.pk:
        raise Refused(_("只能移除本人上传、尚未报送的文件。"))
    matters.note("remove_file", inspection, by, sha256=row.sha256, on=on)
    row.delete()


def _keep(file: UploadedFile, by: User, on: date, **fields) -> InspectionFile:
    name, media_type = evidence.check(file)
    if "paper" in fields and not media_type.startswith("image/"):
        raise Refused(_("“%(name)s”不是照片，请上传 JPEG 或者 PNG 图片。") % {"name": name})
    sha256 = evidence.keep(file, name, lambda sha256: InspectionFile(sha256=sha256).path)
    with journal.atomic():
        row = InspectionFile.objects.create(
            sha256=sha256, name=name, size=file.size, media_type=media_type,
            taken_by=by, taken_at=timezone.now(), **fields,
        )  # fmt: skip
        matters.note("keep_file", row.inspection, by, sha256=sha256, on=on)
    return row
