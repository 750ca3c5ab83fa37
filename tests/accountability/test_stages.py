"""The table of the procedure: whoever does whatever in whichever order, nobody is decided on
unheard, nothing is done undecided, and no verb is another role's."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from accountability import stages
from accountability.models import choices
from accountability.stages import Facts, Role, Stage, Verb

DAY = date(2026, 11, 23)
FORM = "admonition"
WITHIN = {
    Verb.STATE: {"heard": True}, Verb.WAIVE: {"heard": True}, Verb.LAPSE: {"heard": True},
    Verb.ACCOUNT: {"account": True}, Verb.ASSIGN: {"handlers": 2}, Verb.CLAIM: {"claim": "open"},
    Verb.TEST: {"claim": "tested"}, Verb.RULE: {"claim": ""}, Verb.EXEMPT: {"claim": ""},
    Verb.DECIDE: {"forms": frozenset({FORM, "circular"})}, Verb.MEASURE: {"standing": True},
    Verb.REDECIDE: {"forms": frozenset({FORM}), "measured": frozenset(), "standing": False},
    Verb.ANNUL: {"forms": frozenset(), "standing": False},
}  # fmt: skip


class Procedure(RuleBasedStateMachine):
    """Everybody tries everything; only the table stands between them and the case."""

    def __init__(self):
        super().__init__()
        self.facts = Facts(stage=Stage.CHECKING, handlers=1, due_on=DAY)
        self.seen = [Stage.CHECKING]
        self.on = DAY

    @rule(
        verb=st.sampled_from(Verb),
        roles=st.frozensets(st.sampled_from(Role), max_size=2),
        form=st.sampled_from([FORM, "circular", ""]),
        clear=st.booleans(),
    )
    def somebody_tries(self, verb, roles, form, clear):
        legal = stages.may(verb, self.facts.stage, roles)
        if not legal or stages.obstacles(verb, self.facts, on=self.on, form=form):
            return
        target = stages.target(verb, self.facts, form=form)
        said = dict(WITHIN.get(verb, {}))
        if verb == Verb.DECIDE and clear:
            said["forms"] = frozenset()
        if verb == Verb.MEASURE:
            said["measured"] = self.facts.measured | {form}
        if target != self.facts.stage:
            said["due_on"] = None if target in stages.OVER else self.on + timedelta(days=10)
            self.seen.append(target)
        self.facts = replace(self.facts, stage=target, **said)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        self.on += timedelta(days=days)

    @invariant()
    def nobody_is_decided_on_unheard(self):
        if Stage.DECIDED in self.seen:
            assert Stage.HEARD in self.seen[: self.seen.index(Stage.DECIDED)]
            assert self.facts.heard

    @invariant()
    def nothing_is_done_undecided(self):
        for stage in (Stage.HANDED, Stage.MEASURED, Stage.SERVED, Stage.APPEALED, Stage.CLOSED):
            if stage in self.seen:
                assert Stage.DECIDED in self.seen[: self.seen.index(stage)]

    @invariant()
    def nothing_is_served_before_all_is_carried_out(self):
        if self.facts.stage == Stage.SERVED:
            assert self.facts.measured >= self.facts.forms

    @invariant()
    def what_is_over_stays_over(self):
        assert not stages.OVER & set(self.seen[:-1])

    @invariant()
    def nobody_was_notified_by_one_alone(self):
        if Stage.HEARING in self.seen:
            assert self.facts.handlers >= stages.SMALLEST_TEAM and self.facts.account


Procedure.TestCase.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
TestProcedure = Procedure.TestCase


def test_every_stage_can_be_reached_and_left():
    leads_to = {(source, each.target) for each in stages.STEPS for source in each.sources}
    reached, waiting = set(), {Stage.CHECKING}
    while waiting:
        reached |= waiting
        waiting = {to for source, to in leads_to if source in reached and to} - reached
    assert reached == set(Stage)
    assert {source for source, to in leads_to if to} == stages.RUNNING


def test_the_one_concerned_only_speaks():
    his = {each.verb for each in stages.STEPS if Role.CONCERNED in each.roles}
    assert his == {Verb.STATE, Verb.WAIVE, Verb.CLAIM, Verb.APPEAL}


def test_only_the_committee_decides():
    office = {each.verb for each in stages.STEPS if each.roles == {Role.OFFICE}}
    assert office == {
        Verb.DECIDE, Verb.HAND_OVER, Verb.EXEMPT, Verb.RULE, Verb.ANSWER, Verb.REDECIDE,
        Verb.ANNUL,
    }  # fmt: skip


def test_the_first_of_two_measures_does_not_move_the_case():
    facts = Facts(stage=Stage.HANDED, forms=frozenset({"circular", FORM}))
    assert stages.target(Verb.MEASURE, facts, form=FORM) == Stage.HANDED
    facts = replace(facts, measured=frozenset({FORM}))
    assert stages.obstacles(Verb.MEASURE, facts, on=DAY, form=FORM) == ["own_form"]
    assert stages.target(Verb.MEASURE, facts, form="circular") == Stage.MEASURED


def test_an_appeal_may_be_made_until_the_last_day():
    facts = Facts(stage=Stage.SERVED, due_on=DAY)
    assert stages.obstacles(Verb.APPEAL, facts, on=DAY) == []
    assert stages.obstacles(Verb.CLOSE, facts, on=DAY) == ["time_over"]
    late = DAY + timedelta(days=1)
    assert stages.obstacles(Verb.APPEAL, facts, on=late) == ["time_left"]
    assert stages.obstacles(Verb.CLOSE, facts, on=late) == []


def test_the_line_shows_an_appeal_only_where_there_is_one():
    assert [stage for stage, _ in stages.line(Stage.SERVED)][-2:] == [Stage.SERVED, Stage.CLOSED]
    line = dict(stages.line(Stage.ANSWERED, appealed=True))
    assert (line[Stage.APPEALED], line[Stage.ANSWERED]) == ("done", "now")
    assert dict(stages.line(Stage.TOLERATED)) == {Stage.CHECKING: "done", Stage.TOLERATED: "now"}


def test_labels_cover_the_pure_words():
    assert choices.Stage.values == [str(each) for each in Stage]
    assert set(choices.Role.values) == {str(each) for each in Role} - {"concerned"}
