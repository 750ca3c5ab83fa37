"""Pages of cases and leads: what they show to whom, what they keep, and what they cost."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.urls import reverse

from accountability.models import Case, Lead, Statement
from duties.models import Notice
from tests.cast import ON, make_person, make_post, make_unit
from tests.files import pdf_upload, upload
from tests.worlds import still

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with still(ON):
        yield


@pytest.fixture
def logged_in(client):
    def logged_in(person):
        client.force_login(person)
        return client

    return logged_in


def act(case, verb):
    return reverse("accountability:case_act", args=[case.pk, verb])


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_costs_the_same_however_long(story, logged_in, django_assert_num_queries, cases):
    for _ in range(cases):
        story.taken_up()
    client = logged_in(story.handler)
    with django_assert_num_queries(15):
        answer = client.get(reverse("accountability:cases"))
    assert answer.content.decode().count("核实履职问题") == cases


@pytest.mark.parametrize("leads", [1, 3])
def test_the_list_of_leads_costs_the_same(story, logged_in, django_assert_num_queries, leads):
    for _ in range(leads):
        story.lead()
    client = logged_in(story.handler)
    with django_assert_num_queries(10):
        answer = client.get(reverse("accountability:leads"))
    assert answer.content.decode().count("全年未听取依法行政情况汇报。") == leads


def test_the_one_concerned_reads_his_part_and_no_more(story, logged_in):
    case = story.decided()
    page = logged_in(story.official).get(case.get_absolute_url()).content.decode()
    for said in ("全年未听取依法行政情况汇报", "您的权利和期限", "因机构改革延误"):
        assert said in page
    for hidden in (
        "经核对会议记录",
        "给予诫勉",
        "浙委〔2026〕12号",
        story.handler.name_zh,
        "办理过程",
    ):
        assert hidden not in page
    served = story.served()
    page = logged_in(story.official).get(served.get_absolute_url()).content.decode()
    assert "给予诫勉" in page and act(served, "appeal") in page


def test_the_page_of_a_handler_says_what_is_next(story, logged_in):
    case = story.taken_up()
    page = logged_in(story.handler).get(case.get_absolute_url()).content.decode()
    assert act(case, "account") in page and "轮到您办理" in page
    assert act(case, "notify") not in page and "请先写明初步核实情况。" in page
    assert act(case, "decide") not in page


def test_too_early_a_step_is_explained_and_not_lost_in_a_form(story, logged_in):
    case = story.taken_up()
    answer = logged_in(story.handler).get(act(case, "notify"), follow=True)
    assert "请先写明初步核实情况" in answer.content.decode()


def test_a_statement_keeps_good_files_and_what_was_typed(story, logged_in):
    case, key = story.notified(), str(uuid4())
    client = logged_in(story.official)
    bad = upload("程序.exe", b"MZ")
    answer = client.post(
        act(case, "state"), {"key": key, "text": "我的意见", "files": [pdf_upload(), bad]}
    )
    page = answer.content.decode()
    assert "我的意见" in page and "会议纪要.pdf" in page and "程序.exe" in page
    client.post(act(case, "state"), {"key": key, "text": "我的意见"})
    assert Statement.objects.get().text == "我的意见"
    assert case.files.get().sealed_in == Statement.objects.get().pk


def test_a_waiting_file_can_be_taken_off(story, logged_in):
    case = story.notified()
    client = logged_in(story.official)
    client.post(act(case, "state"), {"key": str(uuid4()), "text": "", "files": [pdf_upload()]})
    answer = client.post(
        act(case, "state"), {"key": str(uuid4()), "text": "草稿", "drop": str(case.files.get().pk)}
    )
    assert not case.files.exists() and "草稿" in answer.content.decode()


def test_an_old_page_moves_nothing_and_keeps_what_was_typed(story, logged_in):
    case = story.taken_up()
    client = logged_in(story.handler)
    said = {"version": case.version, "text": "第一次"}
    client.post(act(case, "account"), said)
    answer = client.post(act(case, "account"), said | {"text": "第二次"})
    assert "刚被他人办理" in answer.content.decode() and "第二次" in answer.content.decode()
    assert Case.objects.get().account == "第一次"


def test_a_claim_is_tested_and_ruled_on_by_form(story, logged_in):
    case = story.notified()
    logged_in(story.official).post(act(case, "claim"), {"key": str(uuid4()), "text": "先行先试"})
    answers = {"version": story.fresh(case).version}
    for condition in ("direction", "no_ban", "procedure", "no_gain", "made_good", "not_grave",
                      "corrected", "first"):  # fmt: skip
        answers |= {f"{condition}_holds": "yes", f"{condition}_reason": "有据"}
    client = logged_in(story.handler)
    lacking = client.post(act(case, "test"), answers | {"no_gain_reason": ""})
    assert lacking.status_code == 200 and case.claims.get().tests.count() == 0
    client.post(act(case, "test"), answers)
    page = logged_in(story.office).get(act(case, "rule")).content.decode()
    assert page.count('name="effect"') == 3
    client.post(
        act(case, "rule"),
        {"version": story.fresh(case).version, "effect": "exempt", "document": "号", "reason": "免责"},
    )  # fmt: skip
    assert story.fresh(case).stage == "tolerated"


def test_a_lead_is_entered_taken_up_and_then_lives_in_its_case(story, logged_in, post):
    client = logged_in(story.handler)
    said = {"key": str(uuid4()), "text": "来信反映", "found_on": "2026-11-20"}
    lacking = client.post(reverse("accountability:lead_new"), said | {"whom": ""})
    assert "有内容需要更正" in lacking.text and "来信反映" in lacking.text
    client.post(reverse("accountability:lead_new"), said | {"whom": f"leader:{post.pk}"})
    lead = Lead.objects.get()
    client.post(
        reverse("accountability:lead_take_up", args=[lead.pk]), {"version": 1, "title": "核实"}
    )
    assert client.get(lead.get_absolute_url())["Location"] == Case.objects.get().get_absolute_url()


def test_a_lead_may_be_about_an_organization(story, logged_in, post):
    said = {"key": str(uuid4()), "text": "来信反映", "found_on": "2026-11-20"}
    whom = {"whom": f"organization:{post.unit.pk}"}
    logged_in(story.handler).post(reverse("accountability:lead_new"), said | whom)
    lead = Lead.objects.get()
    assert (lead.subject, lead.post, lead.about_unit) == ("organization", None, post.unit)


def test_nobody_is_cleared_because_a_box_was_forgotten(story, logged_in):
    case = story.heard()
    said = {"version": case.version, "document": "浙委〔2026〕5号", "decided_on": ON.isoformat(),
            "text": "决定内容"}  # fmt: skip
    client = logged_in(story.office)
    page = client.post(act(case, "decide"), said).text
    assert "请选择问责方式" in page and "浙委〔2026〕5号" in page
    both = client.post(act(case, "decide"), said | {"forms": ["none", "circular"]}).text
    assert "不能与问责方式同时选择" in both
    client.post(act(case, "decide"), said | {"forms": ["none"]})
    assert story.fresh(case).stage == "decided" and case.decisions.get().forms == []


def test_whoever_takes_a_step_reads_what_it_rests_on(story, logged_in):
    case = story.heard()
    page = logged_in(story.office).get(act(case, "decide")).text
    assert "因机构改革延误。" in page and "经核对会议记录" in page
    served = story.appealed()
    assert "处理过重。" in logged_in(story.office).get(act(served, "answer")).text
    page = logged_in(story.official).get(act(story.heard(), "state")).text
    assert "经核对会议记录" not in page


def test_what_was_done_once_is_added_to(story, logged_in):
    """The page is called as the button that leads to it."""
    case = story.notified()
    client = logged_in(story.official)
    assert "<h1>提交陈述申辩" in client.get(act(case, "state")).text
    case = story.heard()
    assert "补充陈述申辩" in client.get(case.get_absolute_url()).text
    assert "<h1>补充陈述申辩" in client.get(act(case, "state")).text


def test_only_what_this_level_manages_can_be_chosen(story, logged_in, city, county):
    make_post(county)
    bureau = make_post(make_unit("市司法局", None, city, kind="department", level="city"))
    page = logged_in(story.handler).get(reverse("accountability:lead_new")).content.decode()
    assert "杭州市市长" in page
    assert "上城区市长" not in page and bureau.title_zh not in page


def test_the_export_holds_only_what_one_may_know(story, logged_in, bystander):
    story.taken_up()
    address = reverse("accountability:cases_export")
    sheets = [_sheet(logged_in(person).get(address)) for person in (story.handler, bystander)]
    assert ["核实履职问题" in sheet for sheet in sheets] == [True, False]


def _sheet(answer) -> str:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_notices_say_nothing_of_the_matter_and_reach_only_who_may_know(story):
    case = story.closed()
    told = Notice.objects.filter(kind="case")
    people = {story.official, story.handler, story.second_handler, story.office, story.organizer}
    assert {row.recipient for row in told.select_related("recipient")} <= people
    assert not told.filter(text_zh__contains=case.charge).exists()
    assert not told.filter(text_zh__contains="问责").exists()


def test_an_unknown_step_does_not_exist(story, logged_in):
    assert logged_in(story.handler).get(act(story.taken_up(), "nonsense")).status_code == 404


def test_a_stranger_gets_the_same_answer_as_for_nothing(story, client):
    case = story.taken_up()
    client.force_login(make_person("stranger"))
    nothing = reverse("accountability:case", args=[uuid4()])
    answers = [client.get(url) for url in (case.get_absolute_url(), nothing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({len(answer.content) for answer in answers}) == 1
