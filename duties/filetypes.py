"""What kind of file the bytes are, whatever the name says: an allow-list by content.

Office formats are zip files: their first entries tell them apart. OFD, the national
document format, is a zip with ``OFD.xml``. Nothing executable, no HTML, no SVG.
"""

import zipfile
from typing import BinaryIO

import puremagic

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFD = "application/ofd"
#: media type → the endings a file of that type may have
ALLOWED = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PPTX: (".pptx",),
    "application/msword": (".doc", ".wps"),
    "application/vnd.ms-excel": (".xls", ".et"),
    OFD: (".ofd",),
    "text/plain": (".txt",),
}
ENDINGS = tuple(ending for endings in ALLOWED.values() for ending in endings)
#: A zip whose contents would grow past this is refused unopened.
UNPACKED_MAX = 200 * 1024 * 1024
ZIP_ENTRIES_MAX = 5000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MARKS = {
    "word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX,
    "OFD.xml": OFD,
}  # fmt: skip
_MACRO = ("vbaproject.bin", "activex", "oleobject")


class BadFile(ValueError):
    """``code`` says what is wrong: empty, type, mismatch, macro, bomb, broken."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def media_type_of(file: BinaryIO, name: str) -> str:
    """The media type by content, checked against the ending; raises BadFile."""
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise BadFile("empty")
    found = _sniff(file, head, name)
    if found not in ALLOWED:
        raise BadFile("type")
    if not name.lower().endswith(ALLOWED[found]):
        raise BadFile("mismatch")
    return found


def _sniff(file: BinaryIO, head: bytes, name: str) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(file)
    if head.startswith(_OLE):
        excel = name.lower().endswith((".xls", ".et"))
        return "application/vnd.ms-excel" if excel else "application/msword"
    if name.lower().endswith(".txt"):
        return _text_type(head)
    return _magic_type(head)


def _magic_type(head: bytes) -> str:
    try:
        return puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return ""


def _text_type(head: bytes) -> str:
    """Plain text only: no NUL and nothing a browser would take for a page."""
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\x00" in head or lowered.startswith((b"<", b"#!", b"mz")):
        return ""
    return "text/plain"


def _zip_type(file: BinaryIO) -> str:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadFile("broken") from error
    if len(entries) > ZIP_ENTRIES_MAX or sum(e.file_size for e in entries) > UNPACKED_MAX:
        raise BadFile("bomb")
    names = [entry.filename for entry in entries]
    if any(mark in name.lower() for name in names for mark in _MACRO):
        raise BadFile("macro")
    for mark, media_type in _ZIP_MARKS.items():
        if mark in names:
            return media_type
    return "application/zip"
