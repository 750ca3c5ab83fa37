"""Documents are frozen in both languages; the case file is one PDF with index and bookmarks."""

import hashlib
from uuid import uuid4

import pikepdf
import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from accountability.actions import appeals, case_file, claims, closing, deciding, files, hearing
from accountability.models import CaseDocument, CaseFile
from organizations.errors import Refused
from organizations.models import MatterEntry
from tests.cast import ON
from tests.files import pdf_upload, photo_upload, upload

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "")


def test_the_notice_says_what_it_is_about_and_until_when(story):
    case = story.notified()
    row = case.documents.get(kind="notice", language="zh-hans")
    said = text_of(bytes(row.content))
    for words in (
        "杭州市市长：",
        "全年未听取依法行政情况汇报",
        "2026年12月7日",
        "中共浙江省纪律检查委员会",
    ):
        assert words in said
    assert row.sha256 == hashlib.sha256(row.content).hexdigest()


def test_the_served_decision_names_number_measure_and_appeal(story):
    case = story.served()
    row = case.documents.get(kind="decision", language="zh-hans")
    said = text_of(bytes(row.content))
    for words in (
        "问责〔2026〕1号",
        "浙委〔2026〕12号",
        "影响期至2027年5月23日",
        "截至2026年12月23日",
        "中共浙江省委员会",
    ):
        assert words in said


def test_what_was_issued_is_never_another(story):
    story.notified()
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseDocument.objects.update(content=b"")


def attach(case, file, by, purpose="statement", key=None):
    return files.attach(case=case, key=key or uuid4(), purpose=purpose, file=file, by=by, on=ON)


@pytest.mark.parametrize(
    ("purpose", "hand_in"), [("statement", hearing.state), ("claim", claims.claim)]
)
def test_files_wait_for_their_form_and_are_sealed_with_it(story, purpose, hand_in):
    case, key = story.notified(), uuid4()
    for _ in range(2):
        attach(case, pdf_upload(), story.official, purpose, key=key)
    mine = CaseFile.objects.visible_to(story.official, ON)
    assert (mine.count(), CaseFile.objects.visible_to(story.handler, ON).count()) == (1, 0)
    said = hand_in(case=case, key=uuid4(), text="见附件。", by=story.official, on=ON)
    assert mine.get().sealed_in == said.pk
    assert CaseFile.objects.visible_to(story.handler, ON).count() == 1
    with pytest.raises(Refused):
        files.remove(row=mine.get(), by=story.official, on=ON)


def test_what_the_handlers_gather_is_not_for_the_one_concerned(story):
    case = story.notified()
    attach(case, photo_upload(), story.handler, purpose="material")
    assert not CaseFile.objects.visible_to(story.official, ON).exists()


def test_the_file_of_the_case_is_one_pdf_with_an_index(story, tmp_path):
    case = story.notified()
    attach(case, photo_upload("现场.jpg"), story.handler, purpose="material")
    attach(case, upload("笔记.txt", "谈话要点".encode()), story.handler, purpose="material")
    attach(case, pdf_upload("坏.pdf"), story.handler, purpose="material")
    bound = case_file.bind(case=case, by=story.handler, on=ON)
    path = tmp_path / "file.pdf"
    path.write_bytes(bound)
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == [
            "案卷目录", "办理情况记录", "立案告知书", "现场.jpg",
        ]  # fmt: skip
        assert len(pdf.pages) == 5
    said = text_of(bound)
    assert all(f"{page} / 5" in said for page in range(1, 6))
    assert said.count("另存") == 2 and "笔记.txt" in said
    last = MatterEntry.objects.filter(matter=case.pk).order_by("position").last()
    assert (last.action, last.actor) == ("cases.take_out_file", story.handler)


def test_the_file_holds_all_that_stands_on_the_page_of_the_case(story):
    case = story.heard()
    story.ruled(story.tested(story.claim(case), "made_good"), "mitigate")
    said = {"decided_on": ON, "text": "给予诫勉。", "document": "浙委〔2026〕12号"}
    story.do(deciding.decide, case, by=story.office, forms=["admonition"], **said)
    story.do(deciding.hand_over, case, by=story.office)
    said = {"document": "浙纪〔2026〕3号", "text": "诫勉谈话。", "starts_on": ON, "months": 6}
    story.do(deciding.measure, case, form="admonition", **said)
    story.do(deciding.serve, case, served_on=ON, manner="当面送达并签收")
    appeals.appeal(case=case, key=uuid4(), text="处理过重。", by=story.official, on=ON)
    said = {"result": "revoked", "document": "浙委〔2026〕20号", "text": "经复核撤销。"}
    story.do(appeals.answer, case, by=story.office, **said)
    story.do(closing.correct, case, text="姓名有误，予以更正。")
    text = text_of(case_file.bind(case=case, by=story.handler, on=ON))
    for words in (
        "人工登记", "经核对会议记录，情况属实", "党委办公室：人员office", "属于先行先试",
        "及时挽回损失：不具备", "逐项审核后裁定", "诫勉谈话", "当面送达并签收", "处理过重",
        "撤销原决定", "经复核撤销", "姓名有误", "八、办理过程", "人员handler",
    ):  # fmt: skip
        assert words in text, words
