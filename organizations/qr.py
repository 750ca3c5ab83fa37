"""A QR code as the path of one drawing: no style, no colour, nothing to fetch. Pure."""

from dataclasses import dataclass

import segno

#: Light modules that must stand around the code for a reader to find it.
QUIET = 4


@dataclass(frozen=True)
class Square:
    """``size`` modules wide and high, ``path`` the dark ones as an SVG path."""

    size: int
    path: str


def square(text: str) -> Square:
    """``text`` with a fifth of redundancy: it survives a copying machine."""
    rows = [
        bytes(row) for row in segno.make(text, error="q", micro=False, boost_error=False).matrix
    ]
    runs = (run for y, row in enumerate(rows) for run in _runs(row, y))
    return Square(len(rows) + 2 * QUIET, "".join(runs))


def _runs(row: bytes, y: int):
    """Neighbouring dark modules of a row as one rectangle."""
    x = 0
    while x < len(row):
        if not row[x]:
            x += 1
            continue
        start = x
        while x < len(row) and row[x]:
            x += 1
        wide = x - start
        yield f"M{start + QUIET} {y + QUIET}h{wide}v1h-{wide}z"
