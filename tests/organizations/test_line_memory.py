"""Lines that are remembered are the lines that WeasyPrint would have set."""

import inspect
import re

import pytest
from weasyprint.text import fonts, line_break

from organizations import line_memory, pdf, typesetting

ZH = "全面推进依法治县，主持召开会议，研究解决“重大问题”（2026年3月12日），督促落实。"
EN = "The holder heard 3 reports, and saw to it that each finding was put right in time. "
HTML = (
    '<html lang="zh-CN"><head><meta charset="utf-8"><title>x</title></head><body>'
    f'<article class="document" lang="zh-CN"><h1>报告</h1><p><span>{ZH * 9}</span></p>'
    f'<p><span style="text-align: justify">{EN * 9}</span></p><p><u>{ZH}</u></p>'
    f'<table class="document-table"><tr><td>{ZH}</td><td>{EN}</td><td>2026-03-12</td></tr></table>'
    "</article></body></html>"
)


def made() -> bytes:
    return pdf.render(HTML, stylesheets=pdf.OFFICIAL)


@pytest.fixture
def forgotten():
    line_memory.forget()
    yield
    line_memory.forget()


def test_the_page_is_the_same_to_the_byte(forgotten, monkeypatch):
    new, remembered = made(), made()
    for holder, name, original in typesetting.ORIGINALS:
        if (holder, name) in {each[:2] for each in line_memory.REPLACED}:
            monkeypatch.setattr(holder, name, original)
    monkeypatch.setattr(line_memory, "remembered", lambda style, key, ask, *args: ask(*args))
    assert new == remembered == made()


def test_lines_are_remembered_and_not_for_ever(forgotten, monkeypatch):
    made()
    known = len(line_memory._lines)
    made()
    assert len(line_memory._lines) == known > 20
    monkeypatch.setattr(line_memory, "MOST", 10)
    line_memory.forget()
    made()
    assert 0 < len(line_memory._lines) <= 10


def test_nothing_that_weasyprint_reads_is_left_out():
    """Fails when a new WeasyPrint sets lines by a property that ours do not know of."""
    sources = (line_break, fonts.get_font_description)
    read = {name for each in sources
            for name in re.findall(r"style\[['\"](\w+)", inspect.getsource(each))}  # fmt: skip
    assert read - {"line_height"} == set(line_memory.PROPERTIES)
