"""When reports are due, set by the superior; and calling to mind those that are missing."""

from datetime import date

from django.utils import timezone

from assessments import report_notices, report_terms
from assessments.actions import marks
from assessments.figures.reports import missing, term_within, terms_of
from assessments.models import ReportTerm
from duties.actions import warnings
from duties.actions.errors import NotAllowed
from organizations import access
from organizations.actions import journal
from organizations.models import Appointment, Unit, User

CHUNK = 500


@journal.atomic
def set_term(
    *, unit: Unit, year: int, opens_on: date, due_on: date, by: User, on: date
) -> ReportTerm:
    """For every post below the unit; reports already handed in keep the date they had.

    The others are late, or no longer late, by another day: their scores are worked out again.
    """
    if not any(access.allows(by, code, unit) for code in ("assess", "oversee")):
        raise NotAllowed(f"terms of {unit.pk}")
    days = {"opens_on": opens_on, "due_on": due_on}
    before = (
        ReportTerm.objects.filter(unit=unit, year=year).values_list("due_on", flat=True).first()
    )
    term, _made = ReportTerm.objects.update_or_create(
        unit=unit, year=year, defaults=days | {"set_by": by, "set_at": timezone.now()}
    )
    if before != due_on:
        marks.all_moved_below(unit, year)
    journal.record(
        action="reports.set_term", by=by, target=term, unit=unit, year=year, on=on, **days
    )
    return term


def remind(*, on: date) -> int:
    """Tell officials and liaison officers 30 and 7 days before, on the day and once it is past.

    With the day gone by the score of the post changes too: it is marked to be worked out again.
    """
    return sum(_remind(year, on) for year in (on.year - 1, on.year))


def _remind(year: int, on: date) -> int:
    terms = terms_of(year)
    soonest = min([report_terms.usual(year).due_on, *(term.due_on for term in terms)])
    if report_terms.stage(soonest, on=on) is None:
        return 0
    told = 0
    owing = list(missing(year).select_related("post__unit", "person"))
    for start in range(0, len(owing), CHUNK):
        told += _tell(owing[start : start + CHUNK], terms, year, on)
    return told


def _tell(rows: list[Appointment], terms, year: int, on: date) -> int:
    staged = [(row, report_terms.stage(term_within(terms, row.post.unit, year).due_on, on=on))
              for row in rows]  # fmt: skip
    staged = [(row, stage) for row, stage in staged if stage]
    liaison = report_notices.liaison_of({row.post.unit_id for row, _ in staged})
    told = warnings.add([
        report_notices.reminder(row, year, stage, person, on)
        for row, stage in staged
        for person in liaison[row.post.unit_id] | ({row.person_id} if row.person.is_active else set())
    ])  # fmt: skip
    if told:
        late = [row.post_id for row, stage in staged if stage == "overdue"]
        marks.posts_moved(late, year)
    return told
