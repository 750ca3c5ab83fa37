from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.periods import Cadence, Period, PeriodError, grace_until, periods_of

cadences = st.sampled_from(Cadence)
years = st.integers(1, 9999)
periods = st.tuples(cadences, years).flatmap(lambda of: st.sampled_from(periods_of(*of)))


@pytest.mark.parametrize(
    ("key", "starts_on", "ends_on", "zh", "en"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年", "2026"),
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年", "first half of 2026"),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年", "second half of 2026"),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度", "first quarter of 2026"),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度", "third quarter of 2026"),
    ],
)
def test_a_period_knows_its_days_and_its_name(key, starts_on, ends_on, zh, en):
    period = Period.parse(key)
    assert (period.starts_on, period.ends_on, period.due_on) == (starts_on, ends_on, ends_on)
    assert (period.label.zh, period.label.en) == (zh, en)


def test_the_leap_day_lies_in_the_first_quarter():
    assert Period.of(Cadence.QUARTER, date(2028, 2, 29)).key == "2028Q1"


@pytest.mark.parametrize(
    "key", ["", "26", "2026H3", "2026Q5", "2026Q0", "0000", "2026h1", "２０２６"]
)
def test_what_is_no_period_is_refused(key):
    with pytest.raises(PeriodError):
        Period.parse(key)


def test_a_year_has_no_second_year():
    with pytest.raises(PeriodError):
        Period(Cadence.YEAR, 2026, 2)


def test_grace_runs_from_the_due_date():
    assert grace_until(Period.parse("2026H1"), 10) == date(2026, 7, 10)
    with pytest.raises(PeriodError):
        grace_until(Period.parse("2026H1"), -1)


def test_periods_of_one_cadence_are_in_order():
    assert [p.key for p in periods_of("quarter", 2026)] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert Period.parse("2026Q4") < Period.parse("2027Q1")


@given(periods)
def test_the_key_reads_back(period):
    assert Period.parse(period.key) == period


@given(cadences, years)
def test_periods_tile_the_year_without_gap_or_overlap(cadence, year):
    tiles = periods_of(cadence, year)
    assert (tiles[0].starts_on, tiles[-1].ends_on) == (date(year, 1, 1), date(year, 12, 31))
    for earlier, later in pairwise(tiles):
        assert later.starts_on - earlier.ends_on == timedelta(days=1)


@given(cadences, st.dates())
def test_each_day_lies_in_the_period_found_for_it(cadence, day):
    assert [p for p in periods_of(cadence, day.year) if day in p] == [Period.of(cadence, day)]
