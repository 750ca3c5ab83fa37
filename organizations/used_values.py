"""Edges and sizes of boxes that look alike are worked out once, and backgrounds only where there are.

WeasyPrint turns what a sheet asks (margins, paddings, borders, widths, heights) into lengths in
thirty steps of Python for each box of each page, though nearly all the cells of a table and all
the lines of a text ask the same; and it asks each box in turn for corners, images and shadows that
hardly any has. Two of its functions are replaced, in each module that calls them.
"""

from operator import itemgetter

from weasyprint.css.functions import check_math
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import (
    absolute,
    background,
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
#: What is painted behind a box or around it; as a sheet leaves it where it says nothing.
CORNERS = tuple(f"border_{y}_{x}_radius" for y in ("top", "bottom") for x in ("left", "right"))
PAINTED = (
    *CORNERS, "border_image_source", "mask_border_source", "background_image",
    "background_color", "box_shadow",
)  # fmt: skip
_painted = itemgetter(*PAINTED)
NOTHING = _painted(INITIAL_VALUES)
SQUARE = dict.fromkeys(CORNERS, (0, 0))
_asked = itemgetter(*USED, *DECIDING)
_resolve = percent.resolve_percentages
_lay_background = background.layout_box_backgrounds
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


def layout_box_backgrounds(page, box, get_image, layout_children=True, style=None) -> None:
    """What WeasyPrint's function of this name comes to, where nothing is painted."""
    if style is not None or box is page or _painted(box.style) != NOTHING:
        _lay_background(page, box, get_image, layout_children, style)
        return
    box.__dict__.update(SQUARE)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)
    box.background = None


CALLERS = absolute, block, column, float, grid, inline, page, percent, table
REPLACED = (
    *((module, "resolve_percentages", resolve_percentages) for module in CALLERS),
    (background, "layout_box_backgrounds", layout_box_backgrounds),
)
