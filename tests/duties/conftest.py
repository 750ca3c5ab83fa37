"""One post, one requirement of each story, opened for 2026."""

from datetime import date, timedelta

import pytest

from duties.actions import obligations
from duties.models import Obligation
from tests.cast import appoint, make_requirement


@pytest.fixture
def obligation(post):
    """The government head owes one hearing (count, at least 1) in 2026, due on 31 December."""
    make_requirement("15.1/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return Obligation.objects.get()


@pytest.fixture
def halves(post):
    """Two hearings in 2026, due at the end of June and of December."""
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return list(Obligation.objects.order_by("due_on"))


#: The last day of the first holder, where a story tells of a hand-over.
LEFT = date(2026, 7, 31)


@pytest.fixture
def before(post):
    """In office until the end of July."""
    return appoint(post, "before", date(2024, 3, 1), LEFT)


@pytest.fixture
def after(post, before):
    """In office from August on."""
    return appoint(post, "after", LEFT + timedelta(days=1))


@pytest.fixture
def year_and_halves(obligation):
    """Beside the year's duty (count, due on 31 December) one for each half of the year."""
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return {row.period_key: row for row in Obligation.objects.order_by("pk")}
