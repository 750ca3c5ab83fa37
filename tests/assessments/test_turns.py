"""What waits for whom in an assessment and its reports, and where it is told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assessments.actions import reports
from assessments.figures.turns import waiting_for
from tests.assessment_world import AFTER, again, answer, object_to, open_comment, submit
from tests.cast import ON, appoint, make_person, noon
from tests.handing_in import hand_in, set_term
from tests.scoring_world import enter_item

pytestmark = pytest.mark.usefixtures("that_day")


@pytest.fixture
def that_day():
    with noon(ON):
        yield


def said(user, on=ON) -> list[str]:
    return [turn.what for turn in waiting_for(user, on)]


def test_each_reads_his_own_step_of_an_assessment(commenting, official, assessor, approver):
    row = commenting()
    assert said(official) == ["考核得分征求您的意见"]
    assert said(assessor) == said(approver) == []
    objection = object_to(row.scores.get(), official)
    assert said(official) == []
    assert said(assessor) == said(approver) == ["1条异议待答复"]
    answer(objection, assessor)
    assert said(assessor, AFTER) == said(approver, AFTER) == ["意见期限已过，可以报批"]
    submit(row, assessor)
    assert (said(assessor, AFTER), said(approver, AFTER)) == ([], ["考核结果待您审批"])
    assert approver.notices.latest("pk").text_zh.endswith("年度考核结果已报批，请您审批")


def test_once_his_figure_moves_he_is_asked_again_though_he_has_objected(
    client, commenting, official, assessor, two_owed, confirm
):
    """And his page shows what he was first shown beside what it is now."""
    row = commenting()
    object_to(row.scores.get(), official)
    confirm(two_owed[0])
    score = again(row, assessor).scores.get()
    assert said(official) == ["考核得分在征求意见期间有变动，请重新核对"]
    client.force_login(official)
    assert "考核得分在征求意见期间有变动" in client.get(reverse("home")).content.decode()
    page = client.get(score.get_absolute_url()).content.decode()
    assert "开始征求意见时为 – 分（不定等次），现为 100.00 分（良好）" in page
    object_to(score, official)
    assert said(official) == []


def test_a_draft_is_the_turn_of_who_began_it(draft, assessor, approver):
    draft()
    assert (said(assessor), said(approver)) == (["得分已算出，可以征求意见"], [])


def test_a_bonus_waits_for_another_than_who_entered_it(draft, post, assessor, approver):
    enter_item(post, assessor)
    assert (said(assessor), said(approver)) == ([], ["加减分事项待复核"])


def test_a_report_waits_first_for_the_official_and_then_for_the_superior(
    two_owed, post, official, liaison, overseer, province
):
    assert said(official) == []
    set_term(province, overseer)
    assert said(official) == said(liaison) == ["年终述法报告待提交"]
    frozen = hand_in(post.appointments.get())
    assert (said(official), said(overseer)) == ([], ["1份述法报告待评议"])
    report = frozen.report
    reports.send_back(
        report=report, edition=report.edition, reason="请补充", by=overseer, on=ON
    )  # fmt: skip
    assert said(official) == ["年终述法报告被退回，请补充后重新提交"]
    assert said(overseer) == []


def test_who_left_the_post_is_still_told_of_his_overdue_report(client, two_owed, city, post):
    post.appointments.update(starts_on=date(2026, 7, 1))
    former = appoint(post, "former", date(2026, 1, 1), date(2026, 6, 30))
    later = date(2027, 3, 1)
    (turn,) = waiting_for(former, later)
    assert (turn.late, turn.due_on) == (True, date(2027, 1, 31))
    with noon(later):
        client.force_login(former)
        page = client.get(reverse("home"))
    assert turn.url in page.content.decode()
    assert "/reports/" in [entry["url"] for entry in page.context["navigation"]]


def test_an_office_opens_on_what_waits_for_it(client, commenting, official, assessor):
    object_to(commenting().scores.get(), official)
    client.force_login(assessor)
    page = client.get(reverse("home"))
    assert [turn.what for turn in page.context["turns"]] == ["1条异议待答复"]
    assert reverse("assessments:dashboard") in page.content.decode()


def test_nothing_waits_for_strangers(commenting, other_city, official):
    object_to(commenting().scores.get(), official)
    stranger = make_person("stranger", ("assess", other_city), ("oversee", other_city))
    assert said(stranger, ON + timedelta(days=400)) == []


def test_as_many_queries_for_three_as_for_one(
    commenting, post, official, assessor, approver, django_assert_num_queries
):
    commenting()
    for number in (1, 3):
        for _ in range(number):
            enter_item(post, assessor)
        with django_assert_num_queries(28):
            waiting_for(approver, ON)


def test_the_page_of_an_assessment_says_whose_turn_it_is(
    client, draft, official, assessor, approver
):
    def read(user, row) -> str:
        client.force_login(user)
        return client.get(row.get_absolute_url()).content.decode()

    row = draft()
    assert "开始征求意见" in read(assessor, row)
    assert "2026年度尚未结束" in read(assessor, row)
    row = open_comment(row, assessor)
    objection = object_to(row.scores.get(), official)
    assert "有 1 条异议待答复" in read(assessor, row)
    assert "条异议待答复，答复后才能报批" not in read(official, row)
    answer(objection, assessor)
    with noon(AFTER):
        assert "可以报批" in read(assessor, row)
        row = submit(row, assessor)
        assert "等待另一人审批公布" in read(assessor, row)
        assert "请您审批" in read(approver, row)


def test_a_draft_of_a_correction_shows_no_changes_since_a_comment_that_never_was(
    client, published, draft, assessor
):
    published()
    row = draft(reason="更正")
    client.force_login(assessor)
    page = client.get(reverse("assessments:assessment_changes", args=[row.pk]))
    assert page.context["since"] == []


def test_a_second_draft_leads_to_the_first(client, draft, assessor, approver, province):
    row = draft()
    client.force_login(approver)
    form = {"unit": province.pk, "year": ON.year}
    page = client.post(reverse("assessments:assessment_new"), form)
    assert page.context["known"] == row
    assert row.get_absolute_url() in page.content.decode()


def test_the_official_finds_his_score_and_what_would_raise_it(client, two_owed, post, official):
    client.force_login(official)
    score = reverse("assessments:score", args=[post.pk, ON.year])
    for page in (reverse("home"), post.get_absolute_url()):
        assert score in client.get(page).content.decode()
