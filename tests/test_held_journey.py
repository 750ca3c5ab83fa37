"""Typed, the session gone, logged in again: it is there. In a real browser, as people meet it."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from assessments.models import AnnualReport
from duties.actions import obligations
from tests.cast import ON, PASSWORD, make_requirement
from tests.handing_in import set_term
from tests.test_journey import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "明年每季度听取一次汇报。\n\n明年开展两次专题学法。"


@pytest.fixture
def editor(live_server, post, official, overseer):
    """The mayor's report of the year, still empty."""
    make_requirement("15.2/1")
    obligations.open_year(year=ON.year, on=ON.replace(month=1, day=1))
    set_term(overseer.unit, overseer)
    seat = post.appointments.get()
    return f"{live_server.url}/reports/of/{seat.pk}/{ON.year}/edit/"


def enter(page: Page) -> None:
    page.get_by_label("用户名").fill("official")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def saved() -> str:
    return AnnualReport.objects.get().narrative.get("plans", "")


def test_a_form_sent_after_the_session_ended(page: Page, live_server, editor):
    log_in(page, live_server, "official")
    page.goto(editor)
    Session.objects.all().delete()
    page.locator("textarea[name=plans]").fill(WORDS)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("登录已过期，请重新登录；您填写的内容已为您保留。")).to_be_visible()
    enter(page)
    page.get_by_text("查看填写的文字").click()
    expect(page.get_by_text("明年开展两次专题学法")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="继续提交").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    assert saved() == WORDS.replace("\n\n", "\n")


def test_a_report_saved_by_itself_says_so_and_goes_on(page: Page, live_server, editor):
    """The bar names the state of the text; the log-in in another window is all it needs."""
    log_in(page, live_server, "official")
    page.goto(editor)
    bar = page.locator(".narrative-foot")
    plans = page.locator("textarea[name=plans]")
    plans.fill(WORDS)
    expect(bar.get_by_text("有未保存的修改")).to_be_visible()
    Session.objects.all().delete()
    plans.blur()
    expect(bar.get_by_text("登录已过期，尚未保存。")).to_be_visible()
    expect(page.get_by_role("button", name="登录")).to_have_count(0)

    with page.context.expect_page() as opening:
        bar.get_by_role("link", name="请在新窗口重新登录").click()
    enter(opening.value)
    expect(opening.value.get_by_role("heading", level=1)).to_be_visible()
    plans.press_sequentially("。")
    plans.blur()
    expect(bar.get_by_text("已保存")).to_be_visible()
    expect(bar.get_by_text("登录已过期")).to_be_hidden()
    assert saved() == WORDS.replace("\n\n", "\n") + "。"


def test_an_old_page_with_a_new_token_sends_again(page: Page, live_server, editor):
    log_in(page, live_server, "official")
    page.goto(editor)
    page.locator("textarea[name=plans]").fill(WORDS)
    other = page.context.new_page()
    log_in(other, live_server, "official")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="继续提交").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    assert saved() == WORDS.replace("\n\n", "\n")


def test_what_is_too_long_is_told_and_not_cut(page: Page, live_server, editor):
    log_in(page, live_server, "official")
    page.goto(editor)
    plans = page.locator("textarea[name=plans]")
    plans.fill("法" * 1900)
    expect(page.get_by_text("还可输入 100 字")).to_be_visible()
    plans.fill("法" * 2150)
    expect(page.get_by_text("超出 150 字")).to_be_visible()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("最多2000字，当前2150字。")).to_be_visible()
    expect(plans).to_have_value("法" * 2150)


def test_leaving_with_unsaved_text_asks(page: Page, live_server, editor):
    log_in(page, live_server, "official")
    page.goto(editor)
    page.locator("textarea[name=plans]").press_sequentially("明年")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
