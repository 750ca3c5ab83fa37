"""Every URL of chapter IV × the roles it knows: the exact answer expected.

As ``tests/test_access_table.py`` for the other storeys, with roles of its own: an office alone
opens nothing here, one must be on the case. 404 is «for you this does not exist».
"""

import pytest
from django.urls import reverse

from tests.test_access_table import rows
from tests.test_house import full_urls

ROLES = [
    "anonymous",
    "official",
    "handler",
    "bystander",
    "city_discipline",
    "office",
    "organizer",
    "overseer",
    "liaison",
    "administrator",
    "auditor",
]

#: name, then one answer per role in the order of ROLES.
READING = """
"""
#: The same for writes (POST without a body, so that a permitted one may answer with its form).
WRITING = """
"""


@pytest.fixture
def world(request):
    """All roles, and one of each thing that a URL points to."""
    people = {role: request.getfixturevalue(role) for role in ROLES[1:]}
    return {"people": people}


def address(name, world):
    keys = {}
    return reverse(name, args=keys.get(name, []))


def test_every_url_has_a_row():
    told = {name for name, _ in [*rows(READING), *rows(WRITING)]}
    assert told == {name for name, _ in full_urls() if name.startswith("accountability:")}


@pytest.mark.parametrize("role", ROLES)
def test_reading(client, world, role):
    column = ROLES.index(role)
    if role != "anonymous":
        client.force_login(world["people"][role])
    answers = {}
    for name, _ in rows(READING):
        answer = client.get(address(name, world))
        answers[name] = answer.status_code
        if answer.streaming:
            answer.getvalue()
    assert answers == {name: expected[column] for name, expected in rows(READING)}
