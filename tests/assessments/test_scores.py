"""What the ranking counts, with whom it compares by default, and the order of what is left."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from assessments import reporting
from assessments.figures.ranking import League, largest, leagues
from assessments.figures.scope import Scope
from assessments.figures.score_page import score_page
from tests.assessments.conftest import ranked
from tests.assessments.test_views import owe
from tests.cast import ON, make_post, make_requirement, make_unit

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 30)


def scope(unit):
    return Scope(unit=unit, year=2026, on=ON)


@pytest.fixture
def every_status(post):
    """One of each, past due but the last, which is not due yet."""
    for number, status in enumerate(("met", "met_late", "missed", "open", "waived"), 1):
        owe(post, f"15.{number}/1", status, due_on=SEPTEMBER)
    owe(post, "16.1/1", "open", due_on=date(2026, 12, 31))


def test_the_ranking_counts_met_late_and_missed_apart(every_status, city):
    [place] = ranked(scope(city), League("city", "government"))
    assert (place.met, place.late, place.missed, place.owed) == (1, 1, 2, 5)


def test_ranking_score_page_and_report_say_the_same(every_status, post, city):
    [place] = ranked(scope(city), League("city", "government"))
    report = reporting.read(post=post, year=2026, on=ON)
    assert place.total == score_page(post, 2026, ON).total
    assert str(place.total) == report.score == "40.00"


def test_the_league_with_most_posts_is_shown_first(client, overseer, post, city, county):
    requirement = make_requirement("15.1/1")
    second = make_unit("拱墅区", "330105", city)
    for each in (post, make_post(county), make_post(second)):
        owe(each, "", "met", requirement, due_on=SEPTEMBER)
    client.force_login(overseer)
    context = client.get(reverse("assessments:scores"), {"year": 2026}).context
    assert [(league.key, league.posts) for league in context["leagues"]] == [
        ("city-government", 1), ("county-government", 2),
    ]  # fmt: skip
    assert context["league"].key == "county-government"


def test_among_equals_the_first_league_is_shown():
    found = [League("city", "party", 11), League("city", "government", 11)]
    assert largest(found) == found[0]
    assert largest([]) is None


def test_a_post_with_many_duties_is_one_post(every_status, city):
    assert [league.posts for league in leagues(scope(city))] == [1]


def test_the_workbook_holds_the_counts(client, overseer, every_status):
    client.force_login(overseer)
    answer = client.get(reverse("assessments:scores_export"), {"year": 2026})
    body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    sheet = ZipFile(BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert all(head in sheet for head in ("按期完成", "逾期完成", "逾期未完成", "应完成"))


def test_no_workbook_while_scores_are_still_being_worked_out(
    client, overseer, every_status, monkeypatch
):
    monkeypatch.setattr("assessments.views.scores.AT_ONCE", 0)
    client.force_login(overseer)
    answer = client.get(reverse("assessments:scores_export"), {"year": 2026}, follow=True)
    assert answer.redirect_chain and "请稍后再导出" in answer.content.decode()


def test_what_is_left_to_do_comes_by_date(post):
    later = owe(post, "15.1/1", "open", due_on=ON + timedelta(days=30))
    sooner = owe(post, "16.1/1", "open", due_on=ON + timedelta(days=3))
    done = owe(post, "17.1/1", "met", due_on=ON + timedelta(days=1))
    steps = score_page(post, 2026, ON).steps
    assert [step.obligation for step in steps] == [sooner, later]
    assert done not in [step.obligation for step in steps]


@pytest.mark.parametrize(("size", "refused"), [(0, True), (50, False), (51, True)])
def test_a_draw_is_of_1_to_50(client, inspector, city, size, refused):
    client.force_login(inspector)
    form = {"unit": city.pk, "year": ON.year, "size": size}
    response = client.post(reverse("assessments:spot_check_new"), form)
    assert ("size" in response.context["form"].errors) is refused
