"""The overview: one's own limits, and statistics that tell of nobody's case, nor from day to day."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from accountability.actions import closing
from accountability.figures import overview
from accountability.models import Case
from tests.cast import ON, noon

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 4)
PAGE = "/accountability/overview/?year=2026"


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2027, 1, 1), date(2026, 12, 31)),
        (date(2026, 11, 23), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 9, 30)),
    ],
)
def test_it_tells_how_things_stood_when_the_last_quarter_ended(on, until):
    assert overview.closed_on(on) == until


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_and_tells_of_no_single_case(
    client, django_assert_num_queries, story, handler, count
):
    for _number in range(count):
        story.taken_up()
    with noon(NEW_YEAR):
        client.force_login(handler)
        client.get(PAGE)
        with django_assert_num_queries(17):
            page = client.get(PAGE).text
    assert page.count("不足以公布") == 1 and "2026-12-31" in page


def test_the_export_leaves_out_the_same_cells(client, story, handler):
    for _number in range(6):
        story.taken_up()
    with noon(NEW_YEAR):
        client.force_login(handler)
        body = client.get("/accountability/overview.xlsx?year=2026").content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    told = [line for line in lines[1:] if isinstance(line[3], float)]
    assert [line[1:] for line in told] == [["合计", "合计", 6], ["合计", "件数", 6]]


def test_what_happens_within_a_quarter_shows_when_it_has_ended(story, province):
    """Six cases under check; one more, and one called off, change nothing until then."""
    opened = Case.objects.filter(opened_on__year=2026)
    cases = [story.heard() for _number in range(6)]
    before = shown(province, date(2026, 12, 31))
    story.on = date(2027, 1, 4)
    story.do(closing.withdraw, cases[0], text="当事人已调离。")
    story.taken_up(found_on=ON)
    assert shown(province, date(2026, 12, 31)) == before
    assert overview._by_stage(opened, date(2026, 12, 31)) == {("hearing", "city"): 6}
    after = overview._by_stage(opened, date(2027, 3, 31))
    assert after == {("hearing", "city"): 5, ("ended", "city"): 1}


def shown(unit, until):
    return overview.statistics([unit], 2026, until)
