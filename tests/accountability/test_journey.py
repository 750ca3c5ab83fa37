"""Two cases from beginning to end, as people see them: one goes all the way, one is tolerated.

Everything is done on the pages, the statement and the appeal on a phone; the database is only
looked at. The missed duty becomes a lead by itself.
"""

from datetime import date
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from accountability.actions import proposing
from accountability.models import Case, Lead, Measure
from duties.actions import checks, obligations
from duties.models import Obligation
from tests.cast import make_requirement
from tests.files import pdf_upload
from tests.test_inspection_journey import press
from tests.test_journey import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONDITIONS = (
    "direction", "no_ban", "procedure", "no_gain", "made_good", "not_grave", "corrected", "first",
)  # fmt: skip


@pytest.fixture
def lead(post, official, handler, second_handler, office) -> Lead:
    """A duty of last year that was never carried out, and what the night made of it."""
    make_requirement("15.2/1")
    obligations.open_year(year=2025, on=date(2025, 1, 1))
    checks.run_due(on=date(2026, 1, 15))
    proposing.propose(on=localdate())
    assert Obligation.objects.get().status == "missed"
    return Lead.objects.get()


@pytest.fixture
def go(page: Page, live_server):
    """``go("handler")``: logged in as somebody, on the page of the case, or of the lead."""

    def go(username: str, width: int = 1280) -> Page:
        page.set_viewport_size({"width": width, "height": 844})
        log_in(page, live_server, username)
        case = Case.objects.first()
        path = case.get_absolute_url() if case else "/accountability/leads/"
        page.goto(live_server.url + path)
        return page

    return go


def do(page: Page, name: str, paper: Path | None = None, **fields: str) -> None:
    """Open the step of that name, fill in, send."""
    page.get_by_role("link", name=name, exact=True).click()
    if paper:
        page.locator("[name=files]").set_input_files(paper)
    for field, value in fields.items():
        page.locator(f"[name={field}]").fill(value)
    press(page, name)


def take_up(page: Page) -> None:
    page.get_by_role("link", name="2025年度有履职事项逾期未完成").click()
    expect(page.get_by_text("要求15.2/1（应于2025-12-31前完成）")).to_be_visible()
    press(page, "受理")
    for person in ("人员second_handler", "人员office"):
        page.get_by_role("link", name="指定办理人员").click()
        page.get_by_label("人员").select_option(label=person)
        press(page, "指定办理人员")


def notify(page: Page) -> None:
    do(page, "填写核实情况", text="调阅会议记录，全年未召开。")
    do(page, "立案并告知当事人", charge="2025年未听取依法行政情况汇报。")


def answer_each_condition(page: Page, failing: str = "") -> None:
    page.get_by_role("link", name="逐项审核容错条件").click()
    for each in CONDITIONS:
        answer = "no" if each == failing else "yes"
        page.locator(f"[name={each}_holds][value={answer}]").check()
        page.locator(f"[name={each}_reason]").fill("经核对有据。")
    press(page, "逐项审核容错条件")


def rule(page: Page, effect: str) -> None:
    page.get_by_role("link", name="登记容错裁定").click()
    page.get_by_label(effect).check()
    page.locator("[name=document]").fill("浙委〔2026〕11号")
    page.locator("[name=reason]").fill("逐项审核后裁定。")
    press(page, "登记容错裁定")


def state_his_case(page: Page, paper: Path) -> None:
    do(page, "提交陈述申辩", paper, text="因机构改革延误，已补办。")
    do(page, "提出容错申请", paper, text="系改革过渡期首次发生。")


def decide(page: Page) -> None:
    page.get_by_role("link", name="登记党委决定").click()
    page.get_by_label("诫勉").check()
    page.locator("[name=document]").fill("浙委〔2026〕12号")
    page.locator("[name=text]").fill("给予诫勉。")
    press(page, "登记党委决定")
    do(page, "移交办理")


def uphold(page: Page) -> None:
    page.get_by_role("link", name="答复申诉").click()
    page.get_by_label("维持原决定").check()
    page.locator("[name=document]").fill("浙委〔2026〕20号")
    page.locator("[name=text]").fill("事实清楚，维持原决定。")
    press(page, "答复申诉")


def test_a_missed_duty_goes_all_the_way(go, lead, tmp_path):
    page = go("handler")
    take_up(page)
    notify(page)
    paper = tmp_path / "说明.pdf"
    paper.write_bytes(pdf_upload().read())
    state_his_case(go("official", 390), paper)

    answer_each_condition(go("second_handler"), failing="no_ban")
    page = go("office")
    expect(page.get_by_text("不具备的条件：没有明令禁止；不予容错。")).to_be_visible()
    expect(page.get_by_role("link", name="说明.pdf")).to_have_count(
        2
    )  # his statement's, his claim's
    rule(page, "不予容错")
    decide(page)

    page = go("handler")
    do(page, "登记处理", document="浙纪〔2026〕3号", text="诫勉谈话。")
    do(page, "登记送达", manner="当面送达并由本人签收。")
    page = go("official", 390)
    expect(page.get_by_text("给予诫勉。")).to_be_visible()
    do(page, "提出申诉", text="处理过重。")
    uphold(go("office"))

    page = go("handler")
    do(page, "办结", text="决定已执行。")
    expect(page.locator(".steps .step-now")).to_have_text("已办结")
    case = Case.objects.get()
    assert (case.stage, Measure.objects.get().form) == ("closed", "admonition")
    with page.expect_download() as got:
        page.get_by_role("link", name="案卷").click()
    assert got.value.suggested_filename.endswith("-案卷.pdf")


def test_a_tolerated_case(go, lead):
    page = go("handler")
    take_up(page)
    notify(page)
    do(go("official", 390), "提出容错申请", text="先行先试，主动纠正，没有损失。")
    answer_each_condition(go("handler"))
    rule(go("office"), "予以免责")
    page = go("official", 390)
    expect(page.locator(".steps .step-now")).to_have_text("容错免责")
    expect(page.get_by_text("各项条件均具备，可以免责。")).to_be_visible()
    assert not Measure.objects.exists()
