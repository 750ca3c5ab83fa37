"""The file that we write holds what pydyf would have written, object for object."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from weasyprint.pdf import generate_pdf

from organizations import pdf, pdf_file, typesetting

PAGE = (
    '<html lang="zh-CN"><head><meta charset="utf-8"><title>年度报告</title></head><body>'
    '<article class="document" lang="zh-CN"><h1>报告</h1><p><span>依法治县</span></p>'
    '<table class="document-table"><tr><th>序号</th></tr><tr><td>{}</td></tr></table>'
    "</article></body></html>"
)


def drawn(text: str = "1"):
    families, sheets = typesetting.prepare(pdf.OFFICIAL)
    page = typesetting.Sheet(PAGE.format(text), typesetting.OurOwnOnly())
    document = page.render(font_config=typesetting._configuration(families), stylesheets=sheets)
    return generate_pdf(document, None, 1, **typesetting.OPTIONS)


@pytest.fixture
def ours() -> bytes:
    return pdf_file.written(drawn(), "1.7")


def contents(file: bytes) -> dict:
    with pikepdf.open(BytesIO(file)) as opened:
        return {
            each.objgen: content(each) for each in opened.objects if kind(each) not in ("/XRef",
                                                                                       "/ObjStm")
        }  # fmt: skip


def kind(each) -> str:
    return str(each.get("/Type", "")) if isinstance(each, pikepdf.Stream) else ""


def content(each):
    if not isinstance(each, pikepdf.Stream):
        return each.unparse()
    extra = {name: str(value) for name, value in each.items() if name != "/Length"}
    return extra, each.read_bytes().split()


def test_every_object_is_the_one_that_pydyf_writes(ours):
    theirs = BytesIO()
    drawn().write(theirs, "1.7", True, True)
    assert contents(ours) == contents(theirs.getvalue())


def test_a_font_cut_before_is_the_same(ours, monkeypatch):
    known = len(pdf_file._cut)
    assert pdf_file.written(drawn(), "1.7") == ours
    assert len(pdf_file._cut) == known > 0
    pdf_file.forget()
    assert pdf_file.written(drawn(), "1.7") == ours
    monkeypatch.setattr(pdf_file, "MOST", 1)
    pdf_file.forget()
    assert (pdf_file.written(drawn(), "1.7"), len(pdf_file._cut)) == (ours, 1)


def test_qpdf_finds_nothing_to_complain_of(ours, tmp_path):
    file = tmp_path / "document.pdf"
    file.write_bytes(ours)
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_other_words_have_another_identifier(ours):
    other = pdf_file.written(drawn("2"), "1.7")
    first, second = (pikepdf.open(BytesIO(each)).trailer.ID for each in (ours, other))
    assert first[0] == first[1] != second[0]
    assert ours == pdf_file.written(drawn(), "1.7")


def test_each_page_is_still_told_to_its_elements():
    """Fails when a new pydyf no longer asks for the list that we keep."""
    assert drawn().page_references == [drawn().page_references[0]]
