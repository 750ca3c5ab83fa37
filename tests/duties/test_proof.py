"""The full re-check: it finds whatever was changed behind the portal's back, and nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties import rules
from duties.actions import checks, obligations, proof, recount
from duties.models import Evidence, Obligation, Record, RecordItem, StatusChange, Tally
from tests.cast import ON, make_requirement

NEW_YEAR = date(2026, 1, 1)
DOCUMENTS = {"documents": ["公职律师制度", "法律顾问制度"]}
STEPS = {"steps": ["公众参与", "专家论证"]}
METRICS = {"metrics": [["备案率", "0.9"]]}


@pytest.fixture
def kinds(post, confirm):
    """One obligation of each kind, each with a confirmed record, as the actions leave them."""
    for number, (kind, params, part) in enumerate((
        ("count", {"at_least": 1}, {}),
        ("coverage", {"subjects": ["人大", "政协"]}, {"name": "人大"}),
        ("rate", METRICS, {"name": "备案率", "numerator": Decimal(9), "denominator": Decimal("9.5")}),
        ("checklist", STEPS, {"name": "公众参与"}),
        ("standing", DOCUMENTS, {"name": "公职律师制度", "valid_from": date(2026, 1, 5)}),
        ("statement", {}, {}),
        ("register", {}, {"nil": True}),
    ), 1):  # fmt: skip
        make_requirement(f"15.{number}/1", kind=kind, params=params)
        obligations.open_year(year=2026, on=NEW_YEAR)
        confirm(Obligation.objects.get(requirement__kind=kind), parts=[part], title=f"事项{number}")
    return Obligation.objects


def stale():
    found = [proof.find(each, on=ON) for each in proof.ranges(width=3)]
    keys = [key for rows, _ in found for key in rows]
    return [row.requirement.kind for row in Obligation.objects.filter(pk__in=keys).order_by("pk")]


def test_what_the_actions_wrote_is_consistent(kinds):
    assert stale() == []
    assert proof.run_full(on=ON).written == 0
    assert recount.differences(2026) == []


KINDS = ["count", "coverage", "rate", "checklist", "standing", "statement", "register"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda: Record.objects.update(state="submitted"), KINDS),
        (lambda: Record.objects.update(held_on=date(2026, 5, 7)), KINDS),
        (lambda: Record.objects.update(title="另一事项"), ["checklist"]),
        (lambda: Evidence.objects.all().delete(), ["statement"]),
        (lambda: RecordItem.objects.filter(numerator=9).update(numerator=8), ["rate"]),
        (lambda: RecordItem.objects.filter(numerator=9).update(numerator=None, denominator=None),
         ["rate"]),
        (lambda: RecordItem.objects.filter(name="人大").update(name="政协"), ["coverage"]),
        (lambda: RecordItem.objects.filter(nil=True).update(nil=False), ["register"]),
        (lambda: RecordItem.objects.exclude(valid_from=None).update(valid_from=ON), ["standing"]),
        (lambda: RecordItem.objects.exclude(valid_from=None).update(valid_until=ON), ["standing"]),
        (lambda: RecordItem.objects.filter(name="公众参与").delete(), ["checklist"]),
        (lambda: Obligation.objects.filter(outcome="partial").update(status="met"),
         ["coverage", "checklist", "standing"]),
        (lambda: Obligation.objects.filter(outcome="met").update(status="waived"),
         ["count", "rate", "statement", "register"]),
        (lambda: Obligation.objects.filter(outcome="partial").update(look_on=None),
         ["coverage", "checklist", "standing"]),
        (lambda: Obligation.objects.filter(outcome="partial").update(look_on=date(2027, 3, 1)),
         ["coverage", "checklist", "standing"]),
    ],
)  # fmt: skip
def test_whatever_was_changed_behind_our_back_is_found_and_repaired(kinds, change, found):
    change()
    assert stale() == found
    proof.run_full(on=ON)
    assert stale() == []
    assert recount.differences(2026) == []
    after = list(Obligation.objects.order_by("pk").values())
    checks.run_from_nothing(on=ON)
    assert list(Obligation.objects.order_by("pk").values()) == after


def test_a_changed_rule_is_judged_from_stored_facts_alone(kinds):
    row = Obligation.objects.get(requirement__kind="coverage")
    row.requirement.params = {"subjects": ["人大"]}
    row.requirement.save()
    [(rows, outdated)] = [proof.find(each, on=ON) for each in proof.ranges()]
    assert (rows, outdated) == ([], [row.pk])
    RecordItem.objects.filter(obligation=row).update(name="从不读取")
    checks.judge_again(keys=[row.pk], on=ON, from_facts=True)
    row.refresh_from_db()
    assert row.status == "met"
    assert StatusChange.objects.filter(obligation=row, before="partial", after="met").exists()


def test_a_summary_that_is_off_is_found_and_rebuilt(kinds):
    Tally.objects.filter(code="15.1/1").update(met=7)
    [(_, key, kept, counted)] = recount.differences(2026)
    assert (key[3], kept[2], counted[2]) == ("15.1/1", 7, 1)
    recount.rebuild(year=2026)
    assert recount.differences(2026) == []


ITEMS = st.builds(
    rules.Item,
    record_id=st.integers(1, 10**9),
    held_on=st.dates(date(2018, 1, 1), date(2099, 12, 31)),
    name=st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12),
    numerator=st.none() | st.decimals(0, 10**9, places=2),
    denominator=st.none() | st.decimals(0, 10**9, places=2),
    nil=st.booleans(),
    has_evidence=st.booleans(),
)


@given(st.lists(ITEMS, max_size=5))
def test_a_checksum_tells_sets_of_items_apart_and_knows_no_order(items):
    total = rules.checksum("statement", items)
    assert total == rules.checksum("statement", reversed(items))
    assert (total == 0) == (not items)
