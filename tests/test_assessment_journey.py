"""An assessment from the draft to its correction, as people see it; everything on the pages."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, Score
from duties.actions import obligations
from tests.cast import PASSWORD, make_person, make_requirement
from tests.files import pdf_upload
from tests.test_inspection_journey import press
from tests.test_journey import at_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR = date.today().year


@pytest.fixture
def cast(post, province, official, assessor):
    make_person("approver", ("assess", province), unit=province)
    make_requirement("15.1/1")
    make_requirement("15.2/1")
    obligations.open_year(year=YEAR, on=date(YEAR, 1, 1))
    return post


@pytest.fixture
def desk(page: Page, live_server, cast):
    return at_desk(page, live_server, "/assessments/")


def address() -> str:
    return Assessment.objects.order_by("-version").first().get_absolute_url()


def let_the_deadline_pass() -> None:
    yesterday = date.today() - timedelta(days=1)
    Assessment.objects.filter(stage="comment").update(comment_until=yesterday)


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_draft_to_the_correction(desk, cast, tmp_path, width):
    page = desk("assessor", width=width)
    page.get_by_role("link", name="新建考核").click()
    page.get_by_label("考核年度").select_option(str(YEAR))
    assert not page.get_by_label("更正理由").count()  # nothing is published that could be wrong
    press(page, "起草并计算")
    expect(page.get_by_role("link", name="杭州市市长")).to_be_visible()
    press(page, "开始征求意见")

    object_to_it(desk("official", "/notices/", width), tmp_path)
    page = desk("assessor", address(), width)
    page.get_by_role("link", name="有一次会议没有计入").click()
    page.get_by_label("不采纳").check()
    page.get_by_label("答复").last.fill("经核对，会议材料不全。")
    press(page, "提交答复")
    let_the_deadline_pass()
    page = desk("assessor", address(), width)
    press(page, "报批", sure=True)

    page = desk("approver", address(), width)
    page.get_by_role("link", name="审批", exact=True).first.click()
    expect(page.get_by_text("经核对，会议材料不全。")).to_be_visible()
    page.get_by_label("请再次输入登录密码").fill(PASSWORD)
    press(page, "审批公布", sure=True)
    assert Assessment.objects.get().stage == "published"

    page = desk("official", "/notices/", width)
    page.get_by_role("link", name=f"{YEAR}年度考核结果已公布").click()
    expect(page.get_by_text("公布并冻结")).to_be_visible()
    correct_it(desk("assessor", address(), width))


def object_to_it(page: Page, folder) -> None:
    file = folder / "情况说明.pdf"
    file.write_bytes(pdf_upload().read())
    page.get_by_role("link", name=f"{YEAR}年度考核征求意见").click()
    page.get_by_label("针对的指标").select_option(label="履职完成")
    page.get_by_label("异议内容").fill("有一次会议没有计入。")
    page.locator("#id_files").set_input_files(file)
    press(page, "提交异议")
    expect(page.get_by_text("异议已提交，答复后会通知您。")).to_be_visible()
    assert Score.objects.get().objections.get().files.get().name == "情况说明.pdf"


def correct_it(page: Page) -> None:
    """A second version; the first says that there is one and stays as it was."""
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_label("更正理由").fill("督查结果更正")
    press(page, "起草并计算")
    assert list(Assessment.objects.order_by("version").values_list("version", "stage")) == [
        (1, "published"), (2, "draft"),
    ]  # fmt: skip
