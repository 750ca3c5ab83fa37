"""What a phone shows without opening the menu."""

import pytest

from config.navigation import at_hand, entries
from tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "views"),
    [
        ("discipline", ["home", "accountability:agenda", "accountability:cases",
                        "accountability:leads"]),
        ("register", ["home", "accountability:agenda", "accountability:register",
                      "accountability:circulars"]),
        ("oversee", ["home", "accountability:agenda", "assessments:dashboard",
                     "assessments:inspections"]),
        ("log", ["home", "duties:mine", "assessments:inspections", "assessments:assessments"]),
    ],
)  # fmt: skip
def test_ones_own_field_is_at_hand(rf, city, code, views):
    request = rf.get("/")
    request.user = make_person("somebody", (code, city), unit=city)
    request.resolver_match = None
    assert [entry["view"] for entry in at_hand(entries(request))] == views
