"""The whole case as one PDF: an index with page numbers, then every document, with bookmarks."""

import hashlib
import io
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from PIL import Image

from accountability import binding, pdf
from accountability.actions import matters
from accountability.figures import case_record, letters
from accountability.models import Case, CaseFile
from organizations.actions import journal
from organizations.models import User

#: Longest side of a photograph that is bound in, in pixels.
PICTURE = 1600


@dataclass(frozen=True)
class _Piece:
    title: str
    day: date
    sha256: str
    content: bytes | None
    pages: int


def bind(*, case: Case, by: User, on: date) -> bytes:
    """The file in the reader's language. That somebody took it out goes on record.

    What is neither PDF nor picture, or cannot be read, stands in the index with its SHA-256.
    """
    pieces = [_record(case, on), *_documents(case), *(_piece(file) for file in case.files.exclude(sealed_in=None)),
              *(_piece(file) for file in case.files.filter(purpose="material"))]  # fmt: skip
    front = _index(case, pieces)
    bound = binding.bind(
        [binding.Part(str(letters.contents()), front)]
        + [binding.Part(piece.title, piece.content) for piece in pieces if piece.content]
    )
    with journal.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        digest = hashlib.sha256(bound).hexdigest()
        matters.note("take_out_file", case, by, sha256=digest, pieces=len(pieces), on=on)
    return bound


def _index(case: Case, pieces: list[_Piece]) -> bytes:
    """Set until its own length is the one that its page numbers reckon with."""
    length = 1
    while True:
        front = pdf.index(
            case.title, case.about, letters.organ(case), _rows(pieces, length), get_language()
        )
        if binding.pages_of(front) == length:
            return front
        length = binding.pages_of(front)


def _rows(pieces: list[_Piece], length: int) -> list[pdf.IndexRow]:
    rows, page = [], length + 1
    for number, piece in enumerate(pieces, 1):
        there = page if piece.content else None
        rows.append(pdf.IndexRow(number, piece.title, piece.day, there, piece.pages, piece.sha256))
        page += piece.pages
    return rows


def _record(case: Case, on: date) -> _Piece:
    """What stands on the page of the case and in no letter."""
    said = case_record.record(case, on)
    content = pdf.letter(said)
    digest = hashlib.sha256(content).hexdigest()
    return _Piece(said.title, on, digest, content, binding.pages_of(content))


def _documents(case: Case):
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    for row in case.documents.filter(language=language):
        yield _Piece(
            str(row.get_kind_display()), row.issued_on, row.sha256, bytes(row.content), row.pages
        )


def _piece(file: CaseFile) -> _Piece:
    day = timezone.localdate(file.taken_at)
    try:
        content = _as_pdf(file)
        pages = binding.pages_of(content) if content else 0
    except (binding.Unreadable, OSError):
        content, pages = None, 0
    return _Piece(file.name, day, file.sha256, content, pages)


def _as_pdf(file: CaseFile) -> bytes | None:
    if file.media_type == "application/pdf":
        return file.path.read_bytes()
    if not file.is_image:
        return None
    with Image.open(file.path) as picture:
        picture.thumbnail((PICTURE, PICTURE))
        out = io.BytesIO()
        picture.convert("RGB").save(out, "PDF", resolution=150.0)
    return out.getvalue()
