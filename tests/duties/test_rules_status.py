"""What the calendar makes of a verdict. Due on 31 December 2026."""

from datetime import date, timedelta

import pytest

from duties.rules import (
    CountRule,
    Item,
    Light,
    Outcome,
    StandingRule,
    Status,
    Verdict,
    light_of,
    look_on,
    status_of,
    tally,
    warning_stage,
)
from duties.wording import Sentence

DUE = date(2026, 12, 31)
NEW_YEAR = date(2027, 1, 1)
NO_RECORD = tally("count", [], due_on=DUE)
NO_TIME_LEFT = {"due_on": DUE, "on": NEW_YEAR}


def verdict(outcome):
    return Verdict(outcome, 0, 1, (), Sentence("", ""))


@pytest.mark.parametrize(
    ("outcome", "until_due", "afterwards"),
    [
        (Outcome.NONE, Status.OPEN, Status.MISSED),
        (Outcome.PARTIAL, Status.PARTIAL, Status.MISSED),
        (Outcome.MET, Status.MET, Status.MET),
        (Outcome.MET_LATE, Status.MET_LATE, Status.MET_LATE),
        (Outcome.NO_BASIS, Status.MET, Status.MET),
    ],
)
def test_status_follows_from_outcome_and_due_date(outcome, until_due, afterwards):
    assert status_of(verdict(outcome), due_on=DUE, on=DUE) == until_due
    assert status_of(verdict(outcome), **NO_TIME_LEFT) == afterwards
    assert status_of(verdict(outcome), **NO_TIME_LEFT, waived=True) == Status.WAIVED


@pytest.mark.parametrize(
    ("status", "on", "light"),
    [
        ("open", date(2026, 11, 30), Light.GREY),
        ("open", date(2026, 12, 1), Light.AMBER),
        ("partial", DUE, Light.AMBER),
        ("missed", NEW_YEAR, Light.RED),
        ("met", DUE, Light.GREEN),
        ("met_late", NEW_YEAR, Light.GREEN),
        ("waived", DUE, Light.GREY),
    ],
)
def test_the_light(status, on, light):
    assert light_of(Status(status), due_on=DUE, on=on) == light


def test_amber_may_begin_earlier():
    early = {"due_on": DUE, "on": date(2026, 11, 1)}
    assert light_of(Status.OPEN, **early, warning_days=60) == Light.AMBER


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), "d60"),
        (date(2026, 12, 1), "d30"),
        (date(2026, 12, 23), "d30"),
        (date(2026, 12, 24), "d7"),
        (DUE, "due"),
        (NEW_YEAR, "overdue"),
    ],
)
def test_the_latest_warning_reached(on, stage):
    assert warning_stage(Status.OPEN, due_on=DUE, on=on) == stage
    assert warning_stage(Status.MET, due_on=DUE, on=on) is None


def test_a_year_is_looked_at_five_times():
    on, looks = date(2026, 1, 1), []
    while on := look_on(Status.OPEN, NO_RECORD, CountRule(1), due_on=DUE, on=on):
        looks.append((DUE - on).days)
        if on > DUE:
            break
    assert looks == [60, 30, 7, 0, -1]


@pytest.mark.parametrize("status", ["met", "met_late", "missed", "waived"])
def test_what_time_cannot_change_is_not_looked_at(status):
    assert look_on(Status(status), NO_RECORD, CountRule(1), due_on=DUE, on=NEW_YEAR) is None


def test_a_check_that_was_missed_is_made_up_the_next_day():
    late = DUE + timedelta(days=9)
    assert look_on(Status.OPEN, NO_RECORD, CountRule(1), due_on=DUE, on=late) == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("valid_until", "status", "expected"),
    [
        (date(2026, 6, 30), "met", date(2026, 7, 1)),
        (DUE, "met", None),
        (None, "met", None),
        (date(2026, 6, 30), "partial", date(2026, 7, 1)),
        (date(2026, 6, 30), "waived", None),
    ],
)
def test_a_document_about_to_expire_is_looked_at(valid_until, status, expected):
    item = Item(1, date(2026, 5, 4), "普法规划", valid_until=valid_until)
    facts = tally("standing", [item], due_on=DUE)
    rule, on = StandingRule(("普法规划",)), date(2026, 5, 5)
    assert look_on(Status(status), facts, rule, due_on=DUE, on=on) == expected


def test_a_document_about_to_take_effect_is_looked_at_even_when_overdue():
    item = Item(1, date(2026, 5, 4), "普法规划", valid_from=date(2027, 3, 1))
    facts = tally("standing", [item], due_on=DUE)
    found = look_on(Status.MISSED, facts, StandingRule(("普法规划",)), **NO_TIME_LEFT)
    assert found == date(2027, 3, 1)
