"""Perceptual hashes of a picture, whole and of the windows a crop would leave.

Each window has a coarse hash of 64 bits, by which candidates are found, and a fine one of
144 bits, which decides: pages of print look alike at 64 bits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import imagehash
from PIL import Image, ImageFile, ImageOps, ImageStat

from duties.likeness.errors import Unreadable

#: A picture of more pixels is not opened.
PIXELS_MAX = 50_000_000
#: Nothing finer than this survives a re-scan, and reading small is quick.
SIDE = 512
SIDE_MIN = 32
#: Below this spread of grey, seen at 32 × 32, a picture says nothing: a wall, an empty page.
SPREAD_MIN = 6.0
#: From this share of light pixels on it is paper, told by its print: no windows are looked at.
PAPER = 0.7
LIGHT = 170
#: A crop is looked for in steps: a window may be two per cent off its place, not four.
_STEPS = [0.15 * step / 3 for step in range(4)]
#: Left, top, right, bottom of what remains, as shares: a little off around, 15 % off anywhere.
WINDOWS = (
    *((off, off, 1 - off, 1 - off) for off in (0.025, 0.05, 0.075)),
    *((left, top, left + 0.85, top + 0.85) for left in _STEPS for top in _STEPS),
)

#: Coarse then fine, in hex, of one window.
Hash = str
#: The whole picture first, then its windows.
Hashes = tuple[Hash, ...]


def open_picture(source: Path | BinaryIO) -> Image.Image:
    """An opened, not yet decoded picture; raises Unreadable."""
    try:
        picture = Image.open(source)
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as e:
        raise Unreadable("not a picture") from e
    if picture.width * picture.height > PIXELS_MAX:
        raise Unreadable("too many pixels")
    return picture


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint, where it is loaded in the same process, lets Pillow take half a picture."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def hashes_of(picture: Image.Image) -> Hashes | None:
    """None for what says nothing; raises Unreadable."""
    try:
        # A JPEG is decoded at a fraction of its size at once.
        picture.draft("L", (SIDE * 2, SIDE * 2))
        with _whole_pictures_only():
            grey = _grey(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Unreadable("broken picture") from error
    if min(grey.size) < SIDE_MIN or _is_uniform(grey):
        return None
    shares = () if _is_paper(grey) else WINDOWS
    return (_hash(grey), *(_hash(_window(grey, share)) for share in shares))


def _grey(picture: Image.Image) -> Image.Image:
    """Upright, in grey, transparency on white, small."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        coloured = upright.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        paper.alpha_composite(coloured)
        upright = paper
    grey = upright.convert("L")
    grey.thumbnail((SIDE, SIDE))
    return grey


def _is_uniform(grey: Image.Image) -> bool:
    return ImageStat.Stat(grey.resize((32, 32))).stddev[0] < SPREAD_MIN


def _is_paper(grey: Image.Image) -> bool:
    light = sum(grey.histogram()[LIGHT:])
    return light >= PAPER * grey.width * grey.height


def _window(grey: Image.Image, share: tuple[float, float, float, float]) -> Image.Image:
    left, top, right, bottom = share
    width, height = grey.size
    return grey.crop(
        (int(left * width), int(top * height), int(right * width), int(bottom * height))
    )


def _hash(grey: Image.Image) -> Hash:
    coarse = imagehash.phash(grey, hash_size=8)
    fine = imagehash.phash(grey, hash_size=12, highfreq_factor=4)
    return f"{coarse}{fine}"
