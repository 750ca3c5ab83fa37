"""GB/T 9704-2012 measured on the printed page: read out of the PDF, not out of the stylesheet."""

import re
from itertools import pairwise

import pytest

from organizations import pdf
from tests.measuring import sheets

PITCH = 225 / 22
HEADINGS = (
    "<h1>关于履行职责情况的报告</h1><h2><span>一、履职情况</span></h2>"
    "<h3><span>（一）加强组织领导</span></h3><p><span>1. 第一项工作。</span></p>"
)
#: Characters in names of townships of Zhejiang, four of them beyond GB 2312 and one beyond BMP.
TOWNSHIPS = "沚碶浬鿎澥垟旸峃甽漈垵濛𬒗堍岙塍丶㙦"
CLOSING, OPENING = "，。；：、！？）》】”’…", "（《【“‘"


def official(body: str, language: str = "zh-CN") -> bytes:
    return pdf.official(
        f'<html lang="{language}"><head><meta charset="utf-8"><title>x</title></head><body>'
        f'<article class="document" lang="{language}">{body}</article></body></html>',
        "en" if language == "en" else "zh-hans",
        unused=("title", "heiti", "kaiti"),
    )


def table(count: int) -> str:
    rows = "".join(
        f"<tr><td>条{number:03}款</td><td>{'要求' * (number % 40 + 1)}</td></tr>"
        for number in range(count)
    )
    head = "<thead><tr><th>序号栏</th><th>要求栏</th></tr></thead>"
    return f'<table class="document-table">{head}<tbody>{rows}</tbody></table>'


def number_of(sheet):
    """The line of the page number."""
    return next(line for line in sheet.lines if re.fullmatch(r"—\d+—", _text(line)))


def body_of(sheet):
    return [line for line in sheet.lines if not re.fullmatch(r"—\d+—", _text(line))]


def _text(line) -> str:
    return "".join(sign.text for sign in line)


@pytest.fixture(scope="module")
def three_pages():
    return sheets(official(f"<p><span>{'法' * 1700}</span></p>"))


def test_the_paper_is_a4(three_pages):
    assert {(round(page.width), round(page.height)) for page in three_pages} == {(210, 297)}


def test_22_lines_of_28_characters_at_an_even_pitch(three_pages):
    for page in three_pages[:2]:
        lines = body_of(page)
        assert [len(line) for line in lines][1:] == [28] * 21
        steps = [b[0].baseline - a[0].baseline for a, b in pairwise(lines)]
        assert all(abs(step - PITCH) < 0.05 for step in steps), steps


def test_the_type_area_is_156_by_225_at_28_and_37(three_pages):
    for page in three_pages[:2]:
        lines = body_of(page)
        full = lines[1]
        assert full[0].left == pytest.approx(28, abs=0.3)
        assert full[-1].right == pytest.approx(184, abs=0.5)
        # A line stands in the middle of its pitch: the first and the last one say where
        # the area begins and ends.
        first, last = lines[0][0], lines[-1][0]
        assert 37 < first.baseline < 37 + PITCH
        assert 262 - PITCH < last.baseline < 262
        assert first.baseline - 37 == pytest.approx(last.baseline - (262 - PITCH), abs=0.1)


def test_the_body_is_of_size_three_in_fangsong(three_pages):
    signs = [sign for line in body_of(three_pages[0]) for sign in line]
    assert {sign.size for sign in signs} == {16}
    assert all("Fang" in sign.font for sign in signs)


def test_the_number_is_odd_right_even_left_seven_millimetres_below(three_pages):
    for count, page in enumerate(three_pages, 1):
        line = number_of(page)
        assert _text(line) == f"—{count}—"
        assert {sign.size for sign in line} == {14}
        em = 14 * 25.4 / 72
        if count % 2:
            assert line[-1].right == pytest.approx(184 - em, abs=0.5)
        else:
            assert line[0].left == pytest.approx(28 + em, abs=0.5)
        # Its box begins 7 mm below the area; the figures' upper edge stands a hair lower.
        assert line[0].baseline - em == pytest.approx(262 + 7, abs=1)


