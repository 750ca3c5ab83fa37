"""Grants: where each code reaches, who may not hold what, and when it ends."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations import access
from organizations.actions import appointments, grants, people
from organizations.models import Post, Unit
from tests.cast import ON, make_person


@pytest.mark.parametrize(
    ("code", "reached"),
    [(code, {"330100"}) for code in access.DUTY]
    + [(code, {"330100", "330102"}) for code in access.OVERSIGHT + access.ADMINISTRATION],
)
def test_duty_codes_hold_on_the_unit_the_others_on_its_subtree(city, county, code, reached):
    person = make_person("someone", (code, city))
    found = access.units_for(person, [code], Unit.objects.all())
    assert set(found.values_list("code", flat=True)) == reached


def test_a_withdrawn_grant_ends_at_once(city, liaison):
    grants.withdraw(person=liaison, code="log", unit=city, by=None, on=ON)
    assert not access.allows(liaison, "log", city)
    assert not Unit.objects.visible_to(liaison, ON).exists()


def test_a_deactivated_person_reaches_nothing(city, overseer):
    people.change(person=overseer, by=None, on=ON, is_active=False)
    assert not Unit.objects.visible_to(overseer, ON).exists()
    assert access.codes(overseer) == frozenset()


def test_nobody_grants_to_himself(city, grantor):
    with pytest.raises(ValidationError, match="不能给自己授权"):
        grants.give(person=grantor, code="log", unit=city, by=grantor, on=ON)


@pytest.mark.parametrize("held", access.ADMINISTRATION)
@pytest.mark.parametrize("code", ["administer", "grant", "audit", "log", "oversee"])
def test_the_three_administrations_stay_apart(city, held, code):
    person = make_person("one", (held, city))
    if held == code:
        grants.give(person=person, code=code, unit=city, by=None, on=ON)
        return
    with pytest.raises(ValidationError):
        grants.give(person=person, code=code, unit=city, by=None, on=ON)


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_the_incumbent_logs_for_exactly_as_long_as_he_sits(post, day, may):
    person = make_person("mayor")
    span = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}
    appointments.begin(post=post, person=person, by=None, on=ON, **span)
    assert post.may_log(person, day) is may
    assert Post.objects.visible_to(person, day).exists() is may


@pytest.mark.parametrize(
    ("starts", "ends", "clashes"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), False),
        (date(2024, 1, 1), date(2025, 1, 1), True),
        (date(2026, 1, 1), date(2026, 2, 1), True),
        (date(2024, 1, 1), None, True),
    ],
)
def test_no_two_appointments_share_a_day(post, official, starts, ends, clashes):
    """The official sits since 1 January 2025."""
    person, span = make_person("second"), {"starts_on": starts, "ends_on": ends}
    if not clashes:
        appointments.begin(post=post, person=person, by=None, on=ON, **span)
        return
    with pytest.raises(ValidationError, match="重叠"):
        appointments.begin(post=post, person=person, by=None, on=ON, **span)
