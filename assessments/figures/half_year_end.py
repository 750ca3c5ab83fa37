"""How the duties of a post stood on 30 June, for the progress report of half a year."""

from datetime import date, timedelta

from django.utils import translation

from assessments.half_year import Stood, Then
from duties.choices import RecordState, Status
from duties.models import Obligation, Record
from duties.standing import Standing, changes_of, known_by, progress_of, standing_of
from organizations.models import Post


def then_of(*, post: Post, year: int, on: date, language: str = "zh-hans") -> Then | None:
    """By what had been confirmed when 30 June ended; None until it has. Five queries.

    A duty due on that very day and not fulfilled in it is late: the half-year is over.
    """
    last = date(year, 6, 30)
    if on <= last:
        return None
    rows = list(post.obligations.of_year(year).with_law())
    changes, known, after = changes_of(rows), known_by(last, rows), last + timedelta(days=1)
    with translation.override(language):
        stood = {
            row.pk: _stood(standing_of(row, changes[row.pk], last, late_from=after), after, known)
            for row in rows
        }
    return Then(last, stood, _confirmed(rows, last))


def _stood(standing: Standing, after: date, known) -> Stood:
    told = progress_of(standing, after, known)
    label = str(Status(standing.status).label)
    return Stood(standing.status, label, told.done, told.needed, told.reason)


def _confirmed(rows: list[Obligation], day: date) -> frozenset[int]:
    """Records that had been confirmed by then and still stand."""
    found = Record.objects.filter(
        items__obligation__in=rows, state=RecordState.CONFIRMED, reviewed_at__date__lte=day
    )
    return frozenset(found.order_by().values_list("pk", flat=True))
