"""Several PDFs bound into one, with bookmarks: pages by PDFium, the outline by pyHanko."""

import io
from collections.abc import Sequence
from ctypes import c_ushort
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

import pypdfium2
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer
from pypdfium2 import raw

#: Of the page numbers that the whole adds, in points.
SIZE, MARGIN = 9.0, 34.0
#: PDFium is not thread-safe.
_one_at_a_time = Lock()


class Unreadable(Exception):
    """What calls itself a PDF is none, or is locked."""


@dataclass(frozen=True)
class Part:
    """One document of the file: its bookmark and its bytes."""

    title: str
    content: bytes


def pages_of(content: bytes) -> int:
    """How many pages it has."""
    with _one_at_a_time:
        document = _opened(content)
        try:
            return len(document)
        finally:
            document.close()


def bind(parts: Sequence[Part]) -> bytes:
    """One PDF of all parts in their order, each with a bookmark to its first page."""
    with _one_at_a_time:
        whole, starts = pypdfium2.PdfDocument.new(), []
        for part in parts:
            starts.append((part.title, len(whole)))
            document = _opened(part.content)
            whole.import_pages(document)
            document.close()
        for place in range(len(whole)):
            _number(whole, place)
        out = io.BytesIO()
        whole.save(out)
        whole.close()
    return _with_bookmarks(out, starts)


def _number(whole: pypdfium2.PdfDocument, place: int) -> None:
    """The page's number in the whole, at its top right: each part goes on counting its own."""
    page, drawn = whole[place], f"{place + 1} / {len(whole)}"
    text = raw.FPDFPageObj_NewTextObj(whole, b"Helvetica", SIZE)
    raw.FPDFText_SetText(text, (c_ushort * (len(drawn) + 1))(*map(ord, drawn), 0))
    _left, _bottom, right, top = page.get_mediabox()
    raw.FPDFPageObj_Transform(
        text, 1, 0, 0, 1, right - MARGIN - SIZE * len(drawn) / 2, top - MARGIN
    )
    raw.FPDFPage_InsertObject(page, text)
    raw.FPDFPage_GenerateContent(page)
    page.close()


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from error


def _with_bookmarks(bound: io.BytesIO, starts: Sequence[tuple[str, int]]) -> bytes:
    writer = copy_into_new_writer(PdfFileReader(bound))
    outline = generic.DictionaryObject(
        {generic.NameObject("/Type"): generic.NameObject("/Outlines")}
    )
    root = writer.add_object(outline)
    items = [
        writer.add_object(_bookmark(writer, root, title, page)) for title, page in starts
    ]  # fmt: skip
    for before, after in pairwise(items):
        before.get_object()[generic.NameObject("/Next")] = after
        after.get_object()[generic.NameObject("/Prev")] = before
    outline[generic.NameObject("/First")] = items[0]
    outline[generic.NameObject("/Last")] = items[-1]
    outline[generic.NameObject("/Count")] = generic.NumberObject(len(items))
    writer.root[generic.NameObject("/Outlines")] = root
    writer.root[generic.NameObject("/PageMode")] = generic.NameObject("/UseOutlines")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _bookmark(writer: PdfFileWriter, root, title: str, page: int) -> generic.DictionaryObject:
    there = generic.ArrayObject(
        [writer.find_page_for_modification(page)[0], generic.NameObject("/Fit")]
    )
    return generic.DictionaryObject(
        {
            generic.NameObject("/Title"): generic.TextStringObject(title),
            generic.NameObject("/Parent"): root,
            generic.NameObject("/Dest"): there,
        }
    )
