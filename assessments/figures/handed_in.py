"""What scoring knows of year-end reports (Art. 23): post → when handed in, how evaluated."""

from collections.abc import Iterable
from datetime import date

from assessments.scoring import ReportFact


def report_facts_of(posts: Iterable[int], year: int, on: date) -> dict[int, ReportFact]:
    """Until there are reports to hand in, nothing: no basis."""
    return {}
