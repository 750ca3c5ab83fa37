"""The edges of days and periods, as Asia/Shanghai counts them, through the tasks themselves."""

import time
from datetime import date

import pytest
import time_machine

from duties import tasks
from duties.actions import checks, obligations
from duties.models import Notice, Obligation
from organizations.actions import appointments
from tests.cast import appoint, make_requirement


@pytest.fixture(autouse=True)
def at_once(settings):
    """The tasks call each other directly; a real broker carries them in tests/test_crash.py."""
    settings.CELERY_TASK_ALWAYS_EAGER = True
    tasks.check_chunk.app.conf.task_always_eager = True
    yield
    tasks.check_chunk.app.conf.task_always_eager = False


def status():
    return Obligation.objects.get().status


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-31T15:59:59.999999+00:00", "open"),  # 23:59:59.999999 in Shanghai
        ("2026-12-31T16:00:00+00:00", "missed"),  # midnight there, still 31 December in London
        ("2026-12-31T23:59:59+08:00", "open"),
        ("2027-01-01T00:00:00+08:00", "missed"),
        ("2026-12-31T11:00:00-05:00", "missed"),
    ],
)
def test_the_year_ends_at_midnight_in_shanghai(obligation, moment, expected):
    with time_machine.travel(moment, tick=False):
        tasks.check_due()
    assert status() == expected


@pytest.mark.parametrize(
    ("moment", "years"),
    [("2026-12-31T23:59:59+08:00", {2026}), ("2027-01-01T00:00:00+08:00", {2026, 2027})],
)
def test_the_new_year_is_opened_at_midnight(obligation, moment, years):
    with time_machine.travel(moment, tick=False):
        tasks.open_years()
    assert set(Obligation.objects.values_list("year", flat=True)) == years


@pytest.mark.parametrize(
    ("key", "last", "next_day"),
    [
        ("2028H1", date(2028, 6, 30), date(2028, 7, 1)),
        ("2028H2", date(2028, 12, 31), date(2029, 1, 1)),
    ],
)
def test_half_years_end_with_their_last_day(post, key, last, next_day):
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2028, on=date(2028, 1, 1))
    row = Obligation.objects.filter(period_key=key)
    checks.run_due(on=last)
    assert row.get().status == "open"
    checks.run_due(on=next_day)
    assert row.get().status == "missed"


def test_the_leap_day_is_a_day_of_its_quarter(post, official, confirm):
    """2028: due 31 March, 30 days before is 1 March, 60 days before 31 January."""
    make_requirement("15.2/1", cadence="quarter")
    obligations.open_year(year=2028, on=date(2028, 1, 1))
    first = Obligation.objects.get(period_key="2028Q1")
    days = (date(2028, 1, 30), date(2028, 1, 31), date(2028, 2, 28), date(2028, 2, 29))
    for day in (*days, date(2028, 3, 1)):
        checks.run_due(on=day)
    told = official.notices.filter(key__startswith=f"obligation:{first.pk}:").order_by("pk")
    assert [(each.kind, each.created_on) for each in told] == [
        ("d60", date(2028, 1, 31)), ("d30", date(2028, 3, 1)),
    ]  # fmt: skip
    confirm(first, date(2028, 2, 29), on=date(2028, 2, 29))
    first.refresh_from_db()
    assert first.status == "met"


def test_an_appointment_that_changes_on_the_due_date_warns_who_sits_there(obligation, official):
    """In office until 31 December, the due date: he is told; his successor of 1 January next."""
    seat = obligation.post.appointments.get()
    due, after = date(2026, 12, 31), date(2027, 1, 1)
    appointments.end(appointment=seat, ends_on=due, by=None, on=due)
    appoint(obligation.post, "successor", after)
    checks.run_due(on=due)
    checks.run_due(on=after)
    told = Notice.objects.order_by("pk").values_list("recipient__username", "kind")
    assert list(told) == [("official", "due"), ("successor", "overdue")]


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York"])
def zone(request, monkeypatch):
    with monkeypatch.context() as environment:
        environment.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


def test_the_servers_own_zone_decides_nothing(obligation, zone):
    with time_machine.travel("2026-12-31T16:00:00+00:00", tick=False):
        tasks.check_due()
    assert status() == "missed"
