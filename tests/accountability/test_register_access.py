"""Every URL of the register of interference × the roles it knows: the exact answer expected."""

import uuid
from copy import deepcopy
from datetime import date

import pytest
from django.urls import reverse

from accountability.actions import handling, interference, quarters
from duties.periods import Period
from tests.cast import ON, noon
from tests.files import pdf_upload
from tests.test_access_table import rows
from tests.worlds import put_back

ROLES = [
    "anonymous",
    "reporter",
    "colleague_reporter",
    "collator",
    "provincial_collator",
    "official",
    "handler",
    "city_discipline",
    "overseer",
    "liaison",
    "administrator",
    "auditor",
]
CLOSE = date(2026, 12, 28)

#: name, then one answer per role in the order of ROLES.
READING = """
accountability:register           302 200 200 200 200 403 403 403 403 403 403 403
accountability:register_export    302 200 200 200 200 403 403 403 403 403 403 403
accountability:register_new       302 200 200 403 403 403 403 403 403 403 403 403
accountability:register_entry     302 200 404 200 404 404 404 404 404 404 404 404
accountability:register_file      302 200 404 200 404 404 404 404 404 404 404 404
accountability:quarters           302 403 403 200 200 403 403 403 403 403 403 403
accountability:quarters_export    302 403 403 200 200 403 403 403 403 403 403 403
accountability:quarter            302 404 404 200 200 404 404 404 404 404 404 404
accountability:register_document  302 404 404 200 200 404 404 404 404 404 404 404
accountability:circulars_export   302 200 200 200 200 200 200 200 200 200 200 200
accountability:circulars          302 200 200 200 200 200 200 200 200 200 200 200
"""
#: POST without a body, so that a permitted one answers with its form.
WRITING = """
accountability:register_add       302 200 404 200 404 404 404 404 404 404 404 404
accountability:register_handle    302 403 404 200 404 404 404 404 404 404 404 404
accountability:register_reveal    302 403 404 200 404 404 404 404 404 404 404 404
accountability:quarter_report     302 403 403 200 200 403 403 403 403 403 403 403
"""


@pytest.fixture
def world(request, city, post, reporter, collator):
    """An entry with a file, reported in a quarter."""
    people = {role: request.getfixturevalue(role) for role in ROLES[1:]}
    key = uuid.uuid4()
    file = interference.attach(of=key, key=uuid.uuid4(), file=pdf_upload(), by=reporter, on=ON)
    entry = interference.file(
        key=key, unit=city, happened_on=ON, kind="other", way="oral", post=post, office="",
        matter="某案", account="经过", by=reporter, on=ON,
    )  # fmt: skip
    handling.handle(entry=entry, answer="cleared", note="核查", by=collator, on=ON)
    period = Period.parse("2026Q4")
    quarter = quarters.report(unit=city, period=period, by=collator, on=CLOSE)
    return {"people": people, "entry": entry, "file": file, "quarter": quarter}


def address(name, world):
    entry = [world["entry"].pk]
    keys = {
        "accountability:register_entry": entry, "accountability:register_add": entry,
        "accountability:register_handle": entry, "accountability:register_reveal": entry,
        "accountability:register_file": [world["file"].pk],
        "accountability:quarter": [world["quarter"].key],
        "accountability:register_document": [world["quarter"].documents.first().key],
    }  # fmt: skip
    return reverse(name, args=keys.get(name, []))


@pytest.mark.parametrize("role", ROLES)
def test_every_answer(client, world, role):
    column = ROLES.index(role)
    answers = {}
    with noon(CLOSE):
        if role != "anonymous":
            client.force_login(world["people"][role])
        for name, _ in rows(READING):
            answer = client.get(address(name, world))
            answers[name] = answer.status_code
            if answer.streaming:
                answer.getvalue()
        for name, _ in rows(WRITING):
            cookies = deepcopy(client.cookies)
            with put_back():
                answers[name] = client.post(address(name, world)).status_code
            client.cookies = cookies
    expected = [*rows(READING), *rows(WRITING)]
    assert answers == {name: row[column] for name, row in expected}
