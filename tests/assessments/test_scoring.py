from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.scoring import Fact, degree, score
from duties.rules import Status

MET = Fact(5, "5.1/1", "met", 1, 1)
LATE = Fact(5, "5.2/1", "met_late", 2, 2)
MISSED = Fact(8, "8.2/1", "missed", 3, 5)
NOT_DUE = Fact(8, "8.1/1", "open", 0, 1, due=False)
NO_BASIS = Fact(6, "6.2/1", "met", 0, 0, basis=False)

facts_of_a_year = st.lists(
    st.builds(
        Fact,
        article=st.integers(5, 20),
        requirement=st.sampled_from(["1/1", "1/2", "2/1"]),
        status=st.sampled_from(sorted(Status)),
        done=st.integers(0, 10),
        needed=st.integers(1, 10),
        basis=st.booleans(),
        due=st.booleans(),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (MET, "1"),
        (LATE, "0.6"),
        (MISSED, "0.36"),
        (replace(MISSED, done=0), "0"),
        (replace(MISSED, done=1, needed=7), "0.0857"),
        (replace(NOT_DUE, due=True), "0"),
        (NOT_DUE, None),
        (NO_BASIS, None),
        (replace(MET, status="waived"), None),
    ],
)
def test_the_degree_of_fulfilment(fact, expected):
    assert degree(fact) == (None if expected is None else Decimal(expected))


def test_a_score_is_the_mean_of_the_articles_and_says_so():
    tree = score([MISSED, LATE, NOT_DUE, MET, NO_BASIS])
    assert tree.total == Decimal("58.00")
    assert tree.sentence.zh == "2条的完成度平均值乘以100：100×(0.8+0.36)÷2=58.00分。"
    assert tree.sentence.en == "100 times the mean of 2 articles: 100 × (0.8+0.36) ÷ 2 = 58.00."
    assert [(a.article, a.degree) for a in tree.articles] == [
        (5, Decimal("0.8")),
        (6, None),
        (8, Decimal("0.36")),
    ]


def test_every_line_explains_itself():
    tree = score([MET, LATE, MISSED, NOT_DUE, NO_BASIS, replace(MET, article=9, status="waived")])
    assert [line.sentence.zh for article in tree.articles for line in article.facts] == [
        "按期完成，计1。",
        "逾期完成，计0.6。",
        "本期无发生，不计分。",
        "尚未到期，不计分。",
        "到期未全部完成，计0.6×3÷5=0.36。",
        "已免除，不计分。",
    ]


def test_halves_are_rounded_up():
    articles = [replace(MET, article=a) for a in range(5, 12)]
    assert score([*articles, replace(MISSED, article=12, done=0)]).total == Decimal("87.50")
    thirds = [MET, replace(MET, article=6), replace(MISSED, done=0)]
    assert score(thirds).total == Decimal("66.67")


@pytest.mark.parametrize("facts", [[], [NOT_DUE], [NO_BASIS]])
def test_without_any_basis_there_is_no_score(facts):
    tree = score(facts)
    assert tree.total is None
    assert tree.sentence.zh == "尚无可计分的履职事项，暂不评分。"


@given(st.data())
def test_the_order_of_the_facts_changes_nothing(data):
    facts = data.draw(facts_of_a_year)
    assert score(data.draw(st.permutations(facts))) == score(facts)


@given(facts_of_a_year)
def test_a_score_lies_between_0_and_100(facts):
    total = score(facts).total
    assert total is None or 0 <= total <= 100


@given(facts_of_a_year, st.data())
def test_fulfilling_one_more_never_lowers_the_score(facts, data):
    owed = [n for n, f in enumerate(facts) if f.basis and f.status != Status.WAIVED]
    assume(owed)
    chosen = data.draw(st.sampled_from(owed))
    before = score(facts).total
    facts[chosen] = replace(facts[chosen], status="met", done=facts[chosen].needed)
    assert score(facts).total >= (before or 0)


@given(facts_of_a_year, st.data())
def test_doing_one_part_more_never_lowers_the_score(facts, data):
    assume(facts)
    chosen = data.draw(st.integers(0, len(facts) - 1))
    before = score(facts).total
    facts[chosen] = replace(facts[chosen], done=facts[chosen].done + 1)
    after = score(facts).total
    assert after == before or after > before
