"""As people see them: an incentive from proposal to publication, and, on a phone, an interference
recorded, put right, handled and reported as the record of Art. 8(4)."""

import pytest
from playwright.sync_api import Page, expect

from accountability.models import Incentive, InterferenceEntry
from assessments.models import Outcome
from duties.models import Obligation, Record
from tests.files import jpeg
from tests.test_inspection_journey import press
from tests.test_journey import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(page: Page, live_server):
    """``at("reporter", "/accountability/register/")``: logged in as somebody, on a page."""

    def at(username: str, path: str, width: int = 1280) -> Page:
        page.set_viewport_size({"width": width, "height": 844})
        page.context.clear_cookies()
        log_in(page, live_server, username)
        page.goto(live_server.url + path)
        return page

    return at


def fits(page: Page) -> None:
    """Nothing sticks out sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_an_incentive(at, post, official, organizer, assessor, office):
    page = at("organizer", "/accountability/incentives/")
    page.get_by_role("link", name="提出激励").click()
    page.get_by_label("职务").select_option(label="杭州市市长")
    page.get_by_label("嘉奖、记功").check()
    page.get_by_label("事由").fill("行政争议实质性化解成效明显。")
    press(page, "提出")
    row = Incentive.objects.get()
    page = at("assessor", row.get_absolute_url())
    page.get_by_label("审核意见").fill("情况属实，同意提请研究。")
    press(page, "审核通过")
    page = at("office", row.get_absolute_url())
    page.get_by_label("文号").fill("浙委〔2026〕58号")
    press(page, "登记党委决定")
    page = at("official", "/accountability/incentives/")
    expect(page.get_by_text("没有激励事项")).to_be_visible()
    page = at("organizer", row.get_absolute_url())
    page.get_by_label("办理情况").fill("已办理嘉奖。")
    press(page, "登记办理情况")
    press(page, "公布", sure=True)
    page = at("official", "/accountability/incentives/", width=390)
    fits(page)
    page.get_by_role("link", name="杭州市市长").click()
    expect(page.get_by_text("浙委〔2026〕58号")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="中文", exact=True).evaluate("a => a.download = 'x.pdf'")
        page.get_by_role("link", name="中文", exact=True).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert Outcome.objects.get().points == 1


def test_interference_on_a_phone(at, city, post, official, duty, reporter, collator, tmp_path):
    photo = tmp_path / "通话记录.jpg"
    photo.write_bytes(jpeg())
    page = at("reporter", "/accountability/register/new/", width=390)
    fits(page)
    page.get_by_label("发生日期").fill("2026-11-20")
    page.get_by_label("为案件当事人请托说情").check()
    page.get_by_label("涉及职务").select_option(label="杭州市市长")
    page.get_by_label("经过情况").fill("来电询问案情并要求关照。")
    page.get_by_label("上传文件（可多选）").set_input_files(photo)
    page.get_by_label("涉及案件").fill("一起民事案件，审判环节")
    page.get_by_role("button", name="登记", exact=True).last.click()
    with page.expect_navigation():
        page.locator("#confirm-dialog button[value=yes]").click()
    expect(page.get_by_role("link", name="通话记录.jpg")).to_be_visible()
    row = InterferenceEntry.objects.get()
    fits(page)
    page = at("collator", row.get_absolute_url(), width=390)
    fits(page)
    expect(page.get_by_text("受保护，不显示")).to_be_visible()
    page.get_by_label("经核查不属于违规干预").check()
    page.get_by_label("处理说明").fill("经核查，属于依法反映情况。")
    press(page, "记录处理情况")
    page = at("collator", "/accountability/register/quarters/", width=390)
    fits(page)
    expect(page.get_by_text("杭州市 2026年第三季度：")).to_be_visible()
    press(page, "报送", sure=True)
    expect(page.get_by_text("已转为履职记录提交核实")).to_be_visible()
    record = Record.objects.get()
    third = Obligation.objects.get(period_key="2026Q3")
    assert (record.state, list(record.obligations.all())) == ("submitted", [third])
