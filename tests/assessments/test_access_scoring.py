"""Who assesses: what he may open and do, by the level his grant is on. (The other roles stand in
``tests/test_access_table.py``.)"""

import pytest
from django.urls import reverse

from assessments.models import UnitResult
from duties.actions import obligations
from tests.cast import ON, make_person, make_requirement
from tests.scoring_world import assessed
from tests.worlds import put_back

pytestmark = pytest.mark.django_db
ROLES = ["assessor", "city_assessor", "other_assessor"]
#: name: keys, then one answer per role.
READING = {
    "schemes": [200, 200, 200],
    "schemes_export": [200, 200, 200],
    "scheme": [200, 200, 200],
    "scheme_file": [200, 200, 200],
    "scheme_new": [200, 200, 200],
    "scheme_edit": [200, 404, 404],
    "scheme_effects": [200, 404, 404],
    "scheme_effects_export": [200, 404, 404],
    "results": [200, 200, 200],
    "results_export": [200, 200, 200],
    "results_import": [200, 200, 200],
    "result": [200, 403, 404],
    "score_items": [200, 200, 200],
    "score_items_export": [200, 200, 200],
    "score_item_new": [200, 403, 404],
    "score_item": [200, 200, 404],
    "score_item_file": [200, 200, 404],
}
WRITING = {
    "scheme_discard": [302, 404, 404],
    "scheme_try": [302, 404, 404],
    "scheme_force": [302, 404, 404],
    "score_item_decide": [302, 403, 404],
    "score_item_withdraw": [200, 403, 404],
}


@pytest.fixture
def world(post, official, province, city, other_city, assessor):
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)
    return assessed(post) | {
        "post": post, "assessor": assessor,
        "city_assessor": make_person("city_assessor", ("assess", city), unit=city),
        "other_assessor": make_person("other_assessor", ("assess", other_city), unit=other_city),
    }  # fmt: skip


def address(name: str, world) -> str:
    post, draft, item = world["post"], world["scheme_draft"].pk, world["item"].pk
    keys = {
        "scheme": [world["scheme"].pk], "scheme_file": [world["scheme"].pk, "xlsx"],
        "scheme_edit": [draft], "scheme_effects": [draft], "scheme_effects_export": [draft],
        "scheme_discard": [draft], "scheme_try": [draft], "scheme_force": [draft],
        "result": [post.unit_id, 2026], "score_item_new": [post.pk, 2026], "score_item": [item],
        "score_item_decide": [world["waiting_item"].pk], "score_item_withdraw": [item],
        "score_item_file": [world["item"].files.get().pk],
    }  # fmt: skip
    return reverse(f"assessments:{name}", args=keys.get(name, []))


@pytest.mark.parametrize("role", ROLES)
def test_reading(client, world, role):
    client.force_login(world[role])
    column = ROLES.index(role)
    answers = {}
    for name in READING:
        answer = client.get(address(name, world))
        answers[name] = answer.status_code
        if answer.streaming:
            answer.getvalue()
    assert answers == {name: expected[column] for name, expected in READING.items()}


@pytest.mark.parametrize("role", ROLES)
def test_writing(client, world, role):
    client.force_login(world[role])
    answers = {}
    for name in WRITING:
        with put_back():
            answers[name] = client.post(address(name, world)).status_code
    assert answers == {name: each[ROLES.index(role)] for name, each in WRITING.items()}


def test_nobody_enters_a_result_outside_his_units(client, world, other_city):
    """The list is checked against what one assesses: a stranger's code is not found."""
    client.force_login(world["city_assessor"])
    page = client.post(
        reverse("assessments:results_import"),
        {"year": "2026", "pasted": "330200\t宁波市\t90\t", "do": "write"},
    )
    assert page.context["rows"][0].errors == [
        "单元格A1：没有找到代码“330200”的单位，或者不在您的考核范围内。"
    ]
    assert not UnitResult.objects.filter(unit=other_city).exists()
