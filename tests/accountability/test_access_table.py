"""Every URL of chapter IV × the roles it knows: the exact answer expected.

As ``tests/test_access_table.py`` for the other storeys, with roles of its own: an office alone
opens nothing here, one must be on the case. 404 is «for you this does not exist».
"""

from copy import deepcopy
from uuid import uuid4

import pytest
from django.urls import reverse

from accountability.actions import files, hearing
from tests.accountability import test_incentive_views as incentive
from tests.accountability import test_register_access as register
from tests.cast import ON
from tests.files import pdf_upload
from tests.test_access_table import rows
from tests.test_house import full_urls
from tests.worlds import put_back

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
accountability:agenda           302 200 200 200 200 200 200 200 200 200 200
accountability:cases            302 200 200 200 200 200 200 200 200 200 200
accountability:cases_export     302 200 200 200 200 200 200 200 200 200 200
accountability:case             302 200 200 404 404 200 200 404 404 404 404
accountability:case_file_pdf    302 403 200 404 404 200 200 404 404 404 404
accountability:case_act         302 403 200 404 404 200 403 404 404 404 404
accountability:case_document    302 200 200 404 404 200 200 404 404 404 404
accountability:case_file        302 200 200 404 404 200 200 404 404 404 404
accountability:rulebook         302 200 200 200 200 200 200 200 200 200 200
accountability:leads            302 403 200 200 200 403 403 403 403 403 403
accountability:leads_export     302 403 200 200 200 403 403 403 403 403 403
accountability:lead_new         302 403 200 200 200 403 403 403 403 403 403
accountability:lead             302 404 200 200 404 404 404 404 404 404 404
"""
#: The same for writes (POST without a body, so that a permitted one may answer with its form).
WRITING = """
accountability:case_act         302 403 200 404 404 200 403 404 404 404 404
accountability:case_take_over   302 302 302 404 404 302 302 404 404 404 404
accountability:lead_new         302 403 200 200 200 403 403 403 403 403 403
accountability:lead_take_up     302 404 200 200 404 404 404 404 404 404 404
accountability:lead_set_aside   302 404 200 200 404 404 404 404 404 404 404
accountability:lead_merge       302 404 200 200 404 404 404 404 404 404 404
"""


@pytest.fixture
def world(request, story):
    """All roles, and one of each thing that a URL points to."""
    people = {role: request.getfixturevalue(role) for role in ROLES[1:]}
    case = story.notified()
    file = files.attach(
        case=case, key=uuid4(), purpose="statement", file=pdf_upload(), by=people["official"], on=ON
    )  # fmt: skip
    hearing.state(case=case, key=uuid4(), text="因机构改革延误。", by=people["official"], on=ON)
    return {"people": people, "case": case, "file": file, "lead": story.lead()}


def address(name, world):
    case, lead = world["case"].pk, world["lead"].pk
    keys = {
        "accountability:case": [case], "accountability:case_file_pdf": [case],
        "accountability:case_act": [case, "correct"], "accountability:case_take_over": [case],
        "accountability:case_document": [case, "notice", 1, "en"],
        "accountability:case_file": [world["file"].pk],
        "accountability:lead": [lead], "accountability:lead_take_up": [lead],
        "accountability:lead_set_aside": [lead], "accountability:lead_merge": [lead],
    }  # fmt: skip
    return reverse(name, args=keys.get(name, []))


def test_every_url_has_a_row():
    told = {name for name, _ in [*rows(READING), *rows(WRITING)]}
    told |= {name for name, _ in [*rows(register.READING), *rows(register.WRITING)]}
    told |= {name for name, _ in [*rows(incentive.READING), *rows(incentive.WRITING)]}
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


@pytest.mark.parametrize("role", ROLES)
def test_writing(client, world, role):
    """Each write from the same beginning: what one has done is put back before the next."""
    column = ROLES.index(role)
    if role != "anonymous":
        client.force_login(world["people"][role])
    answers = {}
    for name, _ in rows(WRITING):
        cookies = deepcopy(client.cookies)
        with put_back():
            answers[name] = client.post(address(name, world)).status_code
        client.cookies = cookies
    assert answers == {name: expected[column] for name, expected in rows(WRITING)}
