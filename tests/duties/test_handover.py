"""Where a post's obligations stood on the last day, and the home pages of both."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from duties import handover
from duties.actions import checks, obligations
from duties.models import Obligation
from organizations.actions import appointments
from tests.cast import ON, appoint, make_post, make_requirement, noon
from tests.duties.conftest import LEFT


@pytest.fixture(autouse=True)
def today():
    with noon(ON):
        yield


def the_appointment(person):
    return person.appointments.get()


def standing(person, on=ON):
    found = handover.on_last_day([the_appointment(person)], on)[0]
    return {
        name: [row.obligation.period_key for row in getattr(found, name)]
        for name in ("done", "open", "late")
    }


def test_what_was_done_after_he_left_was_open_when_he_left(before, year_and_halves, confirm):
    with noon(date(2026, 5, 7)):
        confirm(year_and_halves["2026H1"], on=date(2026, 5, 7))
    confirm(year_and_halves["2026"])
    assert standing(before) == {"done": ["2026H1"], "open": ["2026", "2026H2"], "late": []}


def test_past_due_and_unmet_is_late_though_no_check_ran(before, year_and_halves, confirm):
    confirm(year_and_halves["2026H1"], date(2026, 8, 20))
    assert standing(before) == {"done": [], "open": ["2026", "2026H2"], "late": ["2026H1"]}


def test_on_the_due_date_itself_nothing_is_late(post, year_and_halves):
    person = appoint(post, "somebody", date(2026, 1, 1), date(2026, 6, 30))
    assert standing(person) == {"done": [], "open": ["2026", "2026H1"], "late": []}


def test_earlier_years_are_handed_over_while_they_are_late(post, year_and_halves, confirm):
    obligations.open_year(year=2025, on=date(2025, 1, 1))
    checks.run_due(on=date(2026, 1, 5))
    late = {row.period_key: row for row in Obligation.objects.of_year(2025)}
    with noon(date(2026, 3, 2)):
        confirm(late["2025"], date(2026, 2, 20), on=date(2026, 3, 2))
    confirm(late["2025H1"], date(2026, 8, 1))
    person = appoint(post, "somebody", date(2026, 1, 1), LEFT)
    assert standing(person)["late"] == ["2025H1", "2025H2", "2026H1"]


def test_while_the_appointment_runs_it_is_today_that_counts(after, year_and_halves, confirm):
    confirm(year_and_halves["2026"])
    assert standing(after) == {"done": ["2026"], "open": ["2026H2"], "late": ["2026H1"]}


def home(client, user):
    client.force_login(user)
    return client.get(reverse("home"))


def test_the_successor_sees_what_he_takes_over(client, before, after, year_and_halves, confirm):
    confirm(year_and_halves["2026"])
    page = home(client, after)
    card = page.context["taken_over"][0]
    assert (len(card.late), len(card.open)) == (1, 2)
    assert card.still_unmet == [year_and_halves["2026H1"], year_and_halves["2026H2"]]
    text = page.content.decode()
    assert reverse("duties:handover", args=[the_appointment(before).pk]) in text
    assert "前任人员before任职至 2026-07-31，离任时逾期 1 项，未到期尚未完成 2 项。" in text


@pytest.mark.parametrize(("days", "cards"), [(180, 1), (181, 0)])
def test_after_half_a_year_the_card_is_gone(post, days, cards):
    begins = ON - timedelta(days=days)
    appoint(post, "first", date(2024, 1, 1), begins - timedelta(days=1))
    person = appoint(post, "second", begins)
    assert len(handover.taken_over(person, ON)) == cards


def test_without_a_predecessor_there_is_nothing_to_take_over(post, obligation):
    assert handover.taken_over(appoint(post, "first", ON), ON) == []


def test_who_left_lands_on_what_he_answers_for(client, before, after, year_and_halves):
    page = home(client, before)
    (former,) = page.context["former"]
    assert former.answered == [year_and_halves["2026H1"]]
    counts = [
        len(rows) for rows in (former.handover.done, former.handover.open, former.handover.late)
    ]
    assert counts == [0, 2, 1]
    text = page.content.decode()
    assert year_and_halves["2026H1"].get_absolute_url() in text
    assert reverse("duties:handover", args=[the_appointment(before).pk]) in text


def test_who_answers_for_nothing_any_more_is_told_whom_to_ask(client, post, year_and_halves):
    person = appoint(post, "long_gone", date(2023, 1, 1), date(2024, 12, 31))
    assert "请联系本单位系统管理员" in home(client, person).content.decode()


def test_who_moved_on_to_another_post_sees_both(client, before, after, city, year_and_halves):
    party = make_post(city, "party")
    appointments.begin(post=party, person=before, starts_on=LEFT, by=None, on=ON)
    page = home(client, before)
    assert [whole.post for whole in page.context["years"]] == [party]
    assert [each.answered for each in page.context["former"]] == [[year_and_halves["2026H1"]]]


def test_who_came_back_to_his_post_has_not_left_it(before, post, year_and_halves):
    appointments.begin(post=post, person=before, starts_on=ON, by=None, on=ON)
    assert handover.former(before, ON) == []
    assert handover.taken_over(before, ON) == []


def test_both_home_pages_ask_as_often_for_three_duties(
    before, after, post, django_assert_num_queries
):
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    for more in (False, True):
        if more:
            make_requirement("15.3/1", cadence="quarter")
            obligations.open_year(year=2026, on=date(2026, 1, 1))
        with django_assert_num_queries(4):
            assert len(handover.taken_over(after, ON)) == 1
        with django_assert_num_queries(5):
            assert len(handover.former(before, ON)) == 1


def test_the_post_leads_to_the_sheet_of_who_left_that_year(
    client, liaison, before, after, year_and_halves
):
    client.force_login(liaison)
    text = client.get(the_appointment(before).post.get_absolute_url()).content.decode()
    assert reverse("duties:handover", args=[the_appointment(before).pk]) in text
    assert reverse("duties:handover", args=[the_appointment(after).pk]) not in text
