"""Who answers for an obligation and who did what, on its page."""

from datetime import date, timedelta

import pytest

from duties import holders
from duties.models import Record
from tests.cast import ON, noon
from tests.duties.conftest import LEFT


@pytest.fixture(autouse=True)
def today():
    with noon(ON):
        yield


def held(obligation, on=ON):
    rows = holders.responsibilities([obligation], on=on, records=Record.objects.confirmed())
    return rows[obligation.pk]


def told(responsibility):
    return [
        (share.tenure and share.tenure.holder.person.username, len(share.records), share.answers)
        for share in responsibility.shares
    ]


def test_each_holder_stands_with_what_he_did(before, after, obligation, confirm):
    confirm(obligation, date(2026, 5, 6))
    confirm(obligation, LEFT)
    confirm(obligation, LEFT + timedelta(days=1))
    assert told(held(obligation)) == [("before", 2, False), ("after", 1, True)]


def test_who_made_good_after_the_period_is_named_too(before, after, year_and_halves, confirm):
    confirm(year_and_halves["2026H1"], date(2026, 8, 20))
    assert told(held(year_and_halves["2026H1"])) == [("before", 0, True), ("after", 1, False)]


def test_what_was_done_in_a_vacancy_belongs_to_nobody(before, obligation, confirm):
    confirm(obligation, date(2026, 8, 20))
    found = held(obligation)
    assert told(found) == [("before", 0, False), (None, 1, False)]
    assert (found.person, found.vacant) == (None, True)
    assert held(obligation, date(2026, 12, 31)).person == before


def test_holders_of_many_are_read_in_two_queries(
    before, after, year_and_halves, confirm, django_assert_num_queries
):
    rows = list(year_and_halves.values())
    confirm(rows[0])
    for some in (rows[:1], rows):
        with django_assert_num_queries(2):
            holders.responsibilities(some, on=ON, records=Record.objects.confirmed())


def page_of(client, user, obligation):
    client.force_login(user)
    return client.get(obligation.get_absolute_url())


def test_with_one_holder_the_page_says_it_in_one_line(client, official, obligation):
    page = page_of(client, official, obligation)
    assert page.context["answers"] == official
    assert "到期时由截止日在任者负责" not in page.content.decode()
    assert "2025-01-01" not in page.content.decode()


def test_the_page_shows_who_answers_and_both_holders(
    client, liaison, before, after, year_and_halves
):
    page = page_of(client, liaison, year_and_halves["2026"])
    assert page.context["answers"] == after
    text = page.content.decode()
    assert "2024-03-01" in text
    assert "现任负责；到期时由截止日在任者负责。" in text
    page = page_of(client, liaison, year_and_halves["2026H1"])
    assert page.context["answers"] == before


def test_a_vacant_post_leaves_it_to_the_superior(client, liaison, post, obligation):
    page = page_of(client, liaison, obligation)
    assert page.context["answers"] is None
    assert "职务空缺，由上级指定" in page.content.decode()
