"""Lines of text that have been measured before are not measured again.

Pango is where a line costs most, and WeasyPrint asks it twice: once to break the line and, as it
lets go of what it was told, once more to draw it. Here the measured line is kept, for drawing and
for the next document: four of five lines of a report stand in other reports, word for word.
That the pages stay the same to the byte, and that no property which it reads is left out of the
key, is tested (``tests/organizations/test_line_memory.py``).
"""

from weasyprint.layout import inline
from weasyprint.text import line_break

#: Forgotten all at once when so many are known: some 30 MB, a batch of a few hundred reports.
MOST = 10_000
#: Whatever decides how a line is broken and drawn.
PROPERTIES = (
    "direction", "font_family", "font_feature_settings", "font_kerning",
    "font_language_override", "font_size", "font_stretch", "font_style",
    "font_variant_alternates", "font_variant_caps", "font_variant_east_asian",
    "font_variant_ligatures", "font_variant_numeric", "font_variant_position",
    "font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars",
    "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing", "overflow_wrap", "tab_size",
    "text_decoration_line", "white_space", "word_break", "word_spacing",
)  # fmt: skip
_break_line, _line_height = line_break.split_first_line, line_break.strut
_looks, _lines, _heights = {}, {}, {}


class KeptLayout(line_break.Layout):
    """A measured line that WeasyPrint may let go of and will find again.

    The style goes: it leads to the whole of the document that it belongs to.
    """

    def deactivate(self) -> None:
        self.style = None

    def reactivate(self, style) -> None:
        if self.justification_spacing:  # left out of what was measured
            super().reactivate(style)


class _Look:
    """Compared by what it is, not by what it holds: that takes no time."""


def forget() -> None:
    for known in (_looks, _lines, _heights):
        known.clear()


def split_first_line(text, style, context, max_width, justification_spacing, **further):
    """What WeasyPrint's function of this name says, or said the last time."""
    key = text, max_width, justification_spacing, *further.values()
    return remembered(
        style, key, _break_line,
        text, style, context, max_width, justification_spacing, **further,
    )  # fmt: skip


def remembered(style, key: tuple, ask, *args, **further):
    """What ``ask`` says of a line of this style and ``key``, or said the last time."""
    return _answer(_lines, style, key, ask, *args, **further)


def strut(style):
    """The same of the height of a line and its baseline."""
    return _answer(_heights, style, style["line_height"], _line_height, style)


def _answer(known: dict, style, key, ask, *args, **further):
    if (look := _look(style)) is None:
        return ask(*args, **further)
    found = known.get((look, key))
    if found is None:
        if len(known) >= MOST:
            known.clear()
        found = known[look, key] = ask(*args, **further)
    return found


def _look(style) -> _Look | None:
    """One and the same object for all styles of one look; None if it cannot be compared.

    Worked out once a style: where WeasyPrint changes one of a laid-out box, it copies it first.
    """
    try:
        return style.look
    except AttributeError:
        look = style.font_config, *[style[name] for name in PROPERTIES]
    try:
        style.look = _looks.setdefault(look, _Look())
    except TypeError:  # a list among them, such as the lines of an underline
        style.look = None
    return style.look


REPLACED = (
    (line_break, "Layout", KeptLayout),
    (inline, "split_first_line", split_first_line),
    (inline, "strut", strut),
)
