"""The whole path in a real browser: read this first.

A liaison officer logs a meeting once; it serves two duties. The reviewer confirms it, the
rules judge at once. The superior sees the lights turn and opens a figure down to its
evidence. The official downloads the year-end report, and its text holds what was done.
"""

import subprocess
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from duties.actions import obligations
from duties.models import Obligation, Record
from tests.cast import PASSWORD, make_requirement
from tests.files import pdf_upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "市政府常务会议听取法治政府建设汇报"


@pytest.fixture
def meeting(tmp_path):
    """The minutes, as a real file on disk."""
    file = tmp_path / "会议纪要.pdf"
    file.write_bytes(pdf_upload().read())
    return file


@pytest.fixture
def year(post, official, liaison, reviewer, overseer):
    """What the government head owes this year: a meeting, and two reports to be heard."""
    make_requirement("15.1/1")
    make_requirement("15.2/1", kind="coverage", params={"subjects": ["上半年工作", "下半年工作"]})
    this = date.today().year
    obligations.open_year(year=this, on=date(this, 1, 1))
    return this


def log_in(page: Page, live_server, username: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def at_desk(page: Page, live_server, home: str):
    """``desk("inspector", "/inspections/")``: logged in as somebody, on a page."""

    def desk(username: str, path: str = home, width: int = 1280) -> Page:
        page.set_viewport_size({"width": width, "height": 844})
        log_in(page, live_server, username)
        page.goto(live_server.url + path)
        return page

    return desk


def test_from_a_meeting_to_the_report(page: Page, live_server, year, post, meeting):
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)

    log_in(page, live_server, "liaison")
    log_the_meeting(page, meeting)
    assert statuses() == [("open", 0, 1), ("open", 0, 2)]  # not yet reviewed, it does not count

    log_in(page, live_server, "reviewer")
    confirm_it(page)
    assert statuses() == [("met", 1, 1), ("partial", 1, 2)]

    log_in(page, live_server, "overseer")
    assert evidence_from_the_dashboard(page) == meeting.read_bytes()

    log_in(page, live_server, "official")
    page.goto(f"{live_server.url}/reports/{post.pk}/{year}/")
    assert TITLE in words_of_the_report(page)

    assert Record.objects.count() == 1
    assert complaints == []


def statuses():
    rows = Obligation.objects.order_by("pk").values_list("status", "done", "needed")
    return list(rows)


def log_the_meeting(page: Page, meeting) -> None:
    """One meeting, two duties it serves, its minutes, submitted."""
    page.get_by_role("link", name="填报", exact=True).first.click()
    page.get_by_label("事项名称").fill(TITLE)
    page.get_by_label("履职情况").fill("听取上半年法治政府建设工作汇报，研究解决三个重大问题。")
    meeting_duty, hearing = Obligation.objects.order_by("pk")
    if not page.locator(f"#serve-{hearing.pk}").is_visible():
        page.get_by_text("这份材料还能用于其他事项").click()
    for row in (meeting_duty, hearing):
        page.locator(f"#serve-{row.pk}").set_checked(True)
    page.get_by_label("上半年工作").check()
    page.set_input_files("input[type=file]", meeting)
    page.get_by_role("button", name="提交核实").click()
    expect(page.get_by_text("已提交").first).to_be_visible()


def confirm_it(page: Page) -> None:
    """The reviewer finds it in the queue, looks at it and confirms."""
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("会议纪要.pdf").first).to_be_visible()
    page.get_by_role("button", name="核实通过").click()
    expect(page.get_by_text("已核实").first).to_be_visible()


def evidence_from_the_dashboard(page: Page) -> bytes:
    """From the lights down to unit, post, obligation, record and the file behind it."""
    page.get_by_role("link", name="杭州市", exact=True).first.click()
    for step in ("杭州市市长", "要求15.1/1", TITLE):
        page.get_by_role("link", name=step).first.click()
    with page.expect_download() as arriving:
        page.get_by_role("link", name="会议纪要.pdf").first.click()
    return arriving.value.path().read_bytes()


def words_of_the_report(page: Page) -> str:
    """The text of the downloaded PDF, as another program reads it."""
    expect(page.get_by_text(TITLE).first).to_be_visible()
    with page.expect_download() as arriving:
        page.get_by_role("link", name="PDF").first.click()
    command = ["pdftotext", "-layout", arriving.value.path(), "-"]
    return "".join(subprocess.run(command, capture_output=True, text=True).stdout.split())
