"""Incentives and the overview in the browser, and who gets which answer."""

import io
import uuid
from copy import deepcopy

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accountability.actions import incentives
from accountability.models import Incentive
from tests.cast import ON, noon
from tests.test_access_table import rows
from tests.worlds import put_back

ROLES = [
    "anonymous",
    "organizer",
    "assessor",
    "office",
    "official",
    "handler",
    "city_discipline",
    "liaison",
    "reporter",
    "administrator",
    "auditor",
]
#: ``incentive`` is published, ``incentive_act`` reviews another that is only proposed.
READING = """
accountability:incentives         302 200 200 200 200 200 200 200 200 200 200
accountability:incentives_export  302 200 200 200 200 200 200 200 200 200 200
accountability:incentive_new      302 200 200 200 403 403 403 403 403 403 403
accountability:incentive          302 200 200 200 200 200 200 200 404 404 404
accountability:incentive_document 302 200 200 200 200 200 200 200 404 404 404
accountability:overview           302 200 403 200 403 200 200 403 403 403 403
accountability:overview_export    302 200 403 200 403 200 200 403 403 403 403
"""
WRITING = """
accountability:incentives_propose 302 302 302 302 403 403 403 403 403 403 403
accountability:incentive_act      302 403 200 403 404 404 404 404 404 404 404
"""


@pytest.fixture(autouse=True)
def _that_day():
    with noon(ON):
        yield


@pytest.fixture
def propose(post, official, organizer):
    def propose() -> Incentive:
        return incentives.propose(
            key=uuid.uuid4(), post=post, year=2026, form="praise", reason="成效明显CANARY",
            by=organizer, on=ON,
        )  # fmt: skip

    return propose


@pytest.fixture
def published(propose, assessor, office, organizer):
    row = propose()
    incentives.review(incentive=row, version=1, opinion="属实", by=assessor, on=ON)
    incentives.decide(
        incentive=row, version=2, document="浙委〔2026〕30号", decided_on=ON, by=office, on=ON
    )
    incentives.handle(incentive=row, version=3, handling="已通报", by=organizer, on=ON)
    return incentives.publish(incentive=row, version=4, by=organizer, on=ON)


@pytest.mark.parametrize("role", ROLES)
def test_every_answer(request, client, published, propose, role):
    waiting = propose()
    if role != "anonymous":
        client.force_login(request.getfixturevalue(role))
    keys = {
        "accountability:incentive": [published.pk],
        "accountability:incentive_document": [published.pk, "en"],
        "accountability:incentive_act": [waiting.pk, "review"],
    }
    answers, column = {}, ROLES.index(role)
    for name, _ in rows(READING):
        answers[name] = client.get(reverse(name, args=keys.get(name, []))).status_code
    for name, _ in rows(WRITING):
        cookies = deepcopy(client.cookies)
        with put_back():
            answers[name] = client.post(reverse(name, args=keys.get(name, []))).status_code
        client.cookies = cookies
    expected = [*rows(READING), *rows(WRITING)]
    assert answers == {name: row[column] for name, row in expected}


def test_proposed_reviewed_and_decided_from_the_pages(client, post, official, organizer, assessor):
    client.force_login(organizer)
    said = {"key": uuid.uuid4(), "post": post.pk, "year": 2026, "form": "merit", "reason": "成效"}
    client.post("/accountability/incentives/new/", said)
    row = Incentive.objects.get()
    client.force_login(assessor)
    path = row.get_absolute_url()
    refused = client.post(f"{path}do/review/", {"version": 1, "opinion": ""}).text
    assert "这个字段是必填项" in refused
    client.post(f"{path}do/review/", {"version": 1, "opinion": "属实"})
    again = client.post(f"{path}do/review/", {"version": 1, "opinion": "属实"}).text
    assert "刚被他人处理" in again
    row.refresh_from_db()
    assert row.stage == "reviewed"


def test_before_publication_the_one_concerned_sees_nothing_of_it(client, propose, official):
    row = propose()
    client.force_login(official)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert "CANARY" not in client.get("/accountability/incentives/").text


def test_the_export_has_what_the_list_has(client, published, propose, official):
    propose()
    client.force_login(official)
    body = client.get("/accountability/incentives.xlsx").content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert [line[5] for line in lines[1:]] == ["浙委〔2026〕30号"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(client, django_assert_num_queries, propose, organizer, count):
    for _number in range(count):
        propose()
    client.force_login(organizer)
    client.get("/accountability/incentives/")
    with django_assert_num_queries(8):
        client.get("/accountability/incentives/")
