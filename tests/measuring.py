"""What stands where on a printed page: read from the PDF, believed from nobody.

Millimetres from the upper left corner, as one would measure on paper.
"""

import ctypes
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from pypdfium2 import raw

MM = 25.4 / 72


@dataclass(frozen=True)
class Sign:
    """A printed character: its box, where it was begun, its baseline and its font."""

    text: str
    left: float
    right: float
    start: float
    baseline: float
    font: str
    size: float


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    signs: tuple[Sign, ...]

    @property
    def lines(self) -> list[list[Sign]]:
        """Characters that share a baseline, from left to right."""
        found = {}
        for sign in self.signs:
            found.setdefault(round(sign.baseline, 1), []).append(sign)
        return [sorted(found[key], key=lambda each: each.left) for key in sorted(found)]

    @property
    def text(self) -> str:
        # PDFium calls a hyphen at the end of a line \x02.
        halves = "".join(sign.text for sign in self.signs).replace("\x02", "-")
        return halves.encode("utf-16", "surrogatepass").decode("utf-16")


def sheets(document: bytes) -> list[Sheet]:
    opened = pypdfium2.PdfDocument(BytesIO(document))
    try:
        return [_sheet(page) for page in opened]
    finally:
        opened.close()


def _sheet(page) -> Sheet:
    width, height = page.get_size()
    layer = page.get_textpage()
    signs = tuple(
        sign for index in range(layer.count_chars()) if (sign := _sign(layer, index, height))
    )
    layer.close()
    return Sheet(width * MM, height * MM, signs)


def _sign(layer, index: int, height: float) -> Sign | None:
    text = chr(raw.FPDFText_GetUnicode(layer.raw, index))
    if raw.FPDFText_IsGenerated(layer.raw, index) or not text.strip() or text == "\u200b":
        return None
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(layer.raw, index, box)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(layer.raw, index, x, y)
    return Sign(
        text, box.left * MM, box.right * MM, x.value * MM, (height - y.value) * MM, _font(layer, index),
        _size(layer, index),
    )  # fmt: skip


def _size(layer, index: int) -> float:
    """In points as printed: the size of the text times the scale of the page's content."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(layer.raw, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5
    return round(raw.FPDFText_GetFontSize(layer.raw, index) * scale, 2)


def _font(layer, index: int) -> str:
    """The name without the six letters of a subset."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(layer.raw, index, name, 128, flags)
    return name.value.decode().rpartition("+")[2]
