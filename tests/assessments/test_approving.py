"""What the second person reads before he publishes, and what is said of objections upheld in vain."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.actions import assessing
from assessments.models import Assessment
from organizations.actions import grants
from tests.assessment_world import AFTER, again, answer, object_to, open_comment, publish, submit
from tests.cast import ON, noon
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db
IDLE = "有 1 条异议已采纳或者部分采纳"


@pytest.fixture
def read(client):
    """``read(person, row, "assessment_approve")``: the answer, its text beside it."""

    def read(person, row, page, query="", language="zh-hans", on=AFTER):
        with noon(on):
            client.force_login(person)
            client.cookies["portal_language"] = language
            answer = client.get(reverse(f"assessments:{page}", args=[row.pk]) + query)
        assert answer.status_code == 200
        answer.text_only = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        return answer

    return read


@pytest.fixture
def corrected(published, draft, assessor, post):
    """The second version, handed in: the post's result was wrong in the first."""

    def corrected():
        enter_result(post.unit, "69.77", assessor)
        published()
        enter_result(post.unit, "73.66", assessor)
        second = open_comment(draft(reason="年度考核结果录入有误"), assessor)
        return submit(second, assessor)

    return corrected


def test_of_a_correction_he_reads_the_reason_and_whose_figures_differ(corrected, read, approver):
    found = read(approver, corrected(), "assessment_approve")
    (change,) = found.context["changes"]
    assert (str(change.before), str(change.after), str(change.by)) == ("69.77", "73.66", "3.89")
    assert (found.context["changed"], found.context["changed_since"]) == (1, 0)
    for said in (
        "年度考核结果录入有误",
        "公布的第1版",
        "与第1版的不同",
        "69.77",
        "73.66",
        "全部变动",
    ):
        assert said in found.text_only
    assert found.context["why"] == "" and 'name="password"' in found.text_only


def test_a_first_version_is_compared_with_nothing_that_never_was(commenting, draft, read, assessor):
    row = draft()
    found = read(assessor, row, "assessment_approve")
    assert found.context["before"] is None and found.context["why"] == "当前阶段不能这样办理。"
    assert "与第" not in found.text_only and "征求意见后的变动" not in found.text_only
    row = submit(open_comment(row, assessor), assessor)
    found = read(assessor, row, "assessment_approve")
    assert "本年度首次公布" in found.text_only and "征求意见后的变动" in found.text_only
    assert "与第" not in found.text_only


def test_what_stands_in_the_way_is_said_and_there_is_no_button(
    commenting, read, assessor, official, province
):
    row = submit(commenting(), assessor)
    assert "须由另一人审批公布" in read(assessor, row, "assessment_approve").text_only
    grants.give(person=official, code="assess", unit=province, by=None, on=ON)
    found = read(official, row, "assessment_approve")
    assert "应当回避" in found.text_only and 'name="password"' not in found.text_only


def test_how_objections_were_ruled_stands_beside_the_approval(
    commenting, read, assessor, approver, official
):
    row = commenting()
    for ruling in ("refused", "upheld", "refused"):
        answer(object_to(row.scores.get(), official), assessor, ruling)
    found = read(approver, submit(row, assessor), "assessment_approve")
    assert found.context["rulings"] == [("采纳", 1), ("不采纳", 2)]


def test_upheld_and_nothing_put_right_is_warned_of_wherever_one_decides(
    client, commenting, read, assessor, approver, official
):
    row = commenting()
    objection = object_to(row.scores.get(), official)
    assert "与提出异议时相同" in read(assessor, objection, "objection", on=ON).text_only
    with noon(ON):
        client.force_login(assessor)
        said = {"ruling": "upheld", "text": "属实。"}
        page = reverse("assessments:objection_answer", args=[objection.pk])
        answered = client.post(page, said, follow=True)
    assert "该异议已采纳，但该职务的得分与提出异议时相同" in answered.content.decode()
    assert IDLE in read(assessor, row, "assessment").text_only
    row = submit(row, assessor)
    found = read(approver, row, "assessment_approve")
    assert IDLE in found.text_only and "得分未变" in found.text_only and not found.context["why"]
    assert [
        each.pk for each in read(approver, row, "objections", "?state=idle").context["page"]
    ] == [objection.pk]
    assert publish(row, approver).is_published


def test_put_right_and_worked_out_again_nothing_is_warned_of(
    commenting, read, assessor, official, post
):
    row = commenting()
    answer(object_to(row.scores.get(), official), assessor, "upheld")
    enter_result(post.unit, "88", assessor)
    assert IDLE not in read(assessor, row, "assessment").text_only
    row = again(Assessment.objects.get(), assessor)
    assert row.scores.get().total == Decimal(88)
    assert IDLE not in read(assessor, row, "assessment").text_only
    assert not read(assessor, row, "objections", "?state=idle").context["page"].rows


def test_refused_or_waiting_is_no_reason_to_warn(commenting, read, assessor, official):
    row = commenting()
    answer(object_to(row.scores.get(), official), assessor, "refused")
    object_to(row.scores.get(), official)
    assert read(assessor, row, "assessment").context["idle"] == 0


def test_who_is_assessed_is_not_shown_what_concerns_those_who_decide(
    commenting, read, assessor, official
):
    row = commenting()
    objection = answer(object_to(row.scores.get(), official), assessor, "upheld")
    for page, about in (("assessment", row), ("objection", objection), ("objections", row)):
        found = read(official, about, page, "?state=idle" if page == "objections" else "")
        assert "得分未变" not in found.text_only and "提出异议时相同" not in found.text_only, page


def test_in_english_too(corrected, read, approver, official, assessor, post):
    row = corrected()
    assessing.withdraw(assessment=row, edition=row.edition, reason="x", by=assessor, on=ON)
    row.refresh_from_db()
    row = open_comment(row, assessor)
    answer(object_to(row.scores.get(), official, "text"), assessor, "upheld")
    found = read(approver, submit(row, assessor), "assessment_approve", language="en")
    assert "Differs from the version in force" in found.text_only
    assert "1 objection was upheld" in found.text_only
    left = set(re.findall("[\u4e00-\u9fff]+", found.text_only))
    assert left <= {"人员", "年度考核结果录入有误", "经核对", "会议材料不全"}
