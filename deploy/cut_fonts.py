"""Cuts the open fonts to what documents use, into FOLDER as ``Portal*.otf``.

Noto CJK to GB 2312, Latin and the signs of documents: a third less time a document, a tenth of
the memory, and nothing else is lost without them; any other character is set from the whole
Noto, which stays next in every stack. Fandol's Fangsong and Kaiti to Chinese alone, since their
Latin is too heavy: cut and not fenced in by CSS's ``unicode-range``, for then the font would
be taken to have all Chinese characters, and rare ones would be printed as boxes.
The cut fonts carry another name, as their licences ask.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FONTS = {
    "PortalSong": ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    "PortalTitle": ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    "PortalHei": ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
}
CHINESE = {"PortalFang": "FandolFang-Regular.otf", "PortalKai": "FandolKai-Regular.otf"}
#: Of the Chinese faces: spaces (Pango leaves them in the face around), quotation marks, dashes,
#: ellipses, circled figures, all characters.
CHINESE_BLOCKS = (
    (0x20, 0x21),
    (0xA0, 0xA1),
    (0x2010, 0x2028),
    (0x2030, 0x205F),
    (0x2460, 0x110000),
)
FOLDERS = (
    "/usr/share/fonts",
    "/usr/share/texmf",
    "/usr/local/share/fonts",
    "/opt/homebrew/share/fonts",
)
#: Tables for vertical writing and alternative forms, which documents have no use for.
UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG")
#: Latin with accents, punctuation, circled figures, arrows, signs, full-width forms.
BLOCKS = (
    (0x20, 0x7F), (0xA0, 0x180), (0x2000, 0x2070), (0x2103, 0x2104), (0x2116, 0x2117),
    (0x2150, 0x2200), (0x2212, 0x2213), (0x221A, 0x221B), (0x2264, 0x2266), (0x2460, 0x2500),
    (0x2500, 0x2580), (0x25A0, 0x2600), (0x2713, 0x2714), (0x3000, 0x3040), (0xFF00, 0xFFF0),
)  # fmt: skip
FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT = 1, 2, 3, 4, 6
WINDOWS, UNICODE, ENGLISH = 3, 1, 0x409


def main(folder: Path) -> None:
    with ProcessPoolExecutor(2) as pool:
        names = [*FONTS, *CHINESE]
        for line in pool.map(cut, names, [folder] * len(names)):
            print(line)


def cut(name: str, folder: Path) -> str:
    file, family = FONTS.get(name) or (CHINESE[name], None)
    folders = (folder, *FOLDERS)
    source = next((each for root in folders for each in Path(root).rglob(file)), None)
    if source is None:
        return f"{file} not found: documents are set from the fonts that are there"
    font = _of_family(source, family) if family else TTFont(source, lazy=True)
    for table in UNUSED:
        if table in font:
            del font[table]
    subsetter = Subsetter(_options())
    subsetter.populate(unicodes=characters() if family else _chinese(font))
    subsetter.subset(font)
    font = _numbered_by_place(font)
    for place, text in ((FAMILY, name), (STYLE, "Regular"), (UNIQUE, name), (FULL, name),
                        (POSTSCRIPT, name)):  # fmt: skip
        font["name"].setName(text, place, WINDOWS, UNICODE, ENGLISH)
    font.save(folder / f"{name}.otf")
    return f"{name}: {len(font.getGlyphOrder())} glyphs"


def _numbered_by_place(font: TTFont) -> TTFont:
    """Each glyph is called what its place is.

    A PDF names the glyphs of such a font by number (ISO 32000-1, 9.7.4.2), and WeasyPrint writes
    their places: where cutting has left gaps between the numbers, a reader that goes by the
    standard shows other characters, or none.
    """
    cut = BytesIO()
    font.save(cut)
    font = TTFont(cut)
    old = font.getGlyphOrder()
    new = [".notdef", *(f"cid{place:05d}" for place in range(1, len(old)))]
    names = dict(zip(old, new, strict=True))
    top = font["CFF "].cff[0]
    strings = top.CharStrings
    strings.charStrings = {names[name]: place for name, place in strings.charStrings.items()}
    top.charset, top.ROS = new, ("Adobe", "Identity", 0)
    for table in font["cmap"].tables:
        table.cmap = {sign: names[name] for sign, name in table.cmap.items()}
    font["hmtx"].metrics = {names[name]: wide for name, wide in font["hmtx"].metrics.items()}
    font.setGlyphOrder(new)
    return font


def characters() -> set[int]:
    """Every character of GB 2312, and the blocks of signs."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    han = {ord(text) for pair in pairs if len(text := pair.decode("gb2312", "ignore")) == 1}
    return han.union(*(range(*block) for block in BLOCKS))


def _chinese(font: TTFont) -> set[int]:
    known = font.getBestCmap()
    return {sign for sign in known if any(a <= sign < b for a, b in CHINESE_BLOCKS)}


def _of_family(source: Path, family: str) -> TTFont:
    collection = TTCollection(source, lazy=True)
    names = [font["name"].getDebugName(FAMILY) for font in collection.fonts]
    return TTFont(source, fontNumber=names.index(family), lazy=True)


def _options() -> Options:
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]  # whose work it is and under which licence
    return options


if __name__ == "__main__":
    main(Path(sys.argv[1]))
