"""One report of a batch as bytes: as it was handed in, or else as a draft made now."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from assessments import pdf, reporting
from assessments.models import FrozenFile, FrozenReport, ReportBatchItem
from duties.wording import Sentence
from organizations.models import User
from organizations.pdf import MissingFont
from organizations.pdf import file_name as pdf_file_name

#: Characters of a name in the archive: with its number under 255 bytes, which disks take.
LONGEST = 78


class NothingOwed(Exception):
    """The post owed something when the batch was ordered and owes nothing any more."""


@dataclass(frozen=True)
class Made:
    content: bytes
    name: str
    submitted: bool = False


def made_of(item: ReportBatchItem, asked_by: User, on: date) -> Made:
    """Byte for byte as it was handed in, if ``asked_by`` may read that; else a draft."""
    file = _handed_in(item, asked_by, on)
    if file is None:
        return _draft(item)
    with translation.override(item.batch.language):
        who = {"who": item.post.full_title, "year": item.batch.year, "mark": ""}
        name = _("%(who)s%(year)s年度述法报告%(mark)s") % who
    return Made(bytes(file.content), _numbered(item, pdf_file_name(name), ""), submitted=True)


def _handed_in(item: ReportBatchItem, asked_by: User, on: date) -> FrozenFile | None:
    """The newest version, of the last who handed one in unless the item names one."""
    versions = FrozenReport.objects.visible_to(asked_by, on).latest_of(
        [item.post_id], item.batch.year
    )  # fmt: skip
    if item.appointment_id is not None:
        versions = versions.filter(report__appointment=item.appointment_id)
    last = versions.order_by("-report__appointment__starts_on", "-pk").first()
    return last and last.files.filter(language=item.batch.language).first()


def _draft(item: ReportBatchItem) -> Made:
    batch = item.batch
    facts = reporting.read(
        post=item.post, year=batch.year, on=batch.on, language=batch.language
    )  # fmt: skip
    if not facts.rows:
        raise NothingOwed
    with translation.override(batch.language):
        name = reporting.file_name(facts, mark="")
        mark = _("（未提交，进度稿）") if facts.final else _("（进度稿）")
    return Made(pdf.annual_report(facts), _numbered(item, name, mark))


def _numbered(item: ReportBatchItem, name: str, mark: str) -> str:
    stem = name.removesuffix(".pdf")[: LONGEST - len(mark)]
    return f"{item.position:04d} {stem}{mark}.pdf"


def reason_of(error: BaseException) -> Sentence:
    """For the page and the index; what exactly it was stands in the log."""
    kind = type(error).__name__
    if isinstance(error, NothingOwed):
        return Sentence("该职务已无履职事项", "the post no longer owes anything")
    if isinstance(error, OSError):
        return Sentence("存储空间不足或者无法写入", "the storage is full or cannot be written to")
    if isinstance(error, MissingFont):
        return Sentence("缺少公文字体", "a font of the official format is missing")
    return Sentence(f"排版时出错（{kind}）", f"typesetting failed ({kind})")
