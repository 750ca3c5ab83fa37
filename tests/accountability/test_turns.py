"""Whose turn it is: what a page names as due is always a step that the procedure allows then."""

from datetime import date, timedelta
from itertools import product

import pytest

from accountability import stages, turns
from accountability.stages import Facts, Role, Stage, Verb

DAY = date(2026, 11, 23)
FORM = "admonition"


def every_state():
    """All that a case can be while it runs, as far as the turn depends on it."""
    for stage, claim, account, handlers, forms, days in product(
        sorted(stages.RUNNING), ("", "open", "tested"), (True, False), (1, 2),
        (frozenset(), frozenset({FORM, "adjustment"})), (-1, 0, 1),
    ):  # fmt: skip
        if claim and stage not in stages.UNDECIDED:
            continue
        if not forms and stage in (Stage.HANDED, Stage.MEASURED, Stage.SERVED):
            continue
        yield Facts(
            stage, account=account, handlers=handlers, heard=stage != Stage.CHECKING, claim=claim,
            forms=forms, due_on=DAY + timedelta(days=days),
        )  # fmt: skip


def test_what_is_due_can_be_done_by_those_whose_turn_it_is():
    for facts in every_state():
        now = turns.turn(facts, on=DAY)
        assert now.roles and stages.may(now.verb, facts.stage, now.roles), facts
        assert stages.obstacles(now.verb, facts, on=DAY, form=FORM) == [], facts


@pytest.mark.parametrize("stage", sorted(stages.OVER))
def test_nobody_has_a_turn_once_it_is_over(stage):
    assert turns.turn(Facts(stage), on=DAY) is None


@pytest.mark.parametrize(
    ("facts", "verb", "role"),
    [
        (Facts(Stage.CHECKING), Verb.ACCOUNT, Role.HANDLER),
        (Facts(Stage.CHECKING, account=True, handlers=1), Verb.ASSIGN, Role.HANDLER),
        (Facts(Stage.HEARING, due_on=DAY), Verb.STATE, Role.CONCERNED),
        (Facts(Stage.HEARING, due_on=DAY - timedelta(days=1)), Verb.LAPSE, Role.HANDLER),
        (Facts(Stage.HEARD, claim="tested"), Verb.RULE, Role.OFFICE),
        (Facts(Stage.DECIDED), Verb.CLOSE, Role.HANDLER),
        (Facts(Stage.SERVED, due_on=DAY), Verb.APPEAL, Role.CONCERNED),
    ],
)
def test_whose_turn(facts, verb, role):
    assert turns.turn(facts, on=DAY) == turns.Turn(verb, frozenset({role}))


def test_measures_are_the_turn_of_those_who_make_them():
    facts = Facts(Stage.HANDED, forms=frozenset({FORM, "adjustment"}), measured=frozenset({FORM}))
    assert turns.turn(facts, on=DAY) == turns.Turn(Verb.MEASURE, frozenset({Role.ORGANIZER}))


def test_a_claim_takes_nobodys_time_for_his_statement():
    facts = Facts(Stage.HEARING, claim="open", due_on=DAY)
    assert turns.turn(facts, on=DAY).verb == Verb.TEST
    assert turns.of_concerned(facts, on=DAY).verb == Verb.STATE
    assert turns.of_concerned(facts, on=DAY + timedelta(days=1)).verb == Verb.TEST
