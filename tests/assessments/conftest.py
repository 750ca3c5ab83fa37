"""What several stories of assessments begin with."""

import pytest

from assessments import pdf
from assessments.actions import scores
from assessments.figures import ranking
from duties.actions import obligations
from tests.batching import YEAR
from tests.cast import ON, make_post, make_requirement


def ranked(scope, league):
    """The whole ranking of a league, its scores brought up to date first."""
    scores.refresh(on=scope.on)
    rows = ranking.scores(scope, league)
    return ranking.places(rows.order_by(*ranking.ORDER), rows)


@pytest.fixture
def posts(city, county, post):
    """The heads of a city and of its county owe one duty each."""
    both = [post, make_post(county, title_zh="上城区区长")]
    make_requirement("15.2/1")
    obligations.open_year(year=YEAR, on=ON)
    return both


@pytest.fixture
def quick(monkeypatch):
    """Reports of one line each: how the pages are set is another story."""
    monkeypatch.setattr(
        pdf, "annual_report", lambda facts: f"{facts.signatory} {facts.year}".encode()
    )
