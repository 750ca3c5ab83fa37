"""The same form twice at once: whoever comes second gets what the first one made."""

import uuid

import pytest
from django.db import IntegrityError

from accountability.models import Incentive
from duties.actions import once
from duties.actions.errors import Conflict
from tests.cast import ON

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=5)


@pytest.fixture
def row(post, official, province):
    def row(**fields):
        return Incentive(
            pk=KEY, unit=province, post=post, person=official, year=2026, form="praise",
            reason="x", proposed_on=ON, **fields,
        )  # fmt: skip

    return row


def test_the_second_is_the_first(row):
    first, made = once.insert(row(), year=2026)
    again, made_again = once.insert(row(), year=2026)
    assert (made, made_again, again) == (True, False, first)


def test_another_s_key_is_a_page_out_of_date(row):
    once.insert(row(), year=2026)
    with pytest.raises(Conflict, match="页面已失效"):
        once.insert(row(), year=2025)


def test_what_the_database_refuses_otherwise_stays_an_error(row):
    with pytest.raises(IntegrityError):
        once.insert(row(stage="revoked"), year=2026)
