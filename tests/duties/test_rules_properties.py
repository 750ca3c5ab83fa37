"""What holds for every rule and any records."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.rules import (
    Item,
    Kind,
    Outcome,
    Status,
    facts_from,
    judge,
    light_of,
    look_on,
    rule_from,
    status_of,
    tally,
    warning_stage,
)

DUE = date(2026, 6, 30)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NAMES = ["甲", "乙"]
RULES = {
    Kind.COUNT: rule_from("count", {"at_least": 2}),
    Kind.COVERAGE: rule_from("coverage", {"subjects": NAMES}),
    Kind.RATE: rule_from("rate", {"metrics": [["甲", "0.9"], ["乙", 1]]}),
    Kind.CHECKLIST: rule_from("checklist", {"steps": NAMES}),
    Kind.STANDING: rule_from("standing", {"documents": NAMES}),
    Kind.STATEMENT: rule_from("statement", {}),
    Kind.REGISTER: rule_from("register", {}),
}
GROWING = [Kind.COUNT, Kind.COVERAGE, Kind.STATEMENT, Kind.STANDING]
RANK = [Outcome.NONE, Outcome.PARTIAL, Outcome.MET_LATE, Outcome.MET]

kinds = st.sampled_from(Kind)
days = st.dates(FIRST, LAST)
numbers = st.none() | st.integers(0, 20).map(Decimal) | st.decimals(0, 20, places=2)
items = st.builds(
    Item,
    record_id=st.integers(1, 4),
    held_on=days,
    name=st.sampled_from([*NAMES, "丙", ""]),
    numerator=numbers,
    denominator=numbers,
    valid_from=st.none() | days,
    valid_until=st.none() | days,
    nil=st.booleans(),
    has_evidence=st.booleans(),
    title=st.sampled_from(["学校布局", "收费调整", ""]),
)
records = st.lists(items, max_size=6)


def verdict_on(day, kind, facts):
    return judge(RULES[kind], facts, due_on=DUE, on=day)


def seen_on(day, kind, facts):
    """All that a check would store or announce on that day."""
    verdict = verdict_on(day, kind, facts)
    status = status_of(verdict, due_on=DUE, on=day)
    light = light_of(status, due_on=DUE, on=day)
    return verdict.done, status, light, warning_stage(status, due_on=DUE, on=day)


@given(kinds, st.data())
def test_the_order_of_the_items_changes_nothing(kind, data):
    found = data.draw(records)
    shuffled = data.draw(st.permutations(found))
    facts = tally(kind, found, due_on=DUE)
    again = tally(kind, shuffled, due_on=DUE)
    assert json.dumps(again.to_json()) == json.dumps(facts.to_json())
    assert again == facts


@given(kinds, records)
def test_facts_survive_being_written_down(kind, found):
    facts = tally(kind, found, due_on=DUE)
    assert facts_from(kind, json.loads(json.dumps(facts.to_json()))) == facts


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_written_down_are_the_facts_of_no_record(kind):
    assert facts_from(kind, {}) == facts_from(kind, None) == tally(kind, [], due_on=DUE)


@given(kinds, records, days)
def test_a_verdict_is_whole(kind, found, day):
    verdict = verdict_on(day, kind, tally(kind, found, due_on=DUE))
    assert 0 <= verdict.done <= verdict.needed
    assert (verdict.needed == 0) == (verdict.outcome is Outcome.NO_BASIS)
    assert verdict.reason.zh.endswith("。")
    assert verdict.reason.en.endswith(".")
    if verdict.outcome in (Outcome.MET, Outcome.MET_LATE):
        assert (verdict.done, verdict.missing) == (verdict.needed, ())


@given(st.sampled_from(GROWING), records, items, days)
def test_one_more_record_in_time_never_worsens_what_only_grows(kind, found, item, day):
    in_time = replace(item, record_id=9, held_on=min(item.held_on, DUE))
    before = verdict_on(day, kind, tally(kind, found, due_on=DUE))
    after = verdict_on(day, kind, tally(kind, [*found, in_time], due_on=DUE))
    assert RANK.index(after.outcome) >= RANK.index(before.outcome)
    assert after.done >= before.done


@given(kinds, records, days)
def test_the_next_look_lies_ahead_and_nothing_changes_before_it(kind, found, day):
    facts = tally(kind, found, due_on=DUE)
    status = seen_on(day, kind, facts)[1]
    look = look_on(status, facts, RULES[kind], due_on=DUE, on=day)
    assert look is None or look > day
    until = look or LAST + timedelta(days=2)
    between = [day + timedelta(days=n) for n in range(1, (until - day).days)]
    assert {seen_on(each, kind, facts) for each in between} <= {seen_on(day, kind, facts)}


@given(kinds, records)
def test_once_overdue_time_takes_nothing_away(kind, found):
    """What was in place when the period closed, or came later, stays acknowledged."""
    facts = tally(kind, found, due_on=DUE)
    overdue = [DUE + timedelta(days=n) for n in range(1, 184)]
    fulfilled = [
        verdict_on(d, kind, facts).outcome not in (Outcome.NONE, Outcome.PARTIAL) for d in overdue
    ]
    assert fulfilled == sorted(fulfilled)


@given(st.sampled_from(Status), days)
def test_only_what_is_owed_is_warned_about(status, day):
    warned = warning_stage(status, due_on=DUE, on=day)
    assert warned is None or status in (Status.OPEN, Status.PARTIAL, Status.MISSED)
