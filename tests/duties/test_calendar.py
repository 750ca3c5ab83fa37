"""Due dates leave the portal as a feed and come back through a parser that did not write it."""

import logging
from datetime import date, timedelta

import pytest
import time_machine
import vobject
from django.urls import reverse

from config import gunicorn
from duties.actions import calendar, obligations
from duties.models import CalendarFeed, Obligation
from organizations.actions import appointments, grants, people
from organizations.models import JournalEntry
from tests.cast import ON, make_person, make_post, make_requirement

NOON = "2026-11-23T12:00:00+08:00"


@pytest.fixture(autouse=True)
def today(settings):
    settings.BASE_URL = "https://portal.invalid"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def address(official):
    return feed_of(official)


def feed_of(person):
    return reverse("duties:calendar_feed", args=[calendar.renew(by=person, on=ON)])


def read(client, address, **asked):
    """The feed as vobject understands it."""
    text = client.get(address, asked).content.decode()
    parsed = vobject.readOne(text, validate=True)
    return parsed, parsed.contents.get("vevent", [])


def days(events):
    return [(event.dtstart.value, event.dtend.value) for event in events]


def test_read_back_the_feed_is_the_due_dates(client, address, halves):
    _, events = read(client, address)
    assert days(events) == [(row.due_on, row.due_on + timedelta(days=1)) for row in halves]
    assert [event.uid.value for event in events] == [
        f"obligation-{row.pk}@portal.invalid" for row in halves
    ]
    assert [event.summary.value for event in events] == ["要求15.2/1（杭州市市长）"] * 2


def test_an_event_says_what_is_owed_and_where_to_log_it(client, address, obligation):
    obligations_page = f"https://portal.invalid{obligation.get_absolute_url()}"
    _, [event] = read(client, address)
    said = event.description.value.split("\n")
    assert said[1] == "条款：第十五条第（一）项 条款15.1"
    assert said[3] == "进度：0 / 1（未开始）"
    assert said[4] == f"核验结论：{obligation.reason_zh}"
    assert said[-1] == event.url.value == obligations_page
    assert event.status.value == "CONFIRMED"
    assert event.transp.value == "TRANSPARENT"


def test_the_reminder_comes_seven_days_before_at_nine(client, address, obligation):
    _, [event] = read(client, address)
    assert event.valarm.trigger.value == timedelta(days=-7, hours=9)
    assert event.valarm.action.value == "DISPLAY"


def test_the_calendar_has_a_name_and_says_how_often_to_ask(client, address, obligation, official):
    parsed, _ = read(client, address)
    assert parsed.contents["x-wr-calname"][0].value == f"履职截止日期 · {official.name_zh}"
    assert parsed.contents["refresh-interval"][0].value == "PT6H"
    assert parsed.contents["x-published-ttl"][0].value == "PT6H"


def test_english_when_asked(client, address, obligation):
    parsed, [event] = read(client, address, lang="en")
    assert parsed.contents["name"][0].value.startswith("Due dates · ")
    assert event.summary.value == "Requirement 15.1/1 (government head)"
    assert "Art. 15(1)" in event.description.value


def test_commas_semicolons_and_lines_survive(client, address, obligation):
    reason = "尚缺：甲，乙; 丙, 丁\\戊。\n另起一行"
    Obligation.objects.update(reason_zh=reason)
    _, [event] = read(client, address)
    assert f"核验结论：{reason}\n" in event.description.value


def test_what_is_done_disappears(client, address, halves, confirm):
    confirm(halves[1], held_on=date(2026, 11, 5))
    _, events = read(client, address)
    assert [event.dtstart.value for event in events] == [date(2026, 6, 30)]


def test_what_is_waived_disappears(client, address, obligation):
    Obligation.objects.update(status="waived")
    assert read(client, address)[1] == []


def test_what_is_missed_says_so_and_reminds_no_more(client, address, halves):
    Obligation.objects.filter(pk=halves[0].pk).update(status="missed")
    _, [missed, coming] = read(client, address)
    assert missed.summary.value == "【逾期】要求15.2/1（杭州市市长）"
    assert "valarm" not in missed.contents
    assert "valarm" in coming.contents


def test_a_calendar_without_events_is_still_one(client, outsider):
    parsed, events = read(client, feed_of(outsider))
    assert events == []
    assert parsed.contents["vtimezone"][0].tzid.value == "Asia/Shanghai"


