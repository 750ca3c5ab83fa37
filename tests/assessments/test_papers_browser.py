"""On site with a phone: the connection goes, and nothing is lost or counted twice."""

import pytest
from playwright.sync_api import Browser, Page, expect

from assessments.models import Inspection, InspectionFile, PaperEntry
from tests.files import jpeg
from tests.test_journey import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def paper(record, on_site):
    return on_site().papers.get()


@pytest.fixture
def phone(page: Page, live_server, paper) -> Page:
    """The inspector's, open at the paper."""
    page.set_viewport_size(PHONE)
    log_in(page, live_server, "inspector")
    page.goto(live_server.url + paper.get_absolute_url())
    return page


def fill(page: Page, note: str) -> None:
    page.get_by_label("属实").check()
    page.get_by_label("核查情况").fill(note)


def save(page: Page) -> None:
    page.get_by_role("button", name="保存，下一份").click()


def test_written_without_a_connection_it_arrives_once(phone, tmp_path):
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(jpeg())
    phone.context.set_offline(True)
    fill(phone, "现场核对签到表")
    phone.get_by_label("现场照片").set_input_files(photo)
    save(phone)
    expect(phone.get_by_text("没有网络：已保存在本机")).to_be_visible()
    save(phone)
    assert not PaperEntry.objects.exists()
    phone.context.set_offline(False)
    phone.wait_for_url("**/inspections/*/")
    assert PaperEntry.objects.get().note == "现场核对签到表"
    assert InspectionFile.objects.get().name == "现场.jpg"


def test_an_answer_that_got_lost_doubles_nothing(phone):
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())  # the server has it; the phone never hears of it
            return route.abort()
        return route.continue_()

    phone.route("**/papers/**", lose)
    fill(phone, "只此一次")
    save(phone)
    phone.wait_for_url("**/inspections/*/", timeout=15000)
    assert len(lost) == 1 and PaperEntry.objects.count() == 1


def test_what_was_typed_survives_closing_the_page(phone):
    fill(phone, "写到一半")
    expect(phone.get_by_text("已保存在本机")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("核查情况")).to_have_value("写到一半")
    expect(phone.get_by_text("已恢复上次未发送的内容")).to_be_visible()
    assert not PaperEntry.objects.exists()


def test_two_phones_and_both_texts_stay(phone, browser: Browser, live_server, paper):
    other = browser.new_context(locale="zh-CN", viewport=PHONE).new_page()
    log_in(other, live_server, "colleague")
    other.goto(live_server.url + paper.get_absolute_url())
    fill(phone, "看过原件")
    save(phone)
    phone.wait_for_url("**/inspections/*/")
    fill(other, "问过当事人")
    save(other)
    expect(other.get_by_text("两人同时填写了这份底稿")).to_be_visible()
    expect(other.get_by_label("核查情况")).to_have_value("看过原件\n问过当事人")
    save(other)
    other.wait_for_url("**/inspections/*/")
    other.context.close()
    assert [e.state for e in PaperEntry.objects.order_by("written_at")] == [
        "past",
        "past",
        "standing",
    ]


def test_logged_out_meanwhile_nothing_is_lost(phone, live_server):
    fill(phone, "登录过期前写的")
    phone.context.clear_cookies()
    save(phone)
    phone.get_by_role("link", name="登录已过期").click()
    phone.get_by_label("用户名").fill("inspector")
    phone.get_by_label("密码").fill("correct-horse-2026")
    phone.get_by_role("button", name="登录").click()
    phone.wait_for_url(live_server.url + Inspection.objects.get().get_absolute_url())
    assert PaperEntry.objects.get().note == "登录过期前写的"


def test_the_progress_of_the_team_is_live(page, live_server, paper, write):
    log_in(page, live_server, "colleague")
    page.clock.install()
    page.goto(live_server.url + paper.inspection.get_absolute_url())
    expect(page.get_by_text("已填写 0，已签字 0")).to_be_visible()
    write(paper)
    page.clock.run_for(10_000)
    expect(page.get_by_text("已填写 1，已签字 0")).to_be_visible()
