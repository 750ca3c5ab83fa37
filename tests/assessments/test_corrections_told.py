"""A correction out for comment: each is told whether it moves his own figures."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.models import Score
from duties.actions import obligations
from tests.assessment_world import open_comment, publish, submit
from tests.cast import ON, appoint, make_post, noon
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(other_city, two_owed):
    """The head of another city, whose result will be entered late."""
    post = make_post(other_city, "government")
    person = appoint(post, "other", date(2026, 1, 1))
    obligations.open_year(year=ON.year, on=ON)
    return person


def latest(person):
    return person.notices.order_by("-pk").first()


def page_of(client, person, row):
    client.force_login(person)
    score = Score.objects.get(assessment=row, holders__person=person)
    with noon(ON):
        return client.get(reverse("assessments:assessed", args=[row.pk, score.post_id])).text


def test_each_is_told_whether_the_correction_moves_his_own_figures(
    client, other, other_city, official, draft, assessor, approver
):
    first = publish(submit(open_comment(draft(), assessor), assessor), approver)
    assert "更正" not in page_of(client, official, first)
    enter_result(other_city, "70", assessor)
    row = open_comment(draft(reason="补录考核结果"), assessor)
    until = "，如有异议请于11月30日（含当日）前提出"
    told = {
        official: ("您本人的得分和等次没有变动", "这是对第1版的更正，本职务的得分和等次没有变动"),
        other: ("您本人的得分或者等次有变动", "这是对第1版的更正：由"),
    }
    for person, (notice, page) in told.items():
        assert latest(person).text_zh == f"2026年度考核更正后征求意见，{notice}{until}"
        body = page_of(client, person, row)
        assert page in body and "提交异议" in body


def test_both_languages_say_it(other, official, draft, assessor, approver):
    publish(submit(open_comment(draft(), assessor), assessor), approver)
    open_comment(draft(reason="补录考核结果"), assessor)
    assert latest(official).text_en == (
        "Your assessment for 2026 is being corrected, your own figures unchanged, and open for "
        "comment until 2026-11-30 (included)"
    )
