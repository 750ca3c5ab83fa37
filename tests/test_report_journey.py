"""A year-end report from the prefilled page to the figure it gives, at the desk and on a phone.

The official writes while his liaison officer saves another text; both stay until they are
merged. He hands it in with his password. From then on its bytes are the ones that anybody can
verify, and the superior's evaluation is what the score reads.
"""

from hashlib import sha256

import pytest
from playwright.sync_api import Page, expect

from assessments.actions import reports
from assessments.models import AnnualReport, FrozenReport
from duties.actions import obligations
from tests.cast import ON, PASSWORD, make_requirement
from tests.handing_in import set_term
from tests.test_journey import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HIS, OFFICES = "明年每季度听取一次汇报。", "明年开展两次专题学法。"


@pytest.fixture
def seat(post, official, liaison, overseer, assessor):
    """The mayor's year, which may be handed in today."""
    make_requirement("15.2/1")
    obligations.open_year(year=ON.year, on=ON.replace(month=1, day=1))
    set_term(overseer.unit, overseer)
    return post.appointments.get()


@pytest.mark.parametrize("width", [1280, 390])
def test_written_handed_in_verified_and_evaluated(
    page: Page, live_server, seat, official, liaison, width
):
    page.set_viewport_size({"width": width, "height": 900})
    home = f"{live_server.url}/reports/of/{seat.pk}/{ON.year}/"

    log_in(page, live_server, "official")
    page.goto(home)
    expect(page.get_by_text("以下内容依据履职记录预填")).to_be_visible()
    merge_two_texts(page, seat, liaison)
    hand_in(page)
    frozen = FrozenReport.objects.get()
    file = frozen.files.get(language="zh-hans")
    assert downloaded(page) == bytes(file.content)
    assert sha256(bytes(file.content)).hexdigest() == file.sha256

    for mark, answer in ((file.sha256, "是本平台已提交"), ("0" * 64, "不是本平台已提交")):
        page.goto(f"{live_server.url}/verify/")
        page.get_by_label("核验码").fill(mark)
        page.get_by_role("button", name="核验").click()
        expect(page.get_by_text(answer)).to_be_visible()

    log_in(page, live_server, "assessor")
    page.goto(home)
    evaluate(page)
    page.goto(f"{live_server.url}/scores/{seat.post_id}/{ON.year}/")
    expect(page.locator("main").get_by_text("年终述法").first).to_be_visible()
    assert AnnualReport.objects.get().state == "submitted"


def merge_two_texts(page: Page, seat, liaison) -> None:
    """His liaison officer saves while he types: he sees both texts, and his merged one stands."""
    page.get_by_role("link", name="起草", exact=True).click()
    reports.write(
        appointment=seat, year=ON.year, said={"plans": OFFICES}, edition=0, by=liaison, on=ON
    )
    plans = page.locator("textarea[name=plans]")
    plans.fill(HIS)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(OFFICES)).to_be_visible()
    expect(plans).to_have_value(HIS)
    plans.fill(HIS + OFFICES)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text(HIS + OFFICES)).to_be_visible()


def hand_in(page: Page) -> None:
    """A wrong password hands nothing in; the right one freezes it."""
    page.get_by_role("link", name="提交", exact=True).click()
    says_that_it_takes_a_while(page)
    for password in ("wrong-password-1", PASSWORD):
        page.get_by_label("请再次输入登录密码").fill(password)
        page.get_by_role("button", name="确认提交").click()
        expect(
            page.get_by_text("密码不正确" if password != PASSWORD else "核验码").first
        ).to_be_visible()
        assert FrozenReport.objects.count() == (password == PASSWORD)


def says_that_it_takes_a_while(page: Page) -> None:
    """As while the form is being sent; that it is sent, no browser lets a test look at."""
    page.locator("form.form-page").evaluate(
        "form => form.dispatchEvent(new SubmitEvent('submit', {bubbles: true, cancelable: true}))"
    )
    expect(page.get_by_text("正在排版、签名并固化存证")).to_be_visible()
    expect(page.get_by_role("button", name="确认提交")).to_be_disabled()
    page.reload()
    expect(page.get_by_role("button", name="确认提交")).to_be_enabled()


def downloaded(page: Page) -> bytes:
    with page.expect_download() as arriving:
        page.get_by_role("link", name="正式文本").first.click()
    return arriving.value.path().read_bytes()


def evaluate(page: Page) -> None:
    page.get_by_label("较好").check()
    page.get_by_role("button", name="登记评议").click()
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("较好").first).to_be_visible()
    expect(page.get_by_role("button", name="登记评议")).to_have_count(0)
