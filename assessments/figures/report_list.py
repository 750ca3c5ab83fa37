"""The reports of a year as their readers see them: one line for each appointment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from assessments import report_terms
from assessments.figures.reports import term_within, terms_of, unjudged
from assessments.models import (
    REOPENED,
    AnnualReport,
    Evaluation,
    FrozenReport,
    ReportState,
)
from assessments.models.annual_report import writers
from assessments.report_terms import Term
from duties.choices import Status
from duties.models import Ledger, Obligation
from organizations.models import Appointment, Post

ORDER = ("post__unit__path", "-post__track", "pk")


@dataclass(frozen=True)
class Line:
    """An appointment of the year: its report, if this reader may know of it."""

    appointment: Appointment
    year: int
    term: Term
    report: AnnualReport | None
    frozen: FrozenReport | None
    writes: bool
    may_open_post: bool
    in_time: bool | None

    @property
    def post(self) -> Post:
        return self.appointment.post

    @property
    def starts_on(self) -> date:
        return max(self.appointment.starts_on, date(self.year, 1, 1))

    @property
    def ends_on(self) -> date:
        return min(self.appointment.ends_on or date.max, date(self.year, 12, 31))

    @property
    def whole_year(self) -> bool:
        return (self.starts_on, self.ends_on) == (date(self.year, 1, 1), date(self.year, 12, 31))

    @property
    def state(self) -> str:
        return self.report.state if self.report else ""

    @property
    def url(self) -> str:
        """Where it is read or begun; empty for whoever may do neither yet."""
        blank = AnnualReport(appointment=self.appointment, year=self.year)
        return blank.get_absolute_url() if self.report or self.writes else ""

    @property
    def evaluation(self) -> Evaluation | None:
        return getattr(self.frozen, "evaluation", None)


def appointments(user, year: int, on: date, *, q: str = "", state: str = ""):
    """Those of the year on posts that owe anything, for whoever may see the post or writes."""
    span = date(year, 1, 1), date(year, 12, 31)
    owing = Ledger.objects.filter(year=year, owed__gt=0).values("post")
    seen = Post.objects.visible_to(user, on).order_by().values("pk")
    rows = Appointment.objects.overlapping(*span).filter(post__in=owing)
    rows = rows.filter(Q(post__in=seen) | writers(user, on))
    if q:
        named = ("post__title_zh", "post__title_en", "post__unit__name_zh", "post__unit__name_en")
        rows = rows.filter(*[_any_of(named, q)])
    return _in_state(rows, year, state).select_related("post__unit", "person")


def _any_of(columns: Iterable[str], text: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": text})
    return found


def _in_state(rows, year: int, state: str):
    reports = AnnualReport.objects.filter(appointment=OuterRef("pk"), year=year)
    judged = Evaluation.objects.filter(
        frozen__report__appointment=OuterRef("pk"), frozen__report__year=year
    )
    handed_in = Exists(reports.filter(submitted_on__isnull=False))
    wanted = {
        "missing": ~handed_in,
        "submitted": Exists(reports.filter(state=ReportState.SUBMITTED)),
        "unjudged": Exists(unjudged(reports)),
        "returned": Exists(reports.filter(state__in=REOPENED)),
        "evaluated": Exists(judged),
    }.get(state)
    return rows if wanted is None else rows.filter(wanted)


def lines(rows: Iterable[Appointment], user, year: int, on: date) -> list[Line]:
    """A constant number of queries, however many rows."""
    rows = list(rows)
    seen = AnnualReport.objects.visible_to(user, on).filter(appointment__in=rows, year=year)
    reports = {each.appointment_id: each for each in seen}
    frozen = _newest(reports.values())
    written = set(
        Appointment.objects.filter(writers(user, on), pk__in=[row.pk for row in rows])
        .order_by().values_list("pk", flat=True)
    )  # fmt: skip
    opened = Post.objects.visible_to(user, on).filter(pk__in={row.post_id for row in rows})
    opened = set(opened.order_by().values_list("pk", flat=True))
    terms = terms_of(year)
    found = []
    for row in rows:
        report, term = reports.get(row.pk), term_within(terms, row.post.unit, year)
        version = frozen.get(report.pk) if report else None
        day = report.submitted_on if report else None
        due_on = version.due_on if version else term.due_on
        found.append(
            Line(row, year, term, report, version, row.pk in written, row.post_id in opened,
                 report_terms.in_time(day, due_on, on=on))
        )  # fmt: skip
    count([line.post for line in found], year)
    return found


def _newest(reports: Iterable[AnnualReport]) -> dict[int, FrozenReport]:
    rows = FrozenReport.objects.filter(report__in=list(reports)).defer("inputs", "narrative")
    return {row.report_id: row for row in rows.select_related("evaluation").order_by("version")}


def count(posts: Iterable[Post], year: int) -> None:
    """Set on each post what it owes in the year: ``owed``, ``fulfilled``, ``overdue``."""
    posts = list(posts)
    rows = Obligation.objects.of_year(year).filter(post__in=posts).order_by().values("post")
    found = rows.annotate(
        owed=Count("pk"), fulfilled=Count("pk", Q(status__in=(Status.MET, Status.MET_LATE))),
        overdue=Count("pk", Q(status=Status.MISSED)),
    )  # fmt: skip
    figures = {row.pop("post"): row for row in found}
    for post in posts:
        for name, number in figures[post.pk].items():
            setattr(post, name, number)
