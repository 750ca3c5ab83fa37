"""The year in twelve months, on its page and on the home page; the subscription's buttons."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from duties.actions import obligations
from duties.models import CalendarFeed, Obligation
from organizations.models import JournalEntry
from tests.cast import ON, make_requirement


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-23T12:00:00+08:00", tick=False):
        yield


@pytest.mark.parametrize("wanted", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(
    client, official, wanted, django_assert_num_queries
):
    for item in range(wanted):
        make_requirement(f"15.{item + 1}/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    client.force_login(official)
    client.get(reverse("duties:calendar"))
    with django_assert_num_queries(10):
        assert client.get(reverse("duties:calendar")).context["total"] == wanted


def test_the_year_shows_months_due_dates_and_the_worst_light(client, official, halves):
    Obligation.objects.filter(pk=halves[0].pk).update(status="missed")
    client.force_login(official)
    page = client.get(reverse("duties:calendar"))
    months = [month for month in page.context["months"] if month.total]
    assert [(m.anchor, m.light) for m in months] == [("m06", "red"), ("m12", "grey")]
    assert [day.day for day in months[1].days] == [date(2026, 12, 31)]
    assert halves[0].get_absolute_url() in page.content.decode()


def test_the_home_strip_leads_to_the_month(client, official, halves):
    client.force_login(official)
    page = client.get(reverse("home"))
    assert [month.total for month in page.context["months"]] == [0] * 5 + [1] + [0] * 5 + [1]
    assert 'href="/calendar/#m06"' in page.content.decode()


def test_an_earlier_year_is_a_click_away(client, official, obligation):
    obligations.open_year(year=2025, on=ON)
    client.force_login(official)
    page = client.get(reverse("duties:calendar"), {"year": "2025"})
    assert (page.context["year"], page.context["total"]) == (2025, 1)
    assert client.get(reverse("duties:calendar"), {"year": "1999"}).context["year"] == 2026


def test_renewing_and_withdrawing_stand_in_the_journal(client, official):
    client.force_login(official)
    client.post(reverse("duties:calendar_renew"))
    client.post(reverse("duties:calendar_withdraw"))
    client.post(reverse("duties:calendar_withdraw"))
    said = JournalEntry.objects.filter(action__startswith="calendar.").order_by("pk")
    assert [(e.action, e.actor, e.unit) for e in said] == [
        ("calendar.renew", official, official.unit),
        ("calendar.withdraw", official, official.unit),
    ]
    assert not CalendarFeed.objects.exists()


def test_reloading_after_renewal_does_not_renew_again(client, official):
    client.force_login(official)
    assert client.get(reverse("duties:calendar_renew")).url == reverse("duties:calendar")
    assert not CalendarFeed.objects.exists()


def test_a_month_says_how_many_show_its_worst_light(client, official, halves):
    """«4 due, 2 overdue» and never «4 overdue»."""
    make_requirement("15.3/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    Obligation.objects.filter(pk=halves[0].pk).update(status="missed")
    Obligation.objects.filter(due_on=date(2026, 6, 30)).exclude(pk=halves[0].pk).update(
        status="met"
    )
    client.force_login(official)
    june = client.get(reverse("home")).context["months"][5]
    assert (june.total, [each["text"] for each in june.counts]) == (2, ["逾期 1", "完成 1"])


def test_who_has_no_post_sees_an_empty_year(client, outsider):
    client.force_login(outsider)
    assert "没有到期的履职事项" in client.get(reverse("duties:calendar")).content.decode()
