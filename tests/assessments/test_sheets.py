"""Score sheet and half-year progress as PDF: what they say, and that every row is there once."""

import re
import subprocess
from datetime import date

import pytest
from django.urls import reverse

from assessments import half_year, pdf, reporting
from assessments.actions import score_items
from assessments.figures import score_sheet
from assessments.figures.half_year_end import then_of
from duties.actions import checks, obligations, records
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
    asked = {"post": post, "year": 2026, "on": on, "language": language}
    return half_year.of(reporting.read(**asked), then_of(**asked))


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


def test_the_half_year_tells_how_it_stood_on_the_30th_of_june(post, owed):
    progress = progress_of(post)
    assert [(row.period, row.status) for row in progress.due] == [("2026年上半年", "missed")]
    assert [row.period for row in progress.later] == ["2026年", "2026年下半年"]
    # Held in May, but confirmed in November: nothing of it was known when the half-year ended.
    assert (progress.deeds, progress.ahead, progress.confirmed_since) == ((), (), 1)
    assert progress.as_of == date(2026, 6, 30)
    text = text_of(pdf.half_year(progress))
    assert "上半年应完成履职事项1项。截至2026年6月30日，按期完成0项" in text
    assert "上半年的履职记录有1条在6月30日以后核实" in re.sub(r"—\d+—", "", text), text
    assert "领导小组第一次会议" not in text and "下半年专题会议" not in text


@pytest.fixture
def in_june(post, official, confirm):
    """Of two half-yearly duties one is fulfilled in May, the other made up for in August."""
    for code in ("15.1/1", "16.1/1"):
        make_requirement(code, cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 5), posts=[post])
    rows = {(row.requirement.code, row.period_key): row for row in post.obligations.all()}
    with noon(date(2026, 5, 7)):
        confirm(rows["15.1/1", "2026H1"], on=date(2026, 5, 7), title="五月的会议")
    return rows


def standing(progress):
    return [(row.status, row.done) for row in progress.due]


def test_what_was_made_up_since_is_told_apart(post, in_june, confirm):
    checks.run_due(on=date(2026, 7, 2))
    with noon(date(2026, 8, 5)):
        confirm(in_june["16.1/1", "2026H1"], date(2026, 8, 3), on=date(2026, 8, 5))
    progress = progress_of(post)
    assert standing(progress) == [("met", 1), ("missed", 0)]
    assert [(each.before, each.after) for each in progress.changes] == [("逾期未完成", "逾期完成")]
    assert [deed.title for deed in progress.deeds] == ["五月的会议"]
    text = text_of(pdf.half_year(progress))
    assert "由“逾期未完成”变为“逾期完成”" in text
    assert "按期完成1项，逾期完成0项，逾期未完成1项" in text


def test_due_on_the_last_day_is_late_when_it_is_over_and_not_before(post, in_june):
    assert standing(progress_of(post, on=date(2026, 6, 30))) == [("met", 1), ("open", 0)]
    assert standing(progress_of(post, on=date(2026, 7, 1))) == [("met", 1), ("missed", 0)]
    assert not progress_of(post, on=date(2026, 7, 1)).changes[1:]


def test_what_was_struck_out_since_stood_then(post, in_june, reviewer):
    record = in_june["15.1/1", "2026H1"].items.get().record
    records.strike(record=record, reason="查无此会", by=reviewer, on=ON)
    progress = progress_of(post)
    assert standing(progress)[0] == ("met", 1)
    assert progress.changes[0].before == "已完成"


def test_the_past_asks_as_often_for_many_as_for_one(
    post, in_june, confirm, django_assert_num_queries
):
    for more in (False, True):
        if more:
            with noon(date(2026, 5, 8)):
                confirm(in_june["16.1/1", "2026H1"], on=date(2026, 5, 8))
        with django_assert_num_queries(5):
            then_of(post=post, year=2026, on=ON)


def test_until_the_end_of_june_it_is_a_draft(post, owed):
    assert not progress_of(post, on=date(2026, 6, 30)).final
    assert progress_of(post, on=date(2026, 7, 1)).final


@pytest.fixture
def standing_document(post, official, confirm):
    """Adopted in 2025 and in force; served by a meeting of 2026, too."""
    params = {"documents": ["公职律师制度"]}
    make_requirement("16.2/1", kind="standing", params=params)
    make_requirement("16.2/2")
    obligations.open_year(year=2025, on=date(2025, 1, 2), posts=[post])
    part = {"name": "公职律师制度", "valid_from": date(2025, 3, 20)}
    day = date(2025, 3, 18)
    with noon(day):
        confirm(
            post.obligations.get(requirement__kind="standing"), day, [part], day, title="印发制度"
        )
    with noon(date(2026, 5, 6)):
        obligations.open_year(year=2026, on=date(2026, 1, 5), posts=[post])
        meeting = post.obligations.get(year=2026, requirement__code="16.2/2")
        confirm(meeting, on=date(2026, 5, 6), title="专题会议")


@pytest.mark.parametrize(("language", "told", "apart"), [
    ("zh-hans", "5月6日，专题会议；印发制度（2025年3月20日起执行）。", "共1条。另有以前年度起执行的制度文件1件。"),
    ("en", "印发制度(inforcesince20March2025)", "1documentinforcesinceanearlieryear"),
])  # fmt: skip
def test_a_document_of_an_earlier_year_is_told_apart_from_this_year_s_deeds(
    post, standing_document, language, told, apart
):
    progress = progress_of(post, language)
    text = text_of(pdf.half_year(progress))
    assert told in text and apart in text
    assert ([deed.title for deed in progress.held], progress.confirmed_since) == (["专题会议"], 0)
    report = reporting.read(post=post, year=2026, on=ON, language=language)
    assert told in text_of(pdf.annual_report(report))


def test_what_was_done_in_the_next_january_was_no_earlier_year(post, official, confirm):
    make_requirement("16.2/1", kind="standing", params={"documents": ["公职律师制度"]})
    obligations.open_year(year=2026, on=date(2026, 1, 5), posts=[post])
    day = date(2027, 1, 8)
    part = {"name": "公职律师制度", "valid_from": day}
    with noon(day):
        confirm(post.obligations.get(), day, [part], day, title="印发制度")
    report = reporting.read(post=post, year=2026, on=date(2027, 2, 1))
    assert [(deed.since, deed.same_year) for deed in report.deeds] == [(None, False)]
    assert "2027年1月8日，印发制度" in text_of(pdf.annual_report(report))


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
