"""Bars as vectors: shares of a whole as rectangles, the same on a page and on paper.

Only the geometry stands here; ``_components/bars.html`` draws it with attributes of its own,
since neither the Content-Security-Policy nor a printer has any use for a script.
"""

from collections.abc import Iterable
from dataclasses import dataclass

#: Told apart in black and white too: the darker, the further.
FILLS = {
    "green": "#2f8a55",
    "pale": "#a9d3b8",
    "amber": "#d59a2c",
    "red": "#c43a36",
    "grey": "#e3e8ee",
    "blue": "#1f4f82",
}
WIDTH = 1000


@dataclass(frozen=True)
class Segment:
    """A rectangle within a bar of ``WIDTH`` units."""

    x: int
    width: int
    fill: str


@dataclass(frozen=True)
class Bar:
    label: str
    figure: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Key:
    """What a colour stands for."""

    label: str
    fill: str


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    keys: tuple[Key, ...] = ()


def bar(label: str, figure: str, parts: Iterable[tuple[str, float]], whole: float) -> Bar:
    """``parts``: tone and size, laid end to end; ``whole`` is what the full width stands for."""
    edge, so_far, segments = 0, 0, []
    for tone, size in parts:
        so_far += size
        upto = round(WIDTH * so_far / whole) if whole else 0
        if upto > edge:
            segments.append(Segment(edge, upto - edge, FILLS[tone]))
        edge = upto
    return Bar(label, figure, tuple(segments))
