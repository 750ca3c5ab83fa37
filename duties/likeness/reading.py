"""One file, read once: everything later comparisons need."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duties import filetypes
from duties.likeness import dates, pictures, scans, texts
from duties.likeness.errors import Unreadable
from duties.likeness.pictures import Hashes

#: To be raised when hashes or signatures change: what was kept is then read again.
VERSION = 1
EXCERPT = 600
_MEDIA = re.compile(r"(word|xl|ppt)/media/[^/]+\.(png|jpe?g)|.*/Res/[^/]+\.(png|jpe?g)", re.I)
_CORE = re.compile(r"docProps/core\.xml")
_OFD = re.compile(r"OFD\.xml")
MEDIA_MAX = 10


@dataclass(frozen=True)
class Fingerprint:
    """``pictures``: per picture or page the hashes of the whole and of its windows."""

    pictures: tuple[Hashes, ...] = ()
    words: int = 0
    signature: list[int] | None = None
    excerpt: str = ""
    made_on: date | None = None
    date_kind: str = ""  # taken, created or modified


def fingerprint(path: Path, media_type: str) -> Fingerprint:
    """What can be compared of a file; older binary formats give nothing. Raises Unreadable."""
    match media_type:
        case "image/jpeg" | "image/png":
            return _of_picture(path)
        case "application/pdf":
            return _of_pdf(path)
        case filetypes.DOCX | filetypes.XLSX | filetypes.PPTX | filetypes.OFD:
            return _of_office(path)
        case "text/plain":
            return _of_text(texts.of_plain(path))
        case _:
            return Fingerprint()


def _of_picture(path: Path) -> Fingerprint:
    with pictures.open_picture(path) as picture:
        taken = dates.of_picture(picture)
        hashes = pictures.hashes_of(picture)
    return Fingerprint(
        (hashes,) if hashes else (), made_on=taken, date_kind="taken" if taken else ""
    )


def _of_pdf(path: Path) -> Fingerprint:
    with scans.opened(path) as pdf:
        created = dates.of_pdf(scans.made_at(pdf))
        text, pages = scans.read(pdf)
    found = [pictures.hashes_of(page) for page in pages]
    return _of_text(text, tuple(filter(None, found)), created, "created" if created else "")


def _of_office(path: Path) -> Fingerprint:
    try:
        with zipfile.ZipFile(path) as archive:
            made_on, kind = _made(archive)
            return _of_text(texts.of_office(archive), _media(archive), made_on, kind)
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable("broken zip") from error


def _made(archive: zipfile.ZipFile) -> tuple[date | None, str]:
    """Created rather than modified: opening a file and saving it again is no contradiction."""
    for content in texts.parts(archive, _CORE):
        for kind in ("created", "modified"):
            if day := dates.of_office(texts.element(content, [kind])):
                return day, kind
    for content in texts.parts(archive, _OFD):
        if day := dates.of_office(texts.element(content, ["CreationDate"])):
            return day, "created"
    return None, ""


def _media(archive: zipfile.ZipFile) -> tuple[Hashes, ...]:
    """Pictures pasted into a document; one that is broken does not hide the others."""
    found = []
    for content in texts.parts(archive, _MEDIA):
        try:
            with pictures.open_picture(io.BytesIO(content)) as picture:
                found.append(pictures.hashes_of(picture))
        except Unreadable:
            continue
        if len(found) == MEDIA_MAX:
            break
    return tuple(filter(None, found))


def _of_text(text: str, looks=(), made_on=None, kind="") -> Fingerprint:
    runs = texts.shingles(text)
    excerpt = " ".join(text.replace("\0", "").split())[:EXCERPT]
    return Fingerprint(looks, len(runs), texts.signature(runs), excerpt, made_on, kind)
