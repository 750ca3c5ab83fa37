"""The pages of an assessment: who may do what, what they show."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.actions import computing
from assessments.models import Assessment, Objection, ObjectionFile
from tests.assessment_world import AFTER, again, answer, object_to, open_comment, publish, submit
from tests.cast import ON, PASSWORD, make_person, noon
from tests.files import pdf_upload
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _that_day():
    with noon(ON):
        yield


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


def test_begun_on_the_page_with_few_posts_the_figures_are_there(
    client, assessor, province, two_owed
):
    client.force_login(assessor)
    form = {"unit": province.pk, "year": ON.year}
    answer = client.post(url("assessment_new"), form)
    row = Assessment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert row.is_computed
    assert "杭州市市长" in client.get(row.get_absolute_url()).content.decode()


def test_nobody_begins_for_a_unit_he_does_not_assess(client, assessor, city, two_owed):
    client.force_login(make_person("other", ("assess", city)))
    answer = client.post(url("assessment_new"), {"unit": assessor.unit_id, "year": ON.year})
    assert "unit" in answer.context["form"].errors
    assert not Assessment.objects.exists()


def test_many_posts_are_worked_out_in_the_background_and_the_page_shows_how_far(
    client, assessor, province, two_owed, monkeypatch
):
    monkeypatch.setattr("assessments.views.assessment_home.AT_ONCE", 0)
    client.force_login(assessor)
    client.post(url("assessment_new"), {"unit": province.pk, "year": ON.year})
    row = Assessment.objects.get()
    page = client.get(row.get_absolute_url()).content.decode()
    assert "正在计算得分" in page and "0 / 1" in page
    assert "HX-Refresh" not in client.get(url("assessment_progress", row.pk))
    computing.run_waiting()
    assert client.get(url("assessment_progress", row.pk))["HX-Refresh"] == "true"


def test_from_the_draft_to_the_published_by_the_buttons(client, draft, assessor, approver):
    row = draft()
    client.force_login(assessor)
    until = str(ON + timedelta(days=3))
    client.post(url("assessment_open", row.pk), {"edition": row.edition, "until": until})
    row.refresh_from_db()
    assert (row.stage, str(row.comment_until)) == ("comment", until)
    with noon(AFTER):
        client.force_login(assessor)
        client.post(url("assessment_submit", row.pk), {"edition": row.edition})
        row.refresh_from_db()
        assert (
            "须由另一人审批公布" in client.get(url("assessment_approve", row.pk)).content.decode()
        )
        client.force_login(approver)
        said = {"edition": row.edition, "password": "wrong-password-1"}
        answer = client.post(url("assessment_approve", row.pk), said)
        assert answer.context["form"].errors["password"] == ["密码不正确，未提交。"]
        assert Assessment.objects.get().stage == "submitted"
        answer = client.post(url("assessment_approve", row.pk), said | {"password": PASSWORD})
    row.refresh_from_db()
    assert (answer.status_code, row.stage) == (302, "published")


def test_a_page_out_of_date_does_nothing_and_says_so(client, draft, assessor):
    row = draft()
    client.force_login(assessor)
    form = {"edition": row.edition - 1, "until": str(ON + timedelta(days=3))}
    answer = client.post(url("assessment_open", row.pk), form, follow=True)
    assert "刚被他人处理" in answer.content.decode()
    assert Assessment.objects.get().stage == "draft"


def test_a_wrong_deadline_is_told_in_the_form(client, draft, assessor):
    row = draft()
    client.force_login(assessor)
    answer = client.post(url("assessment_open", row.pk), {"edition": row.edition, "until": str(ON)})
    assert "until" in answer.context["open_form"].errors


def test_the_official_objects_with_evidence_and_nothing_typed_is_lost(
    client, commenting, official, post
):
    row = commenting()
    client.force_login(official)
    page = url("assessed_object", row.pk, post.pk)
    answer = client.post(page, {"text": "", "code": "duties", "files": pdf_upload()})
    form = answer.context["form"]
    assert (answer.status_code, form["code"].value()) == (200, "duties")
    assert ObjectionFile.objects.get().objection is None
    said = {"key": str(uuid4()), "text": "漏计一次会议", "code": "duties"}
    for _ in range(2):
        client.post(page, said)
    objection = Objection.objects.get()
    assert (objection.text, objection.files.count()) == ("漏计一次会议", 1)


def test_a_file_can_be_taken_off_before_it_is_sent(client, commenting, official, post):
    row = commenting()
    client.force_login(official)
    page = url("assessed_object", row.pk, post.pk)
    client.post(page, {"text": "", "files": pdf_upload()})
    client.post(page, {"text": "已写", "drop": str(ObjectionFile.objects.get().pk)})
    assert not ObjectionFile.objects.exists() and not Objection.objects.exists()


def test_the_answer_is_given_on_the_objection_s_page(client, commenting, official, assessor):
    objection = object_to(commenting().scores.get(), official)
    client.force_login(official)
    assert "答复异议" not in client.get(objection.get_absolute_url()).content.decode()
    client.force_login(assessor)
    page = url("objection_answer", objection.pk)
    assert client.post(page, {"ruling": "upheld"}).context["form"].errors.keys() == {"text"}
    client.post(page, {"ruling": "upheld", "text": "属实，已更正。"})
    objection.refresh_from_db()
    assert (objection.ruling, objection.answered_by) == ("upheld", assessor)


def test_the_frozen_page_says_what_was_said_then(client, published, post, official, two_owed):
    row = published()
    two_owed[0].requirement.statement_zh = "后来改过的要求"
    two_owed[0].requirement.save()
    client.force_login(official)
    page = client.get(url("assessed", row.pk, post.pk)).content.decode()
    assert "要求15.1/1" in page and "后来改过的要求" not in page
    assert "公布并冻结" in page


def test_records_stand_there_as_they_stood(client, published, post, official, two_owed, confirm):
    confirm(two_owed[0], title="公布前的会议")
    with noon(AFTER):
        row = published()
    with noon(AFTER + timedelta(days=1)):
        confirm(two_owed[0], title="公布后的会议", on=AFTER + timedelta(days=1))
    client.force_login(official)
    page = client.get(url("assessed", row.pk, post.pk)).content.decode()
    assert "公布前的会议" in page and "公布后的会议" not in page


def test_in_english_nothing_chinese_is_left_but_names(client, published, assessor, post):
    row = published()
    client.force_login(assessor)
    client.cookies["portal_language"] = "en"
    for page, args in (("assessment", []), ("assessment_overview", []), ("assessment_changes", []),
                       ("objections", []), ("assessed", [post.pk])):  # fmt: skip
        text = client.get(url(page, row.pk, *args)).content.decode()
        main = text.partition("<main")[2].partition("</main>")[0]
        assert "2026" in main and set(re.findall("[\u4e00-\u9fff]+", main)) <= {"人员"}, page


@pytest.mark.parametrize("page", ["assessed", "assessed_object"])
def test_a_post_that_cannot_be_is_not_found(client, commenting, official, page):
    row = commenting()
    client.force_login(official)
    address = url(page, row.pk, 10**30)
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


def test_a_new_version_shows_its_differences(client, published, draft, assessor, approver, post):
    published()
    enter_result(post.unit, "70", assessor)
    second = draft(reason="录入考核结果")
    row = publish(submit(open_comment(second, assessor), assessor), approver)
    client.force_login(assessor)
    context = client.get(url("assessment_changes", row.pk)).context
    assert [(str(each.after), each.label_after) for each in context["changes"]] == [
        ("70.00", "合格")
    ]
    assert [each.version for each in context["versions"]] == [2, 1]


def test_lists_and_pages_say_that_a_version_was_corrected_and_by_which(
    client, published, draft, assessor, approver, official, post
):
    first = published()
    said = '<a class="small" href="{}">已由第2版更正</a>'
    in_list = said.replace("small", "small nowrap")
    second = publish(submit(open_comment(draft(reason="补录"), assessor), assessor), approver)
    for person, page, link in (
        (official, url("assessments"), said.format(url("assessed", second.pk, post.pk))),
        (assessor, url("assessments"), in_list.format(second.get_absolute_url())),
        (assessor, url("assessment_changes", second.pk), "已由第2版更正"),
        (assessor, url("assessment_overview", first.pk), "该结果已更正为第2版"),
    ):
        client.force_login(person)
        assert client.get(page).text.count(link) == 1


def test_the_approver_reads_what_changed_since_comment(
    client, commenting, assessor, approver, post, official
):
    row = commenting()
    answer(object_to(row.scores.get(), official), assessor, "upheld")
    enter_result(post.unit, "80", assessor)
    row = submit(again(Assessment.objects.get(), assessor), assessor)
    client.force_login(approver)
    context = client.get(url("assessment_approve", row.pk)).context
    assert [(each.post, str(each.after)) for each in context["since"]] == [(post, "80.00")]
    assert len(context["objections"]) == 1 and context["may_approve"]
