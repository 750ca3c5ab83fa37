"""The superior's pages: who may open them, what they show, what they cost."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localdate

from duties.actions import obligations
from duties.choices import Status
from duties.models import Obligation
from tests.cast import ON, book, make_person, make_post, make_requirement, noon

pytestmark = pytest.mark.django_db
PAGES = ("dashboard", "dashboard_export", "overdue", "overdue_export")
LOOKERS = ("overseer", "inspector", "assessor")
OTHERS = ("official", "liaison", "reviewer", "administrator", "grantor", "auditor", "outsider")


def address(name: str) -> str:
    return reverse(f"assessments:{name}")


def owe(post, code="15.1/1", status=Status.MISSED, requirement=None):
    """One obligation of this year; missed ones fell due on the first day of the year."""
    year = localdate().year
    first, last = date(year, 1, 1), date(year, 12, 31)
    row = Obligation.objects.create(
        post=post, requirement=requirement or make_requirement(code), year=year,
        period_key=f"{year}", starts_on=first, status=status,
        due_on=first if status == Status.MISSED else last,
    )  # fmt: skip
    book(row)
    return row


@pytest.fixture
def overdue_in_city(post):
    return owe(post)


@pytest.fixture
def overdue_elsewhere(other_city):
    post = make_post(other_city, title_zh="宁波市市长")
    return owe(post, "16.1/1")


def cells(response) -> str:
    """All text of the one sheet of a workbook."""
    with ZipFile(io.BytesIO(response.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize("who", LOOKERS)
def test_whoever_oversees_inspects_or_assesses_may_look(request, client, who, view, city):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(view)).status_code == 200


@pytest.mark.parametrize("view", PAGES)
@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_may(request, client, who, view):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(view)).status_code == 403


@pytest.mark.parametrize("view", PAGES)
def test_a_unit_out_of_reach_is_not_found(client, other_overseer, province, city, view):
    client.force_login(other_overseer)
    for unit in (province, city):
        assert client.get(address(view), {"unit": unit.pk}).status_code == 404


def test_the_topmost_granted_unit_comes_first(client, overseer, province, overdue_in_city):
    client.force_login(overseer)
    response = client.get(address("dashboard"))
    assert response.context["scope"].unit == province
    assert "杭州市" in response.content.decode()


def test_the_table_leads_down_to_the_post(client, overseer, city, post, overdue_in_city):
    client.force_login(overseer)
    above = client.get(address("dashboard")).content.decode()
    assert f"unit={city.pk}" in above
    below = client.get(address("dashboard"), {"unit": city.pk}).content.decode()
    assert post.get_absolute_url() in below
    assert "cell-red" in below and "0/1" in below


def test_the_overdue_list_tells_what_and_how_long(client, overseer, overdue_in_city):
    client.force_login(overseer)
    page = client.get(address("overdue")).content.decode()
    assert "要求15.1/1" in page and "第十五条第（一）项" in page and "杭州市市长" in page
    assert str((localdate() - overdue_in_city.due_on).days) in page


def test_each_sees_only_what_lies_below(client, other_overseer, overdue_in_city, overdue_elsewhere):
    client.force_login(other_overseer)
    for view in ("dashboard", "overdue"):
        text = client.get(address(view)).content.decode()
        assert "宁波市" in text and "杭州市" not in text
    sheet = cells(client.get(address("overdue_export")))
    assert "要求16.1/1" in sheet and "要求15.1/1" not in sheet


@pytest.mark.parametrize(
    ("narrowed", "shown"),
    [({}, {"15", "16"}), ({"article": 15}, {"15"}), ({"article": 16}, {"16"}),
     ({"track": "party"}, set()), ({"track": "nonsense", "article": "x"}, {"15", "16"})],
)  # fmt: skip
def test_filters_narrow_list_and_export(
    client, overseer, overdue_in_city, overdue_elsewhere, narrowed, shown
):
    client.force_login(overseer)
    text = client.get(address("overdue"), narrowed).content.decode()
    assert {number for number in ("15", "16") if f"要求{number}.1/1" in text} == shown
    sheet = cells(client.get(address("overdue_export"), narrowed))
    assert {number for number in ("15", "16") if f"要求{number}.1/1" in sheet} == shown


def test_the_export_holds_the_table(client, overseer, overdue_in_city):
    client.force_login(overseer)
    response = client.get(address("dashboard_export"))
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert "杭州市" in cells(response) and "0/1" in cells(response)


def test_a_long_list_is_paged(client, overseer, post):
    for number in range(1, 28):
        owe(post, f"15.{number}/1")
    client.force_login(overseer)
    first = client.get(address("overdue")).context["page"]
    last = client.get(address("overdue"), {"page": first.next}).context["page"]
    assert (len(first), len(last), last.next) == (25, 2, "")
    assert (
        client.get(address("overdue"), {"page": last.previous}).context["page"].rows == first.rows
    )


@pytest.mark.parametrize("view", ["dashboard", "overdue"])
def test_nothing_owed_is_said_kindly(client, overseer, view):
    client.force_login(overseer)
    assert client.get(address(view)).status_code == 200


@pytest.mark.parametrize(("view", "queries"), [("dashboard", 20), ("overdue", 17)])
def test_three_rows_cost_the_queries_of_one(
    client, overseer, city, other_city, county, django_assert_num_queries, view, queries
):
    requirement = make_requirement("15.1/1")
    owe(make_post(city), requirement=requirement)
    client.force_login(overseer)
    client.get(address(view))
    cache.clear()
    with django_assert_num_queries(queries):
        client.get(address(view))
    for unit in (other_city, county):
        owe(make_post(unit), requirement=requirement)
    with django_assert_num_queries(queries):
        client.get(address(view))


def test_what_has_not_changed_is_not_made_again(
    client, overseer, post, confirm, django_assert_num_queries
):
    """Seven queries find that nothing moved; a confirmed record makes it be made anew."""
    make_requirement("15.1/1")
    obligations.open_year(year=ON.year, on=date(ON.year, 1, 1))
    client.force_login(overseer)
    with noon(ON):
        before = client.get(address("dashboard")).context["body"]
        with django_assert_num_queries(7):
            assert client.get(address("dashboard")).context["body"] == before
        confirm(Obligation.objects.get())
        after = client.get(address("dashboard")).context["body"]
    assert "0/1" in before and "1/1" not in before
    assert "1/1" in after and "0/1" not in after


def test_a_kept_page_is_only_for_those_with_the_same_reach(
    client, client_factory, overseer, province, city, overdue_in_city
):
    """The overseer of the city sees the city alone, whatever was kept for the province."""
    below = make_person("below", ("oversee", city))
    asked = {"unit": city.pk}
    client.force_login(overseer)
    crumb = f"unit={province.pk}"
    assert crumb in client.get(address("dashboard"), asked).text
    other = client_factory()
    other.force_login(below)
    assert crumb not in other.get(address("dashboard"), asked).text
    assert other.get(address("dashboard"), {"unit": province.pk}).status_code == 404
