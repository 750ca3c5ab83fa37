"""What scoring knows of year-end reports (Art. 23): post → when handed in, how evaluated."""

from collections.abc import Iterable
from datetime import date

from assessments.figures.reports import ReportStanding, reports_of
from assessments.scoring import ReportFact


def report_facts_of(posts: Iterable[int], year: int, on: date) -> dict[int, ReportFact]:
    """Due once its day has passed, or as soon as it is handed in; posts nobody held: none."""
    return {post: _fact(each, on) for post, each in reports_of(posts, year).items()}


def _fact(standing: ReportStanding, on: date) -> ReportFact:
    return ReportFact(
        due_on=standing.due_on,
        due=standing.submitted_on is not None or on > standing.due_on,
        submitted_on=standing.submitted_on,
        evaluation=standing.evaluation,
        key=standing.key,
    )
