"""A document as WeasyPrint has drawn it, turned into the bytes of a PDF: each object once.

pydyf's own ``write`` makes the bytes of every object a second time to work out the file's
identifier, compresses them again for it, and at zlib's slowest level: a sixth of the time of a
document. The structure here is the same: streams one by one, all else in an object stream, then
the cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).
"""

import zlib
from hashlib import md5

from pydyf import PDF, Array, Dictionary, Object, Stream, String
from weasyprint.pdf.fonts import Font

#: A twentieth larger than at the slowest, in a fifth of the time.
LEVEL = 1
HEAD = b"%%PDF-%b\n%%\xf0\x9f\x96\xa4\n"
OBJECT = b"%d 0 obj\n%b\nendobj\n"
#: Kinds of entries of the cross-reference stream, and the bytes of their three fields.
FREE, BY_PLACE, IN_STREAM = 0, 1, 2
FIELDS = (1, 4, 2)


def written(pdf: PDF, version: str) -> bytes:
    """The file. Its identifier follows from all that stands in it: same words, same bytes."""
    pdf.add_object(pdf.info)
    packed = [each for each in pdf.objects[1:] if each.compressible]
    bodies = [each.data for each in packed]
    pdf.add_object(_object_stream(packed, bodies))
    parts, places, end = [HEAD % version.encode()], {0: (FREE, 0, 0xFFFF)}, 0
    for index, each in enumerate(packed):
        places[each.number] = IN_STREAM, pdf.objects[-1].number, index
    for each in pdf.objects[1:]:
        if not each.compressible:
            end += len(parts[-1])
            places[each.number] = BY_PLACE, end, 0
            parts.append(OBJECT % (each.number, _squeezed(each)))
    end += len(parts[-1])
    places[len(places)] = BY_PLACE, end, 0
    known = md5(b"".join([*parts, *bodies]), usedforsecurity=False).hexdigest()
    table = _squeezed(_table(pdf, places, String(known)))
    parts.append(OBJECT % (len(places) - 1, table))
    return b"".join([*parts, b"startxref\n%d\n%%%%EOF\n" % end])


def _object_stream(objects: list[Object], bodies: list[bytes]) -> Stream:
    numbers, place = [], 0
    for each, body in zip(objects, bodies, strict=True):
        numbers += each.number, place
        place += len(body) + 1
    head = " ".join(map(str, numbers)).encode()
    extra = {"Type": "/ObjStm", "N": len(objects), "First": len(head) + 1}
    return Stream([head, *bodies], extra, compress=True)


def _table(pdf: PDF, places: dict[int, tuple[int, int, int]], identifier: String) -> Stream:
    rows = b"".join(
        value.to_bytes(length, "big")
        for number in range(len(places))
        for value, length in zip(places[number], FIELDS, strict=True)
    )
    extra = {
        "Type": "/XRef", "Size": len(places), "W": Array(FIELDS), "Root": pdf.catalog.reference,
        "Info": pdf.info.reference, "ID": Array([identifier, identifier]),
    }  # fmt: skip
    return Stream([rows], extra, compress=True)


def _squeezed(stream: Stream) -> bytes:
    content, extra = Array(stream.stream).data[1:-1], Dictionary(stream.extra)
    if stream.compress:
        content = zlib.compress(content, LEVEL)
        extra["Filter"] = "/FlateDecode"
    extra["Length"] = len(content)
    return b"%b\nstream\n%b\nendstream" % (extra.data, content)


def _page_references(pdf: PDF) -> list[bytes]:
    """Spares WeasyPrint a new list of all pages for each tagged element of a document."""
    known = pdf.__dict__.setdefault("_page_references", [])
    known += [b"%d 0 R" % number for number in pdf.pages["Kids"][3 * len(known) :: 3]]
    return known


def _subset(font: Font, to_unicode: dict[int, str], hinting: bool) -> None:
    """Headings and heads of tables use the same characters in every report: cut once."""
    whole = font.hash, len(font.file_content), hinting
    key = whole, frozenset(to_unicode), tuple(font.missing)
    if key not in _cut:
        _cut_anew(font, to_unicode, hinting)
        if len(_cut) >= MOST:
            _cut.clear()
        _cut[key] = font.file_content
    font.file_content = _cut[key]


def forget() -> None:
    _cut.clear()


#: Cut fonts that are kept, some 5 MB.
MOST = 50
_cut_anew = Font._harfbuzz_subset
_cut = {}
REPLACED = (
    (PDF, "page_references", property(_page_references)),
    (Font, "_harfbuzz_subset", _subset),
)
