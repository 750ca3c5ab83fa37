"""Edges and sizes of boxes that look alike are worked out once.

WeasyPrint turns what a sheet asks (margins, paddings, borders, widths, heights) into lengths in
thirty steps of Python for each box of each page, though nearly all the cells of a table and all
the lines of a text ask the same. One of its functions is replaced, in each module that calls it.
"""

from operator import itemgetter

from weasyprint.css.functions import check_math
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import (
    absolute,
    block,
    column,
    float,
    grid,
    inline,
    page,
    percent,
    table,
)

SIDES = ("top", "right", "bottom", "left")
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
#: What is set on the box, each from the property of the same name …
USED = (
    *(f"margin_{side}" for side in SIDES), *(f"padding_{side}" for side in SIDES), *BORDERS,
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
#: … and by these.
DECIDING = "box_sizing", "border_collapse"
MOST = 10_000
_asked = itemgetter(*USED, *DECIDING)
_resolve = percent.resolve_percentages
_known = {}


def forget() -> None:
    _known.clear()


def resolve_percentages(box, containing_block) -> None:
    """Set what WeasyPrint's function of this name sets, or set the last time."""
    if isinstance(containing_block, Box):
        containing_block = containing_block.width, containing_block.height
    asked = _asked(box.style)
    key = asked, *containing_block, isinstance(box, PageBox)
    if asked[-1] == "collapse":  # the borders of its neighbours have decided before
        key += tuple([getattr(box, name, None) for name in BORDERS])
    used = _known.get(key)
    if used is None:
        _resolve(box, containing_block)
        if not any(map(check_math, asked)):  # a formula may ask for the size of the letters, too
            _remember(key, {name: getattr(box, name) for name in USED})
    else:
        box.__dict__.update(used)


def _remember(key: tuple, used: dict) -> None:
    if len(_known) >= MOST:
        _known.clear()
    _known[key] = used


CALLERS = absolute, block, column, float, grid, inline, page, percent, table
REPLACED = tuple((module, "resolve_percentages", resolve_percentages) for module in CALLERS)
