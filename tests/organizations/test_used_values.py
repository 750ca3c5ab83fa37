"""Edges, sizes and backgrounds are those that WeasyPrint would have worked out."""

import inspect
import re
import sys

import pytest
from weasyprint.layout import percent

from organizations import pdf, typesetting, used_values

CELLS = "<td>依法治县</td><td class='document-centred'>2026</td>" * 2
HTML = (
    '<html lang="zh-CN"><head><meta charset="utf-8"><title>x</title></head><body>'
    '<article class="document" lang="zh-CN"><h1>报告</h1><p><span>依法治县</span></p>'
    '<p style="margin-left: 10%; width: calc(2em + 30%); padding: 1mm">依法治县</p>'
    '<p style="font-size: 30pt; width: calc(2em + 30%); padding: 1mm">依法治县</p>'
    '<p style="box-sizing: border-box; width: 50%; min-height: 9mm; padding: 5mm">依法治县</p>'
    f'<table class="document-table"><tr><th>序号</th></tr>{f"<tr>{CELLS}</tr>" * 60}</table>'
    '<table style="border-collapse: collapse"><tr><td style="border: 3pt solid">1</td>'
    '<td style="border: 9pt solid">2</td></tr></table>'
    '<p style="background: #eee; border-radius: 2mm">一</p><p style="box-shadow: 1mm 1mm">二</p>'
    '<p style="background: linear-gradient(red, blue)">三</p><p style="visibility: hidden">四</p>'
    '<div class="document-proof"><p>1</p><p>2</p></div></article></body></html>'
)


def made() -> bytes:
    return pdf.render(HTML, stylesheets=pdf.OFFICIAL)


@pytest.fixture
def forgotten():
    used_values.forget()
    yield
    used_values.forget()


def test_the_page_is_the_same_to_the_byte(forgotten, monkeypatch):
    new, remembered = made(), made()
    ours = {each[:2] for each in used_values.REPLACED}
    for holder, name, original in typesetting.ORIGINALS:
        if (holder, name) in ours:
            monkeypatch.setattr(holder, name, original)
    assert new == remembered == made()


def test_they_are_remembered_and_not_for_ever(forgotten, monkeypatch):
    made()
    known = len(used_values._known)
    made()
    assert len(used_values._known) == known > 20
    monkeypatch.setattr(used_values, "MOST", 10)
    used_values.forget()
    made()
    assert 0 < len(used_values._known) <= 10


def test_nothing_that_weasyprint_reads_is_left_out():
    """Fails when a new WeasyPrint works them out from a property that ours do not know of."""
    sides = "".join(
        inspect.getsource(each)
        for each in (
            percent.resolve_one_percentage,
            used_values._resolve,
            percent.adjust_box_sizing,
        )
    )
    named = set(re.findall(r"(?:style\[|percentage\(box, )'(\w+)'", sides))
    assert named | set(used_values.BORDERS) == {*used_values.USED, *used_values.DECIDING}


def test_backgrounds_are_passed_over_for_nothing_but_what_weasyprint_reads():
    """Fails when a new WeasyPrint paints by a property that ours do not know of."""
    source = inspect.getsource(used_values._lay_background).partition("layers = [")[0]
    read = set(re.findall(r"style\['(\w+)'\]|get_color\(style, '(\w+)'\)", source))
    names = {name for pair in read for name in pair if name}
    # hidden or turned, what is painted is nothing still
    assert names - {"visibility", "image_orientation"} == {*used_values.PAINTED} - {
        *used_values.CORNERS
    }


def test_every_module_that_calls_it_calls_ours():
    """Nor is a part of WeasyPrint that we replace gone from where it was."""
    parts = [getattr(each, "resolve_percentages", None) for name, each in sys.modules.items()
             if name.startswith("weasyprint.")]  # fmt: skip
    assert {each for each in parts if each} == {used_values.resolve_percentages}
    assert [getattr(holder, name) for holder, name, _ in typesetting.REPLACED] == [
        part for _, _, part in typesetting.REPLACED
    ]
