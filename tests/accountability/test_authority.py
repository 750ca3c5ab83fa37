"""Cadre-management authority: as a rule one level up."""

import pytest

from accountability import authority
from accountability.authority import Node
from accountability.models.managing import managed_by, managing_unit
from organizations.models import Unit
from tests.cast import make_unit

PROVINCE, CITY, OFFICE, ZONE = Node(1, "region"), Node(2, "region"), Node(3, "department"), Node(4, "development_zone")  # fmt: skip


@pytest.mark.parametrize(
    "way, manager",
    [
        ([PROVINCE], None),
        ([PROVINCE, CITY], 1),
        ([PROVINCE, OFFICE], 1),
        ([PROVINCE, CITY, OFFICE], 2),
        ([PROVINCE, CITY, ZONE, OFFICE], 2),
    ],
)
def test_the_nearest_region_above_manages(way, manager):
    assert authority.managing(way) == manager


@pytest.mark.django_db
def test_a_level_manages_its_own_and_not_what_the_next_one_manages(province, city, county):
    bureau = make_unit("市司法局", None, city, kind="department", level="city")
    assert managing_unit(county) == managing_unit(bureau) == city
    assert managing_unit(province) is None
    assert list(managed_by([province])) == [city]
    assert set(managed_by([city])) == {county, bureau}
    assert set(managed_by([])) == set(Unit.objects.none())
