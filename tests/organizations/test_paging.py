"""Pages by key: forwards, backwards, ties, and tokens that make no sense."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import User
from organizations.paging import page_of

pytestmark = pytest.mark.django_db
ORDER = ("-name_zh", "pk")


def turn(token=""):
    return page_of(
        RequestFactory().get("/", {"page": token}), User.objects.all(), order=ORDER, size=2
    )


def names(page):
    return [row.username for row in page]


@pytest.fixture
def five():
    for number, name in enumerate("甲乙乙乙丙"):
        User.objects.create(username=f"{number}", name_zh=name)


def test_every_row_once_there_and_back(five):
    first = turn()
    second = turn(first.next)
    third = turn(second.next)
    there = [names(page) for page in (first, second, third)]
    assert [row for page in there for row in page] == list(
        User.objects.order_by(*ORDER).values_list("username", flat=True)
    )
    assert (first.previous, third.next) == ("", "")
    back = turn(third.previous)
    assert (names(back), names(turn(back.previous))) == (there[1], there[0])
    assert turn(back.previous).previous == ""


def test_a_row_that_comes_meanwhile_makes_none_be_shown_twice(five):
    first = turn()
    User.objects.create(username="new", name_zh="龥")
    assert not set(names(first)) & set(names(turn(first.next)))


@given(st.text(max_size=60))
def test_a_token_that_makes_no_sense_gives_the_first_page(token):
    assert turn(token).previous == "" or token[:1] in ("a", "b")


@pytest.mark.parametrize(
    "values", ['["x"]', '["x", "99999999999999999999"]', "[1, 2]", '{"a": 1}', '["x", "\\u0000"]']
)
def test_values_out_of_range_do_no_harm(five, values):
    assert names(turn("a" + urlsafe_b64encode(values.encode()).decode())) == names(turn())


def by_name(token=""):
    request = RequestFactory().get("/", {"page": token})
    return page_of(request, User.objects.all(), order=ORDER, size=2, named="username")


def test_a_token_may_hold_a_name_and_no_row_number(five):
    first = by_name()
    second = by_name(first.next)
    assert names(first) + names(second) == names(turn()) + names(turn(turn().next))
    assert names(by_name(second.previous)) == names(first)
    told = urlsafe_b64decode(first.next[1:] + "==").decode()
    assert told == f'["{names(first)[-1]}"]'


def test_a_name_that_is_gone_gives_the_first_page(five):
    second = by_name(by_name().next)
    User.objects.filter(username=names(second)[0]).delete()
    assert names(by_name(second.previous)) == names(by_name())
