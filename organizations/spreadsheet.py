"""Reading the first sheet of an uploaded workbook as text, cell by cell, within bounds."""

import io
import zipfile
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from organizations.errors import Refused

BYTES_MAX = 5 * 1024 * 1024
UNPACKED_MAX = 100 * 1024 * 1024
ROWS_MAX = 5000
COLUMNS_MAX = 40


class BadSheet(Refused):
    """The file cannot be read as a sheet; says what to do."""


def read(file: UploadedFile) -> list[list[str]]:
    """Rows of text, numbers as one writes them. Formulas count with their last value."""
    if file.size > BYTES_MAX:
        raise BadSheet(_("文件超过5 MB，请删去无关内容后重新上传。"))
    content = file.read()
    _require_bounded(content)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > ROWS_MAX or sheet.total_width > COLUMNS_MAX:
            raise BadSheet(_("表格过大，最多5000行、40列。"))
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError) as error:
        raise BadSheet(_("无法读取该文件，请另存为 .xlsx 后重新上传。")) from error
    return [[_text(cell) for cell in row] for row in rows]


def _require_bounded(content: bytes) -> None:
    """A small zip may unpack to more than there is memory."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise BadSheet(_("无法读取该文件，请另存为 .xlsx 后重新上传。")) from error
    if unpacked > UNPACKED_MAX:
        raise BadSheet(_("文件解压后过大，请拆分后上传。"))


def _text(cell) -> str:
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return str(cell).strip()