def test_leap_day_and_the_last_of_the_year(client, address, halves):
    """All-day dates are days, not moments: no time zone shifts them."""
    with time_machine.travel("2028-02-28T23:30:00+08:00", tick=False):
        leap = Obligation.objects.filter(pk=halves[0].pk)
        leap.update(year=2028, starts_on=date(2028, 1, 1), due_on=date(2028, 2, 29))
        Obligation.objects.filter(pk=halves[1].pk).update(year=2028, due_on=date(2028, 12, 31))
        _, events = read(client, address)
    assert days(events) == [
        (date(2028, 2, 29), date(2028, 3, 1)),
        (date(2028, 12, 31), date(2029, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("moment", "years"),
    [
        ("2026-12-31T23:59:00+08:00", [2026, 2027]),
        ("2027-01-01T00:01:00+08:00", [2026, 2027, 2028]),  # last year's can still be handed in
        ("2027-04-01T00:01:00+08:00", [2027, 2028]),
    ],
)
def test_the_year_turns_at_midnight_in_shanghai(client, address, obligation, moment, years):
    for year in (2025, 2027, 2028):
        obligations.open_year(year=year, on=ON)
    with time_machine.travel(moment, tick=False):
        _, events = read(client, address)
    assert [event.dtstart.value.year for event in events] == years


def test_lines_are_folded_at_75_octets(client, address, obligation):
    obligation.requirement.statement_zh = "专题研究法治建设重大问题并推动落实" * 6
    obligation.requirement.save()
    content = client.get(address).content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    _, [event] = read(client, address)
    assert event.description.value.startswith("专题研究法治建设重大问题并推动落实" * 6)
    assert event.summary.value.endswith("…（杭州市市长）")


def test_an_unchanged_feed_is_not_sent_again(client, address, halves, confirm):
    first = client.get(address)
    with time_machine.travel("2026-11-24T09:00:00+08:00", tick=False):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        confirm(halves[1], held_on=date(2026, 11, 5))
        changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_an_event_is_newer_when_it_says_something_new(client, address, confirm):
    make_requirement("15.3/1", params={"at_least": 2})
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    _, [before] = read(client, address)
    confirm(Obligation.objects.get())
    _, [after] = read(client, address)
    assert "进度：1 / 2（进行中）" in after.description.value
    assert after.uid.value == before.uid.value
    assert after.dtstamp.value > before.dtstamp.value


def test_only_the_posts_one_may_log_for_today(client, halves, other_city, reviewer, overseer):
    make_post(other_city)
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    stranger = make_person("stranger", ("log", other_city), unit=other_city)
    theirs = set(Obligation.objects.filter(post__unit=other_city).values_list("pk", flat=True))
    for person, owed in ((stranger, theirs), (reviewer, set()), (overseer, set())):
        _, events = read(client, feed_of(person))
        assert {int(e.uid.value.split("-")[1].split("@")[0]) for e in events} == owed


def test_the_feed_ends_with_the_office_and_with_the_grant(
    client, address, halves, official, liaison, city
):
    held = feed_of(liaison)
    assert [len(read(client, each)[1]) for each in (address, held)] == [2, 2]
    appointments.end(
        appointment=official.appointments.get(), ends_on=date(2026, 11, 22), by=None, on=ON
    )
    grants.withdraw(person=liaison, code="log", unit=city, by=None, on=ON)
    assert [len(read(client, each)[1]) for each in (address, held)] == [0, 0]


def test_a_new_address_kills_the_old(client, address, official, obligation):
    fresh = feed_of(official)
    assert [client.get(each).status_code for each in (address, fresh)] == [404, 200]


def test_every_dead_address_gets_the_same_answer(client, official, liaison, reviewer):
    unknown = reverse("duties:calendar_feed", args=["unknown"])
    withdrawn, inactive, renewed = feed_of(official), feed_of(liaison), feed_of(reviewer)
    calendar.withdraw(by=official, on=ON)
    people.change(person=liaison, by=None, on=ON, is_active=False)
    feed_of(reviewer)
    answers = [client.get(each) for each in (unknown, withdrawn, inactive, renewed)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.content, str(answer.headers)) for answer in answers}) == 1


def test_an_account_switched_on_again_does_not_revive_the_address(client, official, address):
    people.change(person=official, by=None, on=ON, is_active=False)
    people.change(person=official, by=None, on=ON, is_active=True)
    assert client.get(address).status_code == 404
    assert client.get(feed_of(type(official).objects.get())).status_code == 200


def test_the_key_is_kept_nowhere(client, official, caplog):
    client.force_login(official)
    shown = client.post(reverse("duties:calendar_renew")).context["address"]
    token = shown.removeprefix("https://portal.invalid/calendar/").removesuffix(".ics")
    feed = CalendarFeed.objects.get()
    assert token not in str(CalendarFeed.objects.values().get())
    assert len(token) >= 43 and len(feed.token_hash) == 64
    assert token not in str(list(JournalEntry.objects.values()))
    assert token not in str(dict(client.session))
    assert token not in client.get(reverse("duties:calendar")).content.decode()


def test_the_log_of_failed_requests_drops_the_key(client, official, address, caplog):
    calendar.withdraw(by=official, on=ON)
    with caplog.at_level(logging.INFO):
        client.get(address)
        client.post(address)
    token = address.removeprefix("/calendar/").removesuffix(".ics")
    assert "/calendar/….ics" in caplog.text
    assert token not in caplog.text
    assert not hasattr(gunicorn, "accesslog")


def test_caches_and_search_engines_keep_out(client, address, obligation):
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("wanted", [1, 3])
def test_the_feed_asks_as_much_for_three_as_for_one(
    client, address, post, wanted, django_assert_num_queries
):
    for item in range(wanted):
        make_requirement(f"15.{item + 1}/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    client.get(address)
    with django_assert_num_queries(3):
        assert len(read(client, address)[1]) == wanted
