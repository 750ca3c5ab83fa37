"""What must hold of every score, whatever the year was."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from assessments import schemes
from assessments.figures.applying import default_scheme
from assessments.scoring import (
    DutyFact,
    FindingFact,
    InspectionFact,
    ItemFact,
    ReportFact,
    assess,
    dump_facts,
    dump_tree,
    load_facts,
    load_tree,
)
from duties.rules import Status
from tests.assessments.test_scoring import facts

facts_of_a_year = st.builds(
    lambda duties, **more: facts(
        *(replace(each, key=number) for number, each in enumerate(duties)), **more
    ),
    duties=st.lists(
        st.builds(
            DutyFact,
            article=st.integers(5, 20), item=st.integers(0, 3),
            code=st.sampled_from(["1/1", "1/2", "2/1"]), period=st.just("2026"),
            status=st.sampled_from(sorted(Status)), done=st.integers(0, 10),
            needed=st.integers(1, 10), basis=st.booleans(), due=st.booleans(),
            quantified=st.booleans(), holder=st.just(7),
        ),
        max_size=12,
    ),
    result=st.none() | st.decimals(0, 100, places=2),
    inspections=st.builds(
        InspectionFact, inspected=st.booleans(),
        findings=st.lists(
            st.builds(
                FindingFact, article=st.integers(5, 20), in_time=st.booleans(),
                severity=st.sampled_from(["minor", "ordinary", "serious"]),
            ),
            max_size=4,
        ).map(tuple),
    ),
    report=st.none() | st.builds(
        ReportFact, due_on=st.just(date(2026, 12, 31)), due=st.booleans(),
        submitted_on=st.none() | st.dates(date(2026, 12, 1), date(2027, 1, 31)),
        evaluation=st.sampled_from(["", *schemes.Evaluation]),
    ),
    items=st.lists(
        st.builds(
            ItemFact, kind=st.just("bonus"), code=st.just("bonus"),
            points=st.decimals("0.01", 3, places=2),
        ),
        max_size=3,
    ).map(tuple),
)  # fmt: skip


@given(facts_of_a_year, st.data())
def test_the_order_of_the_facts_changes_nothing(year, data):
    shuffled = replace(
        year,
        duties=tuple(data.draw(st.permutations(year.duties))),
        items=tuple(data.draw(st.permutations(year.items))),
        inspections=replace(
            year.inspections, findings=tuple(data.draw(st.permutations(year.inspections.findings)))
        ),
    )
    assert assess(default_scheme(), shuffled) == assess(default_scheme(), year)
    assert dump_facts(shuffled) == dump_facts(year)


@given(facts_of_a_year)
def test_a_score_lies_between_0_and_100_and_its_weights_add_up(year):
    tree = assess(default_scheme(), year)
    assert tree.total is None or 0 <= tree.total <= 100
    shares = tree.points_of()
    tops = [shares[node.code] for node in tree.nodes if node.counts]
    assert sum(tops) == (100 if tops else 0)
    for node in tree.walk():
        below = [shares[child.code] for child in node.children if child.counts]
        assert not below or sum(below) == shares[node.code]


@given(facts_of_a_year, st.data())
def test_fulfilling_one_more_never_lowers_the_score(year, data):
    owed = [n for n, f in enumerate(year.duties) if f.basis and f.status != Status.WAIVED]
    assume(owed)
    chosen = data.draw(st.sampled_from(owed))
    duties = list(year.duties)
    duties[chosen] = replace(duties[chosen], status="met", done=duties[chosen].needed)
    before = assess(default_scheme(), year).total
    after = assess(default_scheme(), year.with_duties(duties)).total
    assert after >= (before or 0)


@given(facts_of_a_year, st.data())
def test_doing_one_part_more_never_lowers_the_score(year, data):
    assume(year.duties)
    chosen = data.draw(st.integers(0, len(year.duties) - 1))
    duties = list(year.duties)
    duties[chosen] = replace(duties[chosen], done=duties[chosen].done + 1)
    before = assess(default_scheme(), year).total
    after = assess(default_scheme(), year.with_duties(duties)).total
    assert after == before or after > before


@given(facts_of_a_year)
def test_what_is_not_there_is_never_0(year):
    """Taking away a source with no basis or one whose points are the mean changes nothing."""
    without = assess(default_scheme(), replace(year, result=None, items=()))
    base = without.base
    assume(base is not None)
    same = assess(default_scheme(), replace(year, result=base, items=()))
    assert abs(same.base - base) <= Decimal("0.01")


@given(facts_of_a_year)
def test_facts_and_tree_survive_being_frozen(year):
    frozen = load_facts(dump_facts(year))
    assert dump_facts(frozen) == dump_facts(year)
    tree = assess(default_scheme(), year)
    assert assess(default_scheme(), frozen) == tree == load_tree(dump_tree(tree))
