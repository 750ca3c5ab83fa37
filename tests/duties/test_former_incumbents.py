"""What a former incumbent may read, to the day, and that he may do nothing more."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from duties.actions import obligations, records
from duties.models import Evidence, Obligation, Record
from organizations.actions import people
from tests.cast import ON, appoint, make_post, make_requirement, noon
from tests.duties.conftest import LEFT


@pytest.fixture(autouse=True)
def today():
    with noon(ON):
        yield


def visible(model, user):
    return list(model.objects.visible_to(user, ON))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "seen"),
    [
        (date(2024, 3, 1), date(2025, 12, 31), False),
        (date(2024, 3, 1), date(2026, 1, 1), True),
        (ON, ON, True),
        (ON - timedelta(days=9), ON - timedelta(days=1), True),
        (ON + timedelta(days=1), None, False),
    ],
)
def test_an_obligation_opens_with_a_day_in_its_period(post, obligation, starts_on, ends_on, seen):
    person = appoint(post, "somebody", starts_on, ends_on)
    assert visible(Obligation, person) == ([obligation] if seen else [])


def test_the_time_on_one_post_opens_no_other(before, city, obligation):
    other = make_post(city, "party")
    make_requirement("5.1/1")
    obligations.open_year(year=2026, on=ON, posts=[other])
    assert visible(Obligation, before) == [obligation]


@pytest.mark.parametrize(("days", "seen"), [(-1, True), (0, True), (1, False)])
def test_a_sealed_record_opens_by_the_day_it_was_held(before, obligation, confirm, days, seen):
    record = confirm(obligation, LEFT + timedelta(days=days))
    assert visible(Record, before) == ([record] if seen else [])
    assert visible(Evidence, before) == (list(record.evidence.all()) if seen else [])


def test_struck_ones_open_too_and_working_papers_never(before, obligation, log, confirm, liaison, reviewer):  # fmt: skip
    struck = confirm(obligation)
    records.strike(record=struck, by=reviewer, on=ON, reason="重复")
    log(obligation)
    records.submit(record=log(obligation), by=liaison, on=ON)
    assert visible(Record, before) == [struck]


def test_who_is_switched_off_sees_nothing(before, obligation, confirm):
    confirm(obligation)
    people.change(person=before, by=None, on=ON, is_active=False)
    before.refresh_from_db()
    assert (visible(Obligation, before), visible(Record, before)) == ([], [])


def test_to_read_is_all_he_may(client, before, after, obligation, confirm, log, post):
    done, draft = confirm(obligation), log(obligation)
    file = done.evidence.get()
    client.force_login(before)
    expected = {
        reverse("duties:obligation", args=[obligation.pk]): 200,
        reverse("duties:record", args=[done.pk]): 200,
        reverse("duties:evidence", args=[file.pk]): 200,
        reverse("duties:record", args=[draft.pk]): 404,
        reverse("duties:record_edit", args=[done.pk]): 403,
        reverse("duties:record_new", args=[post.pk]): 404,
        reverse("duties:post", args=[post.pk]): 404,
        reverse("duties:post_export", args=[post.pk]): 404,
        reverse("organizations:unit", args=[post.unit_id]): 404,
        reverse("assessments:score", args=[post.pk, 2026]): 404,
        reverse("assessments:report", args=[post.pk, 2026]): 404,
    }
    answers = {}
    for url in expected:
        answer = client.get(url)
        answers[url] = answer.status_code
        if answer.streaming:
            answer.getvalue()
    assert answers == expected
    writes = ("record_submit", "record_withdraw", "record_discard", "record_strike")
    found = {client.post(reverse(f"duties:{name}", args=[done.pk])).status_code for name in writes}
    assert found == {403}
    assert client.post(reverse("duties:evidence_remove", args=[file.pk])).status_code == 403


def test_his_pages_lead_nowhere_he_may_not_go(client, before, after, obligation, confirm, post):
    record = confirm(obligation, LEFT)
    client.force_login(before)
    for page in (obligation, record):
        text = client.get(page.get_absolute_url()).content.decode()
        assert f'href="{post.get_absolute_url()}"' not in text
        assert f'href="{post.unit.get_absolute_url()}"' not in text


def test_a_record_names_him_only_obligations_of_his_time(
    client, post, year_and_halves, confirm, log
):
    """A late record of his serves the half-year before he came."""
    came = date(2026, 7, 1)
    person = appoint(post, "somebody", came, LEFT)
    record = confirm(year_and_halves["2026H1"], came)
    client.force_login(person)
    assert client.get(record.get_absolute_url()).context["served"] == []
