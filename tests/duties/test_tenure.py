"""Who answers for a duty: the borders of the rule, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.tenure import Tenure, answers_for, responsible_on, tenures_within

START, DUE = date(2026, 1, 1), date(2026, 6, 30)
OLD = Tenure("old", date(2024, 3, 1), date(2026, 3, 31))


def who(tenures, starts_on=START, due_on=DUE):
    found = answers_for(tenures, starts_on, due_on)
    return found and found.holder


def after(tenure, days=1, holder="new", ends_on=None):
    return Tenure(holder, tenure.ends_on + timedelta(days=days), ends_on)


def test_the_one_in_office_on_the_due_date_answers():
    assert who([OLD, after(OLD)]) == "new"


def test_who_leaves_on_the_due_date_answers_still():
    old = Tenure("old", date(2024, 3, 1), DUE)
    assert who([old, after(old)]) == "old"


def test_who_begins_on_the_due_date_answers_already():
    old = Tenure("old", date(2024, 3, 1), DUE - timedelta(days=1))
    assert who([old, Tenure("new", DUE)]) == "new"


def test_a_vacancy_on_the_due_date_falls_back_on_the_last_who_left():
    second = Tenure("second", date(2026, 4, 10), date(2026, 5, 1))
    assert who([second, OLD, Tenure("late", DUE + timedelta(days=1))]) == "second"


@pytest.mark.parametrize(
    ("left_on", "answers"),
    [(START, "old"), (START - timedelta(days=1), None)],
)
def test_who_left_before_the_period_answers_for_nothing_in_it(left_on, answers):
    assert who([Tenure("old", date(2024, 3, 1), left_on)]) == answers


def test_nobody_in_the_period_nobody_answers():
    assert who([]) is None
    assert who([Tenure("later", DUE + timedelta(days=1))]) is None


@pytest.mark.parametrize(
    ("due_on", "answers"),
    [(date(2028, 2, 28), "old"), (date(2028, 2, 29), "old"), (date(2028, 3, 1), "new")],
)
def test_the_leap_day_is_a_day_of_office(due_on, answers):
    old = Tenure("old", date(2027, 1, 1), date(2028, 2, 29))
    assert who([old, after(old)], date(2028, 1, 1), due_on) == answers


def test_several_in_one_period_stand_in_order():
    second = after(OLD, 11, "second", date(2026, 5, 1))
    third = after(second, 1, "third")
    within = tenures_within([third, second, OLD], START, DUE)
    assert [tenure.holder for tenure in within] == ["old", "second", "third"]
    assert who(within) == "third"


@pytest.mark.parametrize(
    ("on", "holder"),
    [
        (date(2026, 3, 31), "old"),
        (date(2026, 4, 1), None),
        (date(2026, 5, 1), "second"),
        (date(2026, 6, 29), None),
        (DUE, "second"),
        (date(2027, 1, 1), "second"),
    ],
)
def test_until_the_due_date_the_incumbent_is_responsible(on, holder):
    tenures = [OLD, Tenure("second", date(2026, 4, 10), date(2026, 6, 1))]
    found = responsible_on(tenures, START, DUE, on=on)
    assert (found and found.holder) == holder


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=5))
def test_who_answers_held_the_post_within_the_period(spans):
    day, tenures = START - timedelta(days=60), []
    for gap, length in spans:
        begins = day + timedelta(days=gap)
        day = begins + timedelta(days=length)
        tenures.append(Tenure(len(tenures), begins, day))
        day += timedelta(days=1)
    found = answers_for(tenures, START, DUE)
    within = tenures_within(tenures, START, DUE)
    assert (found is None) == (within == ())
    assert found is None or found == within[-1]
