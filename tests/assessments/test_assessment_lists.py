"""The lists and exports of an assessment: what they hold, for whom, what they ask of the database."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from assessments.figures.assessment_page import leagues_of
from assessments.figures.overview import overview_of
from duties.actions import obligations
from organizations.actions import appointments
from organizations.spreadsheet import read
from tests.assessment_world import answer, object_to, open_comment, publish, submit
from tests.assessments import test_assessment_views
from tests.cast import ON, appoint, make_post, make_unit
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db
_that_day, url = test_assessment_views._that_day, test_assessment_views.url


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_objections_asks_the_same_for_one_and_three(
    client, commenting, official, assessor, number, django_assert_num_queries
):
    score = commenting().scores.get()
    for each in range(number):
        row = object_to(score, official, f"第{each}条")
    client.force_login(assessor)
    page = url("objections", score.assessment_id)
    with django_assert_num_queries(21):
        assert len(client.get(page).context["page"]) == number
    answer(row, assessor)
    assert len(client.get(page + "?state=waiting").context["page"]) == number - 1


def test_of_many_objections_those_that_wait_come_first_and_the_rest_is_a_page_away(
    client, commenting, official, assessor
):
    row = commenting()
    first, *others = [object_to(row.scores.get(), official, f"第{n}条") for n in range(12)]
    answer(first, assessor)
    client.force_login(assessor)
    context = client.get(row.get_absolute_url()).context
    assert [each.text for each in context["objections"]] == [each.text for each in others[:10]]
    assert (context["objected"], context["unanswered"]) == (12, 11)
    assert reverse("assessments:objections", args=[row.pk]) in client.get(
        row.get_absolute_url()
    ).content.decode()  # fmt: skip


def test_a_page_lists_the_largest_changes_and_the_workbook_all(
    client, draft, assessor, province, two_owed, monkeypatch
):
    monkeypatch.setattr("assessments.views.assessments.LISTED", 2)
    leagues(province, 3)
    row = open_comment(draft(), assessor)
    for number, score in enumerate(row.scores.order_by("post")):
        row.scores.filter(pk=score.pk).update(shown_total=10, total=20 + number)
    client.force_login(assessor)
    context = client.get(url("assessment_changes", row.pk)).context
    assert [str(each.after) for each in context["since"]] == ["23.00", "22.00"]
    assert context["changed_since"] == 4
    workbook = cells(client.get(url("assessment_changes_export", row.pk) + "?since=comment"))
    assert {"20", "21", "22", "23"} <= set(workbook)


def cells(answer) -> list[str]:
    """All that a workbook of one sheet holds, as text."""
    rows = read(ContentFile(answer.content, "sheet.xlsx"))
    return [cell for row in rows for cell in row]


def leagues(province, number):
    """So many cities more, each with a government head who owes something."""
    for each in range(number):
        unit = make_unit(f"市{each}", f"33{each + 3:02}00", province, level="city")
        make_post(unit, "government")
    obligations.open_year(year=ON.year, on=ON)


@pytest.mark.parametrize("more", [0, 2])
def test_the_pages_ask_the_same_however_many_there_are(
    client, draft, assessor, province, two_owed, more, django_assert_num_queries
):
    leagues(province, more)
    row = open_comment(draft(), assessor)
    client.force_login(assessor)
    counts = {"assessments": (15, []), "assessment": (31, [row.pk]),
              "assessment_overview": (21, [row.pk]), "assessment_changes": (17, [row.pk]),
              "assessment_approve": (35, [row.pk])}  # fmt: skip
    for page, (number, args) in counts.items():
        with django_assert_num_queries(number):
            client.get(url(page, *args))


def test_means_are_rounded_half_up_and_the_same_wherever_they_stand(
    draft, assessor, province, two_owed
):
    """(80.00+80.01)÷2=80.005 → 80.01; one of the two is excellent, the other is not: 50 %."""
    leagues(province, 1)
    row = draft()
    for score, total, grade in zip(row.scores.all(), ("80", "80.01"), ("", "good"), strict=True):
        row.scores.filter(pk=score.pk).update(total=total, earned=grade, grade=grade)
    found = overview_of(row, leagues_of(row.scores.all())[0])
    means = (found.mean, found.median, found.years[-1].mean)
    assert [str(each) for each in means] == ["80.01", "80.01", "80.01"]


def test_last_year_s_score_is_shown_only_to_whom_it_may_be(
    client, published, commenting, assessor, post
):
    """Who held the post this year alone and has left: last year's was another's."""
    obligations.open_year(year=ON.year - 1, on=date(ON.year - 1, 1, 1))
    before = published(year=ON.year - 1).scores.get()
    first, last = date(ON.year, 2, 1), date(ON.year, 10, 31)
    appointments.end(
        appointment=post.appointments.get(), ends_on=first - timedelta(days=1), by=None, on=ON
    )
    late = appoint(post, "late", first, last)
    page = url("assessed", commenting().pk, post.pk)
    for person, shown in ((late, None), (assessor, before)):
        client.force_login(person)
        assert client.get(page).context["before"] == shown


def test_exports_hold_what_the_pages_show(client, commenting, assessor, approver, official, post):
    """Each names what it is about; all figures of the one post stand in the league's."""
    enter_result(post.unit, "88.5", assessor)
    row = commenting()
    answer(object_to(row.scores.get(), official, "漏计一次会议"), assessor)
    row = publish(submit(row, assessor), approver)
    client.force_login(assessor)
    league = "?league=city-government"
    held = {
        url("assessment_export", row.pk) + league: {"1", "杭州市市长", "88.5", row.scores.get().sha256},
        url("assessments_export"): {"2026", "浙江省", "已公布", row.sha256},
        url("objections_export", row.pk): {"杭州市市长", "漏计一次会议", "不采纳"},
        url("assessment_changes_export", row.pk): {"原得分", "现得分"},
        **{
            url("assessment_overview_export", row.pk, table) + league: said
            for table, said in (
                ("distribution", {"85–90", "1"}), ("grades", {"良好", "1"}),
                ("cities", {"杭州市", "88.5"}), ("years", {"2026", "88.5"}),
                ("indicators", {"年度法治建设考核", "88.5"}),
            )
        },
    }  # fmt: skip
    for page, said in held.items():
        assert said <= set(cells(client.get(page))), page
    assert client.get(url("assessment_overview_export", row.pk, "other")).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_an_opened_score_asks_the_same_for_one_objection_and_three(
    client, commenting, official, post, confirm, two_owed, number, django_assert_num_queries
):
    score = commenting().scores.get()
    for each in range(number):
        object_to(score, official, f"第{each}条")
    client.force_login(official)
    with django_assert_num_queries(28):
        client.get(score.get_absolute_url())


def test_before_it_is_published_no_export_tells_an_official_his_rank(
    client, commenting, official, assessor, post
):
    row = commenting()
    row.scores.update(rank=41, earned="good", total=95)
    for person, told in ((official, False), (assessor, True)):
        client.force_login(person)
        assert ("41" in cells(client.get(url("assessment_export", row.pk)))) == told
