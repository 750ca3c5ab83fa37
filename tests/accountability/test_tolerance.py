"""Art. 25: what the tested conditions leave open to the committee."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from accountability import tolerance
from accountability.models import choices
from accountability.tolerance import Condition, Effect
from tests.accountability.story import answered_with


def test_with_every_condition_exemption_is_possible():
    assert tolerance.finding(answered_with()).effects == (
        Effect.EXEMPT, Effect.MITIGATE, Effect.REFUSE,
    )  # fmt: skip


def test_private_gain_leaves_only_refusal_and_says_why():
    found = tolerance.finding(answered_with("no_gain"))
    assert found.effects == (Effect.REFUSE,)
    assert found.sentence.zh == "不具备的条件：没有谋取私利；不予容错。"
    assert (
        found.sentence.en == "Conditions that do not hold: no private gain; tolerance is refused."
    )


def test_what_was_not_made_good_may_still_be_mitigated():
    assert tolerance.finding(answered_with("made_good")).effects == (Effect.MITIGATE, Effect.REFUSE)


def test_circumstances_weigh_in_but_decide_nothing():
    assert tolerance.finding(answered_with("corrected", "first")).failing == ()


def test_a_condition_without_its_reason_is_not_tested():
    rows = [
        replace(each, reason=" ") if each.condition == "first" else each for each in answered_with()
    ]
    found = tolerance.finding(rows)
    assert (found.effects, found.failing) == ((), (Condition.FIRST,))


@given(st.sets(st.sampled_from(Condition)))
def test_exemption_takes_all_required_conditions_and_no_less(failing):
    rows = [tolerance.Tested(each, each not in failing, "理由") for each in Condition]
    required = failing - tolerance.CIRCUMSTANCES
    assert (Effect.EXEMPT in tolerance.finding(rows).effects) == (not required)


def test_labels_say_what_the_pure_rules_say():
    assert choices.Condition.values == [str(each) for each in Condition]
    said = [str(each.label) for each in choices.Condition]
    assert said == [tolerance.CONDITIONS[each].zh for each in Condition]
