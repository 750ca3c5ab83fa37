"""Time limits over holidays: working days around Spring Festival and National Day."""

from datetime import date

import pytest

from accountability import limits
from accountability.limits import LIMITS, Limit, Span
from accountability.stages import RUNNING, Stage
from organizations import workdays

TEN = Limit(10, Span.WORKDAYS)
MONTH = Limit(1, Span.MONTHS)


@pytest.mark.parametrize(
    "limit, start, last",
    [
        # Spring Festival 2026: 15 to 23 February off, 14 and 28 February worked.
        (TEN, date(2026, 2, 10), date(2026, 3, 2)),
        # National Day 2026: 1 to 7 October off, 20 September and 10 October worked.
        (TEN, date(2026, 9, 24), date(2026, 10, 15)),
        (MONTH, date(2026, 9, 3), date(2026, 10, 8)),
        (MONTH, date(2026, 1, 17), date(2026, 2, 24)),
        (MONTH, date(2026, 11, 23), date(2026, 12, 23)),
    ],
)
def test_a_limit_does_not_end_on_a_day_off(limit, start, last):
    assert limits.due(limit, start, workdays.PLAIN) == last


def test_every_running_stage_has_its_limit():
    assert set(LIMITS) == RUNNING
    assert {stage for stage, limit in LIMITS.items() if limit.fixed} == {
        Stage.SERVED, Stage.APPEALED,
    }  # fmt: skip


@pytest.mark.parametrize(
    "start, months, end",
    [
        (date(2026, 11, 23), 6, date(2027, 5, 23)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_the_effect_of_a_measure_runs_by_the_calendar_alone(start, months, end):
    assert limits.months_after(start, months) == end


def test_warnings_come_three_days_before_and_on_the_day_and_after():
    due = date(2026, 12, 4)
    days = [date(2026, 11, 30), date(2026, 12, 1), due, date(2026, 12, 5)]
    assert [limits.warning(due, day) for day in days] == ["", "soon", "due", "over"]
