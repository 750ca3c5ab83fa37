"""The whole ranking of a league, its scores brought up to date first."""

from assessments.actions import scores
from assessments.figures import ranking


def ranked(scope, league):
    scores.refresh(on=scope.on)
    rows = ranking.scores(scope, league)
    return ranking.places(rows.order_by(*ranking.ORDER), rows)
