"""Two inspections from beginning to end, as people see them: one announced, one not.

At the desk and with a phone; everything is done on the pages, the database is only looked at.
"""

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Finding, Inspection
from duties.models import Notice, Obligation, Record
from tests.files import jpeg, pdf_upload
from tests.test_journey import at_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [1280, 390])
TITLE = "法治建设督查"


@pytest.fixture
def cast(record, official, overseer, second, inspector, colleague):
    """A city with one confirmed record, and everybody an inspection takes."""
    return record


@pytest.fixture
def desk(page: Page, live_server, cast):
    return at_desk(page, live_server, "/inspections/")


def press(page: Page, name: str, sure: bool = False) -> None:
    """Press a button, say yes if asked, and wait for the next page."""
    button = page.get_by_role("button", name=name, exact=True)
    if sure:
        button.click()
        button = page.locator("#confirm-dialog button[value=yes]")
    with page.expect_navigation():
        button.click()
    expect(page.locator(".alert-danger:visible")).to_have_count(0)


def plan(page: Page, kind: str) -> None:
    page.get_by_role("link", name="新建督查").click()
    page.get_by_label(kind).check()
    if kind == "实地暗访":
        page.get_by_label("另一名下达人").select_option(label="人员second（浙江省）")
    page.get_by_label("督查名称").fill(TITLE)
    page.get_by_label("杭州市").check()
    page.get_by_label("人员inspector").check()
    page.get_by_label("人员colleague").check()
    press(page, "拟定督查")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def look_into(page: Page, verdict: str, note: str, photo) -> None:
    page.get_by_role("link", name=TITLE).first.click()
    press(page, "抽取记录，开始核查")
    page.get_by_role("link", name="开始核查").click()
    page.get_by_label(verdict).check()
    page.get_by_label("核查情况").fill(note)
    page.get_by_label("现场照片").set_input_files(photo)
    press(page, "保存，下一份")


def countersign(page: Page) -> None:
    page.get_by_role("link", name=TITLE).first.click()
    press(page, "为同事填写的 1 份底稿签字", sure=True)


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "现场.jpg"
    file.write_bytes(jpeg())
    return file


@WIDTHS
def test_announced_from_plan_to_closed_rectification(desk, cast, photo, tmp_path, width):
    plan(desk("overseer", width=width), "专项督查")
    press(desk("overseer", address(), width), "下达", sure=True)
    page = desk("official", "/notices/", width)
    expect(page.get_by_text(f"督查通知：{TITLE}")).to_be_visible()

    look_into(desk("inspector", width=width), "不符", "会议没有召开", photo)
    countersign(desk("colleague", width=width))
    press(desk("overseer", address(), width), "反馈问题", sure=True)
    assert Record.objects.get().state == "struck"
    assert Obligation.objects.get().status == "open"

    rectify(desk("liaison", width=width), tmp_path)
    page = desk("inspector", width=width)
    page.get_by_role("link", name="整改待验收").click()
    press(page, "验收销号")
    assert Finding.objects.get().state == "closed"

    page = desk("overseer", address(), width)
    page.get_by_role("link", name="拟写通报").click()
    expect(page.get_by_text("会议没有召开")).to_be_visible()
    press(page, "发布通报", sure=True)
    expect(page.get_by_text("〔2026〕1号").or_(page.get_by_text("1号")).first).to_be_visible()
    assert Inspection.objects.get().stage == "published"


def rectify(page: Page, folder) -> None:
    file = folder / "整改.pdf"
    file.write_bytes(pdf_upload().read())
    page.get_by_role("link", name="待整改").click()
    page.get_by_label("整改措施和结果").fill("已补开会议。")
    page.locator("#id_files").set_input_files(file)
    press(page, "报送")
    expect(page.get_by_text("已报送，等待督查组验收。")).to_be_visible()


@WIDTHS
def test_unannounced_from_order_to_circular(desk, cast, photo, width):
    plan(desk("overseer", width=width), "实地暗访")
    expect(desk("overseer", address(), width).get_by_text("等待人员second下达")).to_be_visible()
    page = desk("second", width=width)
    page.get_by_role("link", name="等待您下达").click()
    press(page, "下达", sure=True)
    look_into(desk("inspector", width=width), "属实", "窗口实地查看，属实", photo)
    countersign(desk("colleague", width=width))

    page = desk("official", width=width)
    expect(page.get_by_text("没有督查")).to_be_visible()
    assert not Notice.objects.filter(kind="inspection").exists()

    page = desk("overseer", address() + "publish/", width)
    press(page, "发布通报", sure=True)
    with page.expect_download() as got:
        page.get_by_role("link", name="督查通报", exact=True).click()
    assert got.value.suggested_filename.endswith(".pdf")
    page = desk("official", width=width)
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


def address() -> str:
    return Inspection.objects.get().get_absolute_url()