def test_each_level_of_heading_has_its_face():
    html = f"<html lang='zh-CN'><head><meta charset='utf-8'><title>x</title></head><body><article class='document' lang='zh-CN'>{HEADINGS}</article></body></html>"
    page = sheets(pdf.official(html, "zh-hans"))[0]
    title, first, second, third = body_of(page)
    assert [(_face(line), line[0].size) for line in (title, first, second)] == [
        ("PortalTitle-Bold", 22),
        ("PortalHei", 16),
        ("PortalKai", 16),
    ]
    assert (_face(third[2:]), third[2].size) == ("PortalFang", 16)
    middle = (title[0].left + title[-1].right) / 2
    assert middle == pytest.approx(28 + 78, abs=0.5)
    for line in (first, second, third):
        assert line[0].left == pytest.approx(28 + 2 * 156 / 28, abs=1.2)


def _face(line) -> str:
    """The one font that all of the line is set in."""
    (name,) = {sign.font for sign in line}
    return name


def test_a_table_over_pages_repeats_its_head_and_no_row_is_lost_or_doubled():
    html = official(f"<p><span>表。</span></p>{table(160)}")
    pages = sheets(html)
    assert len(pages) > 4
    assert all(page.text.count("序号栏") == 1 and "要求栏" in page.text for page in pages)
    found = re.findall(r"条(\d{3})款", "".join(page.text for page in pages))
    assert found == [f"{number:03}" for number in range(160)]


def test_no_character_of_a_township_is_a_box(caplog):
    """Each is set in a font that has it, and can be copied out as itself."""
    document = official(f"<p><span>{TOWNSHIPS}</span></p>")
    assert sheets(document)[0].text.startswith(TOWNSHIPS)
    assert "boxes" not in caplog.text


def test_a_box_would_be_told(caplog):
    """The control: a character that no font has."""
    official("<p><span>法\U0010fffd</span></p>")
    assert "printed as boxes: \U0010fffd U+10FFFD" in caplog.text


@pytest.mark.parametrize("length", range(20, 29))
def test_no_line_begins_closing_or_ends_opening_wherever_it_breaks(length):
    """The marks are pushed through every place of the line."""
    text = ("法" * length + "（治），《办法》：“履行”、；") * 6
    lines = [_text(line) for line in body_of(sheets(official(f"<p><span>{text}</span></p>"))[0])]
    assert not [line for line in lines if line[0] in CLOSING or line[-1] in OPENING]
    assert "".join(lines) == text


def test_a_space_at_the_end_sends_nothing_to_the_next_line():
    """Of a paragraph that fills its line to the last millimetre but one."""
    text = "2. Have enforcers popularize the law. 16 Jun, 党校报告厅: 谁执法谁普法."
    (line,) = body_of(sheets(official(f"<p><span>{text} </span></p>", "en"))[0])
    assert _text(line) == text.replace(" ", "")


def test_a_wide_table_lies_on_its_side_and_keeps_the_number_at_the_same_edge():
    """The sheet turned upright: the number at the foot, odd right, even left (7.5)."""
    wide = f'<section class="document-attachment document-wide">{table(60)}</section>'
    upright, *turned = sheets(official(f"<p><span>文</span></p>{wide}"))
    assert (round(upright.width), round(upright.height)) == (210, 297)
    assert len(turned) > 2
    em = 14 * 25.4 / 72
    for count, page in enumerate(turned, 2):
        assert (round(page.width), round(page.height)) == (297, 210)
        rules = [sign for sign in page.signs if sign.text == "—"]
        # Turned by a quarter the left edge is the foot: as far from the area as upright.
        foot = number_of(upright)[0].baseline - 262
        assert {round(35 - sign.start, 1) for sign in rules} == {round(foot, 1)}
        upper, lower = sorted(sign.baseline for sign in rules)
        if count % 2:
            assert lower + em == pytest.approx(184 - em, abs=1)
        else:
            assert upper == pytest.approx(28 + em, abs=0.5)
        assert page.text.count("序号栏") == 1
