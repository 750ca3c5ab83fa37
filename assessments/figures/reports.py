"""Who has handed in his year-end report, when, and what was said of it; read for many at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from assessments import report_terms
from assessments.models import AnnualReport, Evaluation, FrozenReport, ReportState, ReportTerm
from assessments.report_terms import Term
from duties.holders import tenures_of
from duties.models import Ledger
from duties.tenure import tenures_within
from organizations import access
from organizations.models import Appointment, Post, Unit, User


@dataclass(frozen=True)
class ReportStanding:
    """What scoring needs of a report: ``evaluation`` is a grade's code, empty without one;
    ``key`` is that of the appointment, which opens the report."""

    submitted_on: date | None
    due_on: date
    evaluation: str = ""
    key: str = ""


def reports_of(posts: Iterable[int], year: int) -> dict[int, ReportStanding]:
    """Post → its report's standing: that of whoever sat there last in the year.

    What was handed in keeps the due date it was handed in under; what is still missing has that
    of today. Posts nobody held in the year are left out. Four queries.
    """
    tenures = tenures_of(list(posts))
    span = date(year, 1, 1), date(year, 12, 31)
    last = {
        post: within[-1].holder
        for post, found in tenures.items()
        if (within := tenures_within(found, *span))
    }
    handed_in = _handed_in(last.values(), year)
    grades, terms = _grades(last.values(), year), terms_of(year)
    found = {}
    for post, held in last.items():
        usual = None, term_within(terms, held.post.unit, year).due_on
        submitted_on, due_on = handed_in.get(held.pk, usual)
        found[post] = ReportStanding(submitted_on, due_on, grades.get(held.pk, ""), str(held.pk))
    return found


def _handed_in(appointments: Iterable[Appointment], year: int) -> dict[int, tuple[date, date]]:
    """Appointment → when its report was first handed in, and when it was due then."""
    first = FilteredRelation("versions", condition=Q(versions__version=1))
    rows = AnnualReport.objects.filter(
        appointment__in=appointments, year=year, submitted_on__isnull=False
    ).annotate(first=first)
    columns = rows.values_list("appointment", "submitted_on", "first__due_on")
    return {held: (submitted_on, due_on) for held, submitted_on, due_on in columns}


def _grades(appointments: Iterable[Appointment], year: int) -> dict[int, str]:
    """Appointment → the grade of the latest version that was judged."""
    rows = Evaluation.objects.filter(
        frozen__report__appointment__in=appointments, frozen__report__year=year
    )
    ordered = rows.order_by("frozen__version")
    return dict(ordered.values_list("frozen__report__appointment", "grade"))


def terms_of(year: int) -> list[Term]:
    """The terms set for a year; one query, for as many posts as there are."""
    rows = ReportTerm.objects.filter(year=year)
    return [Term(*row) for row in rows.values_list("opens_on", "due_on", "unit__path")]


def term_within(terms: Iterable[Term], unit: Unit, year: int) -> Term:
    """Set by whoever stands above the unit; at the root by the root itself."""
    return report_terms.term_of(unit.path[: -Unit.steplen] or unit.path, terms, year)


def term_for(post: Post, year: int) -> Term:
    return term_within(terms_of(year), post.unit, year)


def missing(year: int) -> QuerySet[Appointment]:
    """The appointments of the year on posts that owe anything, with nothing handed in."""
    span = date(year, 1, 1), date(year, 12, 31)
    owing = Ledger.objects.filter(year=year, owed__gt=0).values("post")
    done = AnnualReport.objects.filter(year=year, submitted_on__isnull=False).values("appointment")
    return Appointment.objects.overlapping(*span).filter(post__in=owing).exclude(pk__in=done)


def unjudged(rows: QuerySet[AnnualReport]) -> QuerySet[AnnualReport]:
    """Handed in, and nobody has judged the newest version."""
    newest = FrozenReport.objects.filter(report=OuterRef("pk")).order_by("-version")
    judged = Subquery(newest.values("evaluation__pk")[:1])
    return rows.filter(state=ReportState.SUBMITTED).alias(judged=judged).filter(judged=None)


def may_judge(user: User, report: AnnualReport, on: date) -> bool:
    """Who assesses or oversees the unit above; never the official or who sits there now."""
    post = report.post
    above = Unit.objects.get_parent(post.unit) or post.unit
    sits = post.appointments.in_force(on).filter(person=user).exists()
    if sits or report.is_by(user):
        return False
    return any(access.allows(user, code, above) for code in ("assess", "oversee"))
