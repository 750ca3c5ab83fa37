"""Official documents are archival: PDF/A-3 with the data inside (ISO 19005-3).

What the validator asks of every paper is in ``tests/test_archival_papers.py``; here is what a
reader meets.
"""

import io
import json
from datetime import date

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from organizations import pdf

HTML = (
    '<html lang="zh-CN"><head><title>年度报告</title><meta name="author" content="杭州市市长">'
    '<meta name="dcterms.created" content="2026-01-15"></head><body>'
    '<article class="document" lang="zh-CN"><h1>年度报告</h1><h2><span>一、履职情况</span></h2>'
    "<h3><span>（一）学习</span></h3><p><span>本人全年学习4次。旸濛鿎，2026年。</span></p></article>"
    "</body></html>"
)
DATA = json.dumps({"年度": 2026, "得分": "92.50"}, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def document() -> bytes:
    return made()


def made() -> bytes:
    data = pdf.Attachment("report.json", DATA, "报告数据", date(2026, 1, 15))
    return pdf.official(HTML, "zh-hans", attachments=[data])


@pytest.fixture
def opened(document):
    with pikepdf.open(io.BytesIO(document)) as file:
        yield file


def test_it_says_what_it_is_and_the_two_descriptions_agree(opened):
    with opened.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["dc:title"] == str(opened.docinfo["/Title"]) == "年度报告"
        assert meta["dc:creator"] == [str(opened.docinfo["/Author"])]


def test_colours_are_bound_to_a_profile_inside(opened):
    (intent,) = opened.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_every_font_is_embedded_and_every_sign_can_be_read_back(opened):
    fonts = [each for each in opened.objects if kind_of(each) == "/Font"]
    inner = [font.DescendantFonts[0] for font in fonts if font.Subtype == "/Type0"]
    assert len(inner) >= 4
    assert all("/FontFile3" in font.FontDescriptor or "/FontFile2" in font.FontDescriptor
               for font in inner)  # fmt: skip
    assert all("/ToUnicode" in font for font in fonts if font.Subtype == "/Type0")


def test_glyphs_are_numbered_by_their_place(opened):
    """A reader that goes by the standard looks for the number, others for the place."""
    for stream in opened.objects:
        if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/OpenType":
            font = TTFont(io.BytesIO(stream.read_bytes()))
            assert font["CFF "].cff[0].ROS == ("Adobe", "Identity", 0)
            numbers = [int(name.removeprefix("cid")) for name in font.getGlyphOrder()[1:]]
            assert numbers == list(range(1, len(numbers) + 1))


def test_it_is_tagged_and_names_its_language(opened):
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "zh-CN"
    assert opened.Root.StructTreeRoot.K is not None


def test_nothing_acts_and_nothing_is_locked(opened):
    assert not opened.is_encrypted
    assert not {"/OpenAction", "/AA"} & set(opened.Root.keys())
    kinds = {
        str(each.get("/S", "")) for each in opened.objects if isinstance(each, pikepdf.Dictionary)
    }
    assert not kinds & {"/JavaScript", "/Launch", "/Movie", "/Sound", "/SubmitForm"}
    assert opened.trailer.ID is not None


def test_the_data_travels_inside_byte_for_byte(opened):
    attached = opened.attachments["report.json"]
    assert attached.get_file().read_bytes() == DATA
    spec = opened.Root.AF[0]
    assert (spec.AFRelationship, str(spec.Desc)) == ("/Data", "报告数据")


def test_headings_become_bookmarks(opened):
    with opened.open_outline() as outline:
        (title,) = outline.root
        assert (title.title, title.children[0].title) == ("年度报告", "一、履职情况")


def test_the_same_words_and_data_give_the_same_bytes(document):
    assert made() == document


def kind_of(each) -> str:
    return str(each.get("/Type", "")) if isinstance(each, pikepdf.Dictionary) else ""
