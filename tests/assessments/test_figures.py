"""The counts of the dashboard: the same lights as the rules give, rolled up the tree."""

from collections import Counter
from datetime import date, timedelta

import pytest

from assessments.figures.board import board, total
from assessments.figures.lights import light_on
from assessments.figures.scope import Scope
from duties import rules
from duties.choices import Status
from duties.models import Obligation
from tests.cast import ON, book, make_post, make_requirement

pytestmark = pytest.mark.django_db
DECEMBER, SEPTEMBER = date(2026, 12, 31), date(2026, 9, 30)


def owe(post, requirement, status, due_on, key="2026"):
    row = Obligation.objects.create(
        post=post, requirement=requirement, year=2026, period_key=key, status=status,
        starts_on=date(2026, 1, 1), due_on=due_on,
    )  # fmt: skip
    book(row)
    return row


def scope(unit, **narrowed):
    return Scope(unit=unit, year=2026, on=ON, **narrowed)


@pytest.fixture
def every_case(post):
    """Each status with due dates around every border."""
    for number, status in enumerate(Status.values, 1):
        requirement = make_requirement(f"15.{number}/1")
        for day in (-31, -1, 0, 1, 29, 30, 31, 90):
            owe(post, requirement, status, ON + timedelta(days=day), f"k{day}")


def test_sql_shows_the_light_that_the_rules_show(every_case):
    rows = Obligation.objects.annotate(light=light_on(ON))
    ruled = {
        row.pk: rules.light_of(rules.Status(row.status), due_on=row.due_on, on=ON) for row in rows
    }
    assert {row.pk: row.light for row in rows} == ruled
    assert set(ruled.values()) == set(rules.Light)


def test_the_headline_counts_what_the_lists_show(every_case, city):
    figures = total(scope(city))
    rows = list(Obligation.objects.all())
    lights = Counter(str(row.light_on(ON)) for row in rows)
    assert figures.overdue == Obligation.objects.overdue(ON).count() == 6
    assert figures.met == lights["green"] == 16
    assert figures.late == 8
    assert figures.total == len(rows) - 8  # what is waived is not owed
    assert figures.soon == sum(row.light_on(ON) == "amber" and row.due_on >= ON for row in rows)


def test_the_table_adds_up_to_the_headline(every_case, city, county, province):
    owe(make_post(county), make_requirement("16.1/1"), Status.MISSED, SEPTEMBER)
    for unit in (province, city, county):
        whole, corner = total(scope(unit)), board(scope(unit)).total
        for name in ("total", "met", "late", "overdue", "soon", "red", "amber", "grey", "green"):
            assert getattr(corner, name) == getattr(whole, name)


def test_a_child_counts_its_whole_subtree(province, city, county, post):
    party, government = make_requirement("5.1/1"), make_requirement("15.1/1")
    owe(make_post(province, "party"), party, Status.MET, ON)
    owe(post, government, Status.OPEN, DECEMBER)
    owe(make_post(county), government, Status.MISSED, SEPTEMBER)
    table = board(scope(province))
    assert [column.key for column in table.columns] == [5, 15]
    [child] = table.children
    assert child.label == city.label
    assert [(cell.light, cell.text) for cell in child.cells] == [("", "0/0"), ("red", "0/2")]
    [own] = table.posts
    assert [(cell.light, cell.text) for cell in own.cells] == [("green", "1/1"), ("", "0/0")]
    assert [cell.text for cell in table.sums] == ["1/1", "0/2"]


def test_posts_of_one_unit_are_told_apart(city):
    requirement = make_requirement("15.1/1")
    for track, status in (("party", Status.MISSED), ("government", Status.MET)):
        owe(make_post(city, track), requirement, status, SEPTEMBER)
    lights = sorted(row.total.light for row in board(scope(city)).posts)
    assert lights == ["green", "red"]


@pytest.mark.parametrize(
    ("narrowed", "owed"),
    [({}, 3), ({"track": "party"}, 1), ({"track": "government"}, 2), ({"article": 16}, 1)],
)
def test_filters_narrow_table_and_headline(city, narrowed, owed):
    party, government = make_post(city, "party"), make_post(city)
    owe(party, make_requirement("5.1/1"), Status.OPEN, DECEMBER)
    owe(government, make_requirement("15.1/1"), Status.OPEN, DECEMBER)
    owe(government, make_requirement("16.1/1"), Status.OPEN, DECEMBER)
    narrow = scope(city, **narrowed)
    assert board(narrow).total.total == total(narrow).total == owed


def test_another_year_counts_for_nothing(post, city):
    owe(post, make_requirement("15.1/1"), Status.OPEN, DECEMBER)
    assert board(Scope(unit=city, year=2025, on=ON)).rows == []


def test_many_units_cost_no_query_more(
    province, city, other_city, county, django_assert_num_queries
):
    requirement = make_requirement("15.1/1")
    for unit in (province, city):
        owe(make_post(unit), requirement, Status.OPEN, DECEMBER)
    with django_assert_num_queries(5):
        board(scope(province))
    for unit in (other_city, county):
        owe(make_post(unit), requirement, Status.OPEN, DECEMBER)
    with django_assert_num_queries(5):
        board(scope(province))
