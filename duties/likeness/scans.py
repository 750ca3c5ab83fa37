"""PDF: its text, its date, and the pages that are pictures of paper. PDFium does all three."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image

from duties.likeness.errors import Unreadable
from duties.likeness.texts import TEXT_MAX

#: So many pages without text are looked at as pictures.
PAGES_MAX = 10
#: The text of so many is read.
TEXT_PAGES_MAX = 300
#: A page with fewer characters than this is a picture of one.
CHARACTERS_MIN = 20
#: Pixels of the longer side of a rendered page.
SIDE = 800


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("broken or encrypted PDF") from error
    try:
        yield pdf
    except pypdfium2.PdfiumError as error:
        raise Unreadable("broken page") from error
    finally:
        pdf.close()


def read(pdf: pypdfium2.PdfDocument) -> tuple[str, list[Image.Image]]:
    """The text of all pages, and the first pages that have none, rendered small."""
    texts, scans, length = [], [], 0
    for number in range(min(len(pdf), TEXT_PAGES_MAX)):
        page = pdf[number]
        said = _text(page)
        texts.append(said)
        length += len(said)
        if len(said.strip()) < CHARACTERS_MIN and len(scans) < PAGES_MAX:
            scans.append(_rendered(page))
        page.close()
        if length > TEXT_MAX:
            break
    return "\n".join(texts), scans


def made_at(pdf: pypdfium2.PdfDocument) -> str:
    return pdf.get_metadata_dict().get("CreationDate", "")


def _text(page: pypdfium2.PdfPage) -> str:
    layer = page.get_textpage()
    try:
        return layer.get_text_bounded()
    finally:
        layer.close()


def _rendered(page: pypdfium2.PdfPage) -> Image.Image:
    longer = max(page.get_size())
    if not longer > 0:
        raise Unreadable("page without a size")
    bitmap = page.render(scale=SIDE / longer, grayscale=True)
    try:
        return bitmap.to_pil().convert("L").copy()
    finally:
        bitmap.close()
