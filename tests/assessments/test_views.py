"""The ranking and the score pages: who may open them, what they show, what they cost."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.actions import scores
from assessments.figures.ranking import League
from assessments.figures.scope import Scope
from assessments.figures.score_page import score_page
from duties.models import Obligation
from organizations.models import Unit
from tests.assessments.conftest import ranked
from tests.cast import book, make_post, make_requirement, make_unit

pytestmark = pytest.mark.django_db
YEAR = 2025
#: Long past, so that nothing of that year can be made good any more.
AFTER = date(2026, 11, 23)
SCORES = "/scores/"


def owe(post, code, status, requirement=None, due_on=date(YEAR, 12, 31), **fields):
    row = Obligation.objects.create(
        post=post, requirement=requirement or make_requirement(code), year=due_on.year,
        period_key=f"{due_on.year}", starts_on=date(due_on.year, 1, 1), due_on=due_on,
        status=status, **fields,
    )  # fmt: skip
    book(row)
    return row


@pytest.fixture
def two_duties(post):
    """Art. 15 done, Art. 16 missed: 50 points."""
    return owe(post, "15.1/1", "met", reason_zh="已有一条记录。"), owe(post, "16.1/1", "missed")


def score_url(post, year=YEAR):
    return reverse("assessments:score", args=[post.pk, year])


@pytest.mark.parametrize("who", ["overseer", "inspector", "assessor"])
def test_whoever_oversees_inspects_or_assesses_sees_the_ranking(
    request, client, who, post, two_duties
):
    client.force_login(request.getfixturevalue(who))
    page = client.get(SCORES).content.decode()
    assert score_url(post) in page
    assert "50.00" in page


@pytest.mark.parametrize("who", ["official", "liaison", "reviewer", "administrator", "outsider"])
def test_nobody_else_sees_the_ranking(request, client, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(SCORES).status_code == 403
    assert client.get(reverse("assessments:scores_export")).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    [("official", 200), ("liaison", 200), ("reviewer", 200), ("overseer", 200),
     ("other_overseer", 404), ("administrator", 404), ("auditor", 404), ("outsider", 404)],
)  # fmt: skip
def test_a_score_is_open_to_whom_the_post_is(
    request, client, who, status, post, two_duties, other_city
):
    client.force_login(request.getfixturevalue(who))
    assert client.get(score_url(post)).status_code == status


def test_a_year_without_duties_has_no_score(client, official, post, two_duties):
    client.force_login(official)
    assert client.get(score_url(post, 2019)).status_code == 404


def test_a_score_opens_down_to_the_verdict(client, official, post, two_duties):
    client.force_login(official)
    page = client.get(score_url(post)).content.decode()
    assert "2条得分的平均值：(100+0)÷2=50.00分。" in page
    assert "已有一条记录。" in page
    assert all(duty.get_absolute_url() in page for duty in two_duties)


def test_only_the_same_track_and_level_are_compared(client, overseer, post, county, two_duties):
    owe(make_post(county), "15.2/1", "met")
    owe(make_post(post.unit, "party"), "5.1/1", "met")
    client.force_login(overseer)
    response = client.get(SCORES, {"league": "city-government"})
    assert [place.post for place, *_ in response.context["places"]] == [post]
    assert [league.key for league in response.context["leagues"]] == [
        "city-party", "city-government", "county-government",
    ]  # fmt: skip


def test_equal_scores_share_a_rank(province, city, other_city, county):
    third = make_post(make_unit_of(city))
    requirement = make_requirement("15.1/1")
    for unit, status in ((city, "met"), (other_city, "met")):
        owe(make_post(unit), "", status, requirement)
    owe(third, "", "missed", requirement)
    scope = Scope(unit=province, year=YEAR, on=AFTER)
    places = ranked(scope, League("city", "government"))
    assert [(place.rank, str(place.total)) for place in places] == [
        (1, "100.00"), (1, "100.00"), (3, "0.00"),
    ]  # fmt: skip


def make_unit_of(city):
    return make_unit(
        "嘉兴市", "330400", Unit.objects.get(path=city.path[: Unit.steplen]), level="city"
    )


def test_what_is_still_to_be_done_says_what_it_would_change(post):
    on = localdate()
    owe(post, "15.1/1", "met", due_on=on - timedelta(days=2))
    late = owe(post, "16.1/1", "missed", due_on=on - timedelta(days=1))
    Obligation.objects.update(year=YEAR)
    (step,) = score_page(post, YEAR, on).steps
    assert (step.obligation, step.late) == (late, True)
    assert (str(step.result), str(step.gain), str(step.missed)) == ("80.00", "30.00", "50.00")


def test_what_raises_most_comes_first_and_what_adds_nothing_stands_apart(client, overseer, post):
    """Articles weigh alike: (50+100)÷2=75 now; 15.2 made good (80+100)÷2=90; 17.1 done
    (50+100+100)÷3=83.33; 16.2 done 75 still, and left undone (50+50)÷2=50."""
    on = localdate()
    owe(post, "15.1/1", "met", due_on=on - timedelta(days=2))
    late = owe(post, "15.2/1", "missed", due_on=on - timedelta(days=1))
    owe(post, "16.1/1", "met", due_on=on - timedelta(days=2))
    ahead = owe(post, "16.2/1", "open", due_on=on + timedelta(days=3))
    other = owe(post, "17.1/1", "open", due_on=on + timedelta(days=4))
    Obligation.objects.update(year=YEAR)
    page = score_page(post, YEAR, on)
    assert [(step.obligation, str(step.gain)) for step in page.raising] == [
        (late, "15.00"), (other, "8.33"),
    ]  # fmt: skip
    assert [(step.obligation, str(step.gain), str(step.at_risk)) for step in page.keeping] == [
        (ahead, "0.00", "25.00"),
    ]  # fmt: skip
    client.force_login(overseer)
    body = client.get(score_url(post)).content.decode()
    assert "其余未办事项1项：完成后不加分，到期不办可能失分" in body


def test_a_report_that_is_overdue_is_still_offered_for_what_late_is_worth(post, official):
    """(60×100+5×0)÷65=92.31 without it; handed in late (60×100+5×60)÷65=96.92."""
    owe(post, "15.1/1", "met", due_on=date(YEAR, 6, 30))
    (step,) = score_page(post, YEAR, date(YEAR + 1, 2, 5)).steps
    assert (step.late, str(step.until)) == (True, f"{YEAR + 1}-01-31")
    assert (str(step.result), str(step.gain), str(step.missed)) == ("96.92", "4.61", "92.31")


def test_what_can_no_longer_be_made_good_is_not_offered(post, two_duties):
    assert score_page(post, YEAR, AFTER).steps == []


def test_the_score_page_says_the_formula(client, official, post, two_duties):
    client.force_login(official)
    page = client.get(score_url(post)).content.decode()
    assert "履职完成的得分是各条得分的平均值" in page
    assert '<script id="by-article" type="application/json">' in page


@pytest.mark.parametrize("queries", [21])
def test_three_rows_cost_the_queries_of_one(
    client, overseer, city, other_city, django_assert_num_queries, queries
):
    requirement = make_requirement("15.1/1")
    owe(make_post(city), "", "met", requirement)
    client.force_login(overseer)
    client.get(SCORES)
    with django_assert_num_queries(queries):
        client.get(SCORES)
    owe(make_post(other_city), "", "missed", requirement)
    owe(make_post(make_unit_of(city)), "", "met", requirement)
    scores.refresh(on=AFTER)
    with django_assert_num_queries(queries):
        client.get(SCORES)


def test_scores_still_being_worked_out_are_said(client, overseer, city, other_city, monkeypatch):
    """More than one waits for is left to the worker; the page says so and shows what there is."""
    monkeypatch.setattr("assessments.views.scores.AT_ONCE", 1)
    requirement = make_requirement("15.1/1")
    for unit in (city, other_city):
        owe(make_post(unit), "", "met", requirement)
    client.force_login(overseer)
    first = client.get(SCORES)
    assert len(first.context["places"]) == 1
    assert "1 / 2 个职务已是最新" in first.text
    scores.refresh(on=AFTER)
    last = client.get(SCORES)
    assert len(last.context["places"]) == 2
    assert "正在后台更新" not in last.text
