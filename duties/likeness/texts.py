"""The text of a document, and its MinHash signature over runs of five characters."""

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.parsers import expat

from datasketch import MinHash

from duties.likeness.errors import Unreadable

#: More text than this is cut off: some hundred pages are enough to be told again by.
TEXT_MAX = 200_000
#: No part of an office file is unpacked further than this.
PART_MAX = 20 * 1024 * 1024
PARTS_MAX = 500
RUN = 5
PERMUTATIONS = 128
SEED = 2018
#: Forms and covers of a few lines are alike without anybody having copied.
SHINGLES_MIN = 80
_NOISE = re.compile(r"[\W_]+")
#: The parts that hold what a reader sees: docx, xlsx, pptx, ofd.
_PARTS = re.compile(
    r"word/(document|footnotes)\.xml|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml"
    r"|ppt/slides/slide\d+\.xml|.*Pages/[^/]+/Content\.xml"
)
#: Elements whose characters are text; everything else in those parts is figures of layout.
_TEXT = {"t", "TextCode"}


def normalised(text: str) -> str:
    """Width, case, blanks and punctuation make no difference."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text[:TEXT_MAX]).casefold())


def shingles(text: str) -> set[str]:
    plain = normalised(text)
    return {plain[at : at + RUN] for at in range(len(plain) - RUN + 1)}


def signature(runs: set[str]) -> list[int] | None:
    """None where there is too little to compare."""
    if len(runs) < SHINGLES_MIN:
        return None
    minhash = MinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update_batch([run.encode() for run in runs])
    return [int(value) for value in minhash.hashvalues]


def of_plain(path: Path) -> str:
    """Chinese plain text is UTF-8 or GB 18030."""
    with path.open("rb") as file:
        content = file.read(TEXT_MAX * 4)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def of_office(archive: zipfile.ZipFile) -> str:
    found: list[str] = []
    for content in parts(archive, _PARTS):
        found.append(_characters(content, _TEXT))
        if sum(map(len, found)) > TEXT_MAX:
            break
    return "\n".join(found)


def parts(archive: zipfile.ZipFile, wanted: re.Pattern[str]) -> Iterator[bytes]:
    """The bytes of the parts so named, in their order, whatever size the zip pretends."""
    names = [entry for entry in archive.infolist() if wanted.fullmatch(entry.filename)]
    for entry in sorted(names, key=lambda entry: _natural(entry.filename))[:PARTS_MAX]:
        try:
            with archive.open(entry) as part:
                content = part.read(PART_MAX + 1)
        except (OSError, zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError) as e:
            raise Unreadable("broken or encrypted zip") from e
        if len(content) > PART_MAX:
            raise Unreadable("part too large")
        yield content


def element(content: bytes, names: Iterable[str]) -> str:
    """The characters of these elements, for the few dates of ``core.xml``."""
    return _characters(content, set(names)).strip()


def _natural(name: str) -> list:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _characters(content: bytes, wanted: set[str]) -> str:
    """Expat by hand: no tree to fill memory, and no document may define an entity."""
    found: list[str] = []
    inside = 0

    def begin(name: str, _attributes) -> None:
        nonlocal inside
        inside += name.rpartition(":")[2] in wanted

    def end(name: str) -> None:
        nonlocal inside
        if name.rpartition(":")[2] in wanted:
            inside -= 1
            found.append("\n")

    def said(text: str) -> None:
        if inside:
            found.append(text)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = said, _refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Unreadable("broken XML") from error
    return "".join(found)


def _refuse(*_declared) -> None:
    raise Unreadable("XML with a document type")
