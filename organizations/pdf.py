"""The one door to WeasyPrint: HTML of ours in, PDF bytes out. No network, no file of the host.

``organizations.typesetting`` does the work. It is imported on the first document and not
before, because WeasyPrint takes most of a second to load and most processes never print.
"""

import gc
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from threading import Lock

from django.conf import settings

from organizations import fonts

#: Role → font families in order of preference. The first is the operator's own licensed
#: font, if he put one into FONT_DIRS under that name (``DocumentFangsong.ttf`` …). ``Portal…``
#: are Noto and Fandol cut to what documents use (deploy/cut_fonts.py): figures and Latin come
#: from the Song face that follows in every stack, a rarer character from Noto.
ROLES = {
    "title": ("DocumentTitle", "PortalTitle", "Noto Serif CJK SC"),
    "song": ("DocumentSong", "PortalSong", "Noto Serif CJK SC"),
    "heiti": ("DocumentHeiti", "PortalHei", "Noto Sans CJK SC"),
    "fangsong": ("DocumentFangsong", "PortalFang"),
    "kaiti": ("DocumentKaiti", "PortalKai"),
}
#: Families that we load from a file; Noto is found by the system's own font list.
FROM_FILES = tuple(
    family for families in ROLES.values() for family in families if not family.startswith("Noto")
)
#: The format of official documents (GB/T 9704-2012): its stylesheet, and the fonts it needs.
OFFICIAL = ("css/document.css", "css/letterhead.css")
OFFICIAL_ROLES = {
    "zh-hans": ("title", "song", "heiti", "fangsong", "kaiti"),
    "en": ("title", "song", "heiti"),
}
_one_at_a_time = Lock()


class PdfError(Exception):
    """The document cannot be made."""


class FetchRefused(PdfError):
    """It asked for something outside our own fonts and stylesheets."""


class MissingFont(PdfError):
    """A font of the official format is not there; another never stands in silently."""


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the document: the data behind what it prints.

    ``day`` is the date it carries, not the clock's: the same words give the same bytes.
    """

    name: str
    content: bytes
    description: str
    day: date


def render(
    html: str,
    *,
    stylesheets: Iterable[str],
    roles: Iterable[str] = (),
    attachments: Iterable[Attachment] = (),
) -> bytes:
    """``html`` set with our own ``stylesheets`` (static paths) as archival PDF (PDF/A-3a).

    Fails rather than fetch anything else, or print without the fonts of ``roles``.
    One document at a time: the font map underneath is shared and not thread-safe.
    """
    from organizations import typesetting

    with _one_at_a_time:
        return typesetting.typeset(html, tuple(stylesheets), frozenset(roles), tuple(attachments))


def official(
    html: str,
    language: str,
    unused: Iterable[str] = (),
    attachments: Iterable[Attachment] = (),
) -> bytes:
    """``html`` of ours as an official document; the same bytes for the same words.

    ``unused`` are roles of fonts that this kind of document never needs.
    """
    roles = set(OFFICIAL_ROLES[language]) - set(unused)
    return render(html, stylesheets=OFFICIAL, roles=roles, attachments=attachments)


def file_name(name: str) -> str:
    """What the downloaded file is called; no character that a file system forbids."""
    return "".join("_" if sign in '\\/:*?"<>|' or sign < " " else sign for sign in name) + ".pdf"


def versions() -> dict[str, str]:
    """What sets a document: the renderer's version and the SHA-256 of each font from a file."""
    known = {"weasyprint": metadata.version("weasyprint")}
    return known | {family: _digest(path) for family, path in sorted(font_files().items())}


@lru_cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def warm_up(stylesheets: Iterable[str] = ()) -> None:
    """Load WeasyPrint and fonts now: nobody's first document then waits for them.

    For a server's workers once they have started; it costs nothing to leave it out. What is
    loaded by then stays loaded: the garbage collector need not walk it again after each document.
    """
    from organizations import typesetting

    with _one_at_a_time:
        typesetting.prepare(tuple(stylesheets))
    gc.freeze()


def font_files() -> dict[str, Path]:
    """Family → file of every font that is loaded from FONT_DIRS."""
    return _font_files(tuple(map(str, settings.FONT_DIRS)))


@lru_cache
def _font_files(folders: tuple[str, ...]) -> dict[str, Path]:
    """Looked up once for the same folders: they may hold all fonts of the system."""
    found = {}
    for family in FROM_FILES:
        try:
            found[family] = fonts.path_of(family)
        except fonts.FontMissing:
            continue
    return found
