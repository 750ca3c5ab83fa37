"""Score sheet and half-year progress as PDF: what they say, and that every row is there once."""

import re
import subprocess
from datetime import date

import pytest
from django.urls import reverse

from assessments import half_year, pdf, reporting
from assessments.actions import score_items
from assessments.figures import score_sheet
from duties.actions import checks, obligations
from tests.cast import ON, make_person, make_requirement, noon
from tests.measuring import sheets
from tests.scoring_world import enter_item, enter_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(post, official, confirm):
    """A yearly duty that is done, one for each half-year of which the first was missed."""
    for code, cadence in (("15.1/1", "year"), ("16.1/1", "half_year")):
        make_requirement(code, cadence=cadence)
    obligations.open_year(year=2026, on=date(2026, 1, 5), posts=[post])
    rows = {(row.requirement.code, row.period_key): row for row in post.obligations.all()}
    checks.run_due(on=ON)
    confirm(rows["15.1/1", "2026"], title="领导小组第一次会议")
    confirm(rows["16.1/1", "2026H2"], date(2026, 9, 9), title="下半年专题会议")
    return rows


def text_of(document: bytes) -> str:
    return "".join(page.text for page in sheets(document))


def sheet_of(post, language="zh-hans"):
    return score_sheet.read(post=post, year=2026, on=ON, language=language)


def progress_of(post, language="zh-hans", on=ON):
    return half_year.of(reporting.read(post=post, year=2026, on=on, language=language), on)


def test_the_sheet_opens_the_total_down_to_the_records(post, owed):
    sheet = sheet_of(post)
    assert sheet.total
    assert [duty.requirement for article in sheet.articles for duty in article.duties] == [
        "要求15.1/1", "要求16.1/1", "要求16.1/1",
    ]  # fmt: skip
    text = text_of(pdf.score_sheet(sheet))
    assert f"总分{sheet.total}分" in text
    for article in sheet.articles:
        assert re.sub(r"\s", "", article.sentence) in text
        for duty in article.duties:
            assert all(deed.title in text for deed in duty.deeds)


def test_the_sheet_names_bonus_items_and_their_evidence(post, owed, province):
    one, two = (make_person(name, ("assess", province), unit=province) for name in ("a1", "a2"))
    enter_result(post.unit, "90", one)
    score_items.decide(item=enter_item(post, one), confirmed=True, by=two, on=ON)
    sheet = sheet_of(post)
    assert ("加分", ("会议纪要.pdf",)) in [(item.indicator, item.files) for item in sheet.items]
    assert "获评省级法治示范" in text_of(pdf.score_sheet(sheet))


def test_the_half_year_looks_at_what_fell_due_by_the_end_of_june(post, owed):
    progress = progress_of(post)
    assert [(row.period, row.status) for row in progress.due] == [("2026年上半年", "missed")]
    assert [row.period for row in progress.later] == ["2026年", "2026年下半年"]
    assert [deed.title for deed in progress.deeds] == ["领导小组第一次会议"]
    assert len(progress.ahead) == 2
    text = text_of(pdf.half_year(progress))
    assert "上半年应完成履职事项1项" in text
    assert "领导小组第一次会议" in text
    assert "下半年专题会议" not in text


def test_until_the_end_of_june_it_is_a_draft(post, owed):
    assert not progress_of(post, on=date(2026, 6, 30)).final
    assert progress_of(post, on=date(2026, 7, 1)).final


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_same_facts_give_the_same_bytes(post, owed, language):
    assert pdf.score_sheet(sheet_of(post, language)) == pdf.score_sheet(sheet_of(post, language))
    progress = progress_of(post, language)
    assert pdf.half_year(progress) == pdf.half_year(progress)


def test_qpdf_finds_nothing_wrong(post, owed, tmp_path):
    for name, document in (
        ("score", pdf.score_sheet(sheet_of(post))),
        ("half", pdf.half_year(progress_of(post))),
    ):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(document)
        done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
        assert (done.returncode, "No syntax" in done.stdout) == (0, True)


@pytest.mark.parametrize("name", ["score_pdf", "half_year_pdf"])
def test_the_incumbent_takes_it_away(client, post, official, owed, name):
    client.force_login(official)
    with noon(ON):
        answer = client.get(reverse(f"assessments:{name}", args=[post.pk, 2026]), {"lang": "en"})
        missing = client.get(reverse(f"assessments:{name}", args=[post.pk, 2019]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert missing.status_code == 404


@pytest.mark.parametrize("address", ["duties:post", "assessments:score"])
def test_the_buttons_stand_where_one_looks(client, post, official, owed, address):
    client.force_login(official)
    args = [post.pk] if address == "duties:post" else [post.pk, 2026]
    with noon(ON):
        text = client.get(reverse(address, args=args)).content.decode()
    names = ["duties:post_list", "assessments:half_year_pdf"]
    for name in names if address == "duties:post" else ["assessments:score_pdf"]:
        assert reverse(name, args=[post.pk, 2026]) in text
