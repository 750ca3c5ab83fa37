"""The one door to WeasyPrint: HTML of ours in, PDF bytes out. No network, no file of the host.

``organizations.typesetting`` does the work. It is imported on the first document and not
before, because WeasyPrint takes most of a second to load and most processes never print.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from django.conf import settings

#: Font files of GB/T 9704 that ship with no system package in a usable place.
FANDOL = ("FandolFang-Regular.otf", "FandolKai-Regular.otf")
#: A font of the operator's (``fangsong.ttf`` …) in FONT_DIRS goes before ours.
ROLES = {
    "fangsong": ("DocumentFangsong", "FandolFang"),
    "kaiti": ("DocumentKaiti", "FandolKai"),
    "heiti": ("DocumentHeiti", "Noto Sans CJK SC"),
    "song": ("DocumentSong", "Noto Serif CJK SC"),
}
SUFFIXES = (".otf", ".ttf")
_one_at_a_time = Lock()


class PdfError(Exception):
    """The document cannot be made."""


class FetchRefused(PdfError):
    """It asked for something outside our own fonts and stylesheets."""


class MissingFont(PdfError):
    """A font of the official format is not there; another never stands in silently."""


def render(html: str, *, stylesheets: Iterable[str], fonts: Iterable[str] = ()) -> bytes:
    """``html`` set with our own ``stylesheets`` (static paths) as PDF.

    Fails rather than fetch anything else, or print without one of the ``fonts`` (ROLES).
    One document at a time: the font map underneath is shared and not thread-safe.
    """
    from organizations import typesetting  # noqa: PLC0415 - slow, see above

    absent = missing_files()
    if absent and {"fangsong", "kaiti"} & set(fonts):
        raise MissingFont(", ".join(absent))
    with _one_at_a_time:
        return typesetting.typeset(html, tuple(stylesheets), frozenset(fonts))


def font_file(name: str) -> Path | None:
    """The first file of that plain name in FONT_DIRS; the operator's folder comes first."""
    if name != Path(name).name or name.startswith("."):
        return None
    found = (Path(folder) / name for folder in settings.FONT_DIRS)
    return next((path for path in found if path.is_file()), None)


def faces() -> dict[str, str]:
    """Family → file name of every font that is loaded from FONT_DIRS."""
    known = {
        families[0]: role + suffix
        for role, families in ROLES.items()
        for suffix in SUFFIXES
        if font_file(role + suffix)
    }
    return known | {name.split("-")[0]: name for name in FANDOL if font_file(name)}


def missing_files() -> list[str]:
    """Names of font files that neither set-up nor operator has put into FONT_DIRS."""
    given = faces()
    roles = ("fangsong", "kaiti")
    return [
        name
        for role, name in zip(roles, FANDOL, strict=True)
        if not set(ROLES[role]) & set(given)
    ]
