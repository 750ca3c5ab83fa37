"""Where the fonts of official documents lie: the operator's folders first, then ours."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ENDINGS = (".otf", ".ttf", ".ttc")


class FontMissing(RuntimeError):
    """A font that the document format needs is not there: never a silent substitute."""


def path_of(stem: str) -> Path:
    """The first file whose name begins with ``stem`` in FONT_DIRS; raises FontMissing."""
    for file in _files():
        if file.name.lower().startswith(stem.lower()):
            return file
    folders = ", ".join(str(folder) for folder in settings.FONT_DIRS)
    raise FontMissing(f"font {stem} not found in {folders}; run `make setup` or set FONT_DIRS")


def _files() -> Iterator[Path]:
    for folder in settings.FONT_DIRS:
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix.lower() in ENDINGS:
                yield file
