"""The share of each indicator, as a reader with a calculator works it out from the page."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.urls import reverse

from assessments.figures.applying import default_scheme
from assessments.figures.shares import workings_of
from assessments.schemes import Indicator, Params, Source
from assessments.scoring import DutyFact, InspectionFact, PostFacts, assess
from duties.wording import Sentence
from tests.cast import ON, noon
from tests.scoring_world import enter_result

MET = DutyFact(5, 1, "5.1/1", "2026", "met", 1, 1)


def tree_of(**fields):
    facts = PostFacts(post=1, year=2026, duties=(MET,), result=Decimal(80), **fields)
    return assess(default_scheme(), facts)


def test_a_running_sum_less_the_one_before():
    """60, 25 and 10 of 95: by themselves 63.16, 26.32 and 10.53, which is 100.01 in all."""
    tree = tree_of(inspections=InspectionFact(inspected=True))
    assert workings_of(tree) == {
        "duties": "100×60÷95=63.16",
        "result": "100×85÷95=89.47; 89.47−63.16=26.31",
        "inspections": "100×95÷95=100.00; 100.00−89.47=10.53",
    }
    assert tree.points_of()["result"] == Decimal("26.31")


def nested():
    """The result is two halves of a group, which gets the weight of what has no basis."""
    scheme = default_scheme()
    result = next(each for each in scheme.indicators if each.code == "result")
    parts = [
        replace(result, code=f"g.{n}", weight=weight, title=Sentence(f"部分{n}", f"Part {n}"))
        for n, weight in enumerate((Decimal(33), Decimal(67)), 1)
    ]  # fmt: skip
    group = Indicator(
        code="g", title=Sentence("组", "Group"), source=Source.GROUP, weight=result.weight,
        params=Params(), children=tuple(parts),
    )  # fmt: skip
    return replace(scheme, indicators=tuple(
        group if each is result else each for each in scheme.indicators
    ))  # fmt: skip


@pytest.mark.parametrize("scheme", [default_scheme(), nested()])
def test_each_working_comes_to_the_share_that_stands_beside_it(scheme):
    facts = PostFacts(post=1, year=2026, duties=(MET,), result=Decimal(80))
    tree = assess(scheme, facts)
    shares, workings = tree.points_of(), workings_of(tree)
    assert workings.keys() == {code for code in shares if tree.by_code(code).kind == "indicator"}
    for code, text in workings.items():
        running, *less = text.split("; ")
        sums, upto = running.split("=")
        whole, rest = sums.split("×")
        part, weights = rest.split("÷")
        exact = Decimal(whole) * Decimal(part) / Decimal(weights)
        assert exact.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(upto)
        assert Decimal((less or [running])[-1].split("=")[-1]) == shares[code]


def test_where_all_have_a_basis_the_share_is_the_weight_and_nothing_is_to_be_explained():
    full = replace(tree_of(), nodes=tree_of().nodes[:1])
    assert workings_of(full)["duties"] == "100×60÷60=100.00"
    nodes = (replace(full.nodes[0], weight=Decimal(100)),)
    assert workings_of(replace(full, nodes=nodes)) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "rule"), [
    ("zh-hans", "再减去到上一行的累计数"), ("en", "less the running sum down to the row before"),
])  # fmt: skip
def test_the_page_and_the_sheet_say_the_rule_beside_the_figure(
    client, two_owed, post, official, assessor, confirm, language, rule
):
    confirm(two_owed[0], date(2026, 5, 6))
    enter_result(post.unit, "80", assessor)
    client.force_login(official)
    client.cookies["portal_language"] = language
    with noon(ON):
        page = client.get(reverse("assessments:score", args=[post.pk, ON.year])).content.decode()
    assert rule in page and "100×85÷85=100.00; 100.00−70.59=29.41" in page
