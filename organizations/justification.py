"""Flush right edges for Chinese lines: what WeasyPrint lacks for text without spaces.

A line that ends early, because its last character may not be parted from a closing mark or
a figure, is widened by a hair between all its characters, as a typesetter does. WeasyPrint
widens spaces only, so its function is replaced by ours; the test of the right edge in
``tests/organizations/test_pdf.py`` tells when a new version no longer takes it.
"""

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout

from organizations import line_memory

#: Above these shares of the character's size a gap is seen: such a line stays as it is.
WIDEST = 0.12
FIRST_HAN = "\u2e80"
_by_spaces = inline.justify_line


def justify_line(context, line, extra: float) -> None:
    """Share ``extra`` among the characters of a Chinese line; leave others to WeasyPrint."""
    texts = list(_texts(line))
    signs = sum(_printed(box.text) for box in texts)
    han = sum(sign >= FIRST_HAN for box in texts for sign in box.text)
    if not signs or 2 * han < signs:
        _by_spaces(context, line, extra)
        return
    gap = extra / signs
    if 0 < gap <= WIDEST * texts[0].style["font_size"]:
        _widen(context, line, gap, 0)


def _printed(text: str) -> int:
    """Characters that take room: not the zero-width spaces that only allow a break."""
    return len(text) - text.count("\u200b")


def _texts(box):
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _texts(child)


def _widen(context, box, gap: float, advance: float) -> float:
    """Move ``box`` by what was added before it, add its own, return the sum."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        box.style, unwidened = _widened(box.style, gap), box.style
        added = gap * _printed(box.text)
        box.width += added
        box.pango_layout = line_memory.remembered(
            unwidened, (box.text, gap), _laid_out, box.text, box.style, context
        )
        return advance + added
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += advance
        before = advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _widen(context, child, gap, advance)
        box.width += advance - before
        return advance
    box.translate(advance, 0)
    return advance


def _widened(style, gap: float):
    style, spacing = style.copy(), style["letter_spacing"]
    style["letter_spacing"] = (0 if spacing == "normal" else spacing) + gap
    return style


def _laid_out(text: str, style, context):
    layout = create_layout(text, style, context, None, 0)
    layout.deactivate()
    return layout


REPLACED = ((inline, "justify_line", justify_line),)
