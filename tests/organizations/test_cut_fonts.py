"""The Chinese faces that documents are set from, as `make setup` cut them."""

import pytest
from fontTools.ttLib import TTFont

from organizations import pdf


@pytest.mark.parametrize("family", ["PortalFang", "PortalKai"])
def test_spaces_among_chinese_words_are_no_boxes(family):
    with TTFont(pdf.font_files()[family], lazy=True) as font:
        known = set(font.getBestCmap())
    assert {0x20, 0xA0, 0x3000, ord("法")} <= known
    assert ord("A") not in known
