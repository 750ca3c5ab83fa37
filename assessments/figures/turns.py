"""What waits for a person in the assessment of the year and its reports: one's own first.

Each line goes when it is done; nothing of it is stored.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.figures.inspection_tasks import tasks_of
from assessments.figures.reports import missing, term_within, terms_of, unjudged
from assessments.models import (
    AnnualReport,
    Assessment,
    AssessmentStage,
    ItemState,
    Objection,
    ReportState,
    Score,
    ScoreHolder,
    ScoreItem,
)
from assessments.models.annual_report import writers
from organizations import access
from organizations.models import Unit, User
from organizations.turns import Turn, in_order

#: Own reports are told one by one up to here; who logs for a whole city has the list.
MOST = 10


def waiting_for(user: User, on: date) -> list[Turn]:
    """A handful of queries whoever it is; those of offices only for who holds one."""
    codes = access.codes(user)
    found = [*_comments(user, on), *_reports(user, on), *tasks_of(user, on)]
    if "assess" in codes:
        found += [*_assessments(user, on), *_items(user, on)]
    if codes & {"assess", "oversee"}:
        found += _to_judge(user, on)
    return in_order(found)


def _comments(user: User, on: date) -> Iterator[Turn]:
    """His own figures are out for comment; who has objected is asked again once they move."""
    rows = Score.objects.light().filter(
        holders__person=user, assessment__stage=AssessmentStage.COMMENT,
        assessment__comment_until__gte=on,
    )  # fmt: skip
    as_it_stands = Q(total_then=OuterRef("total")) | Q(
        total_then__isnull=True, score__total__isnull=True
    )
    said = Objection.objects.filter(as_it_stands, score=OuterRef("pk"), raised_by=user)
    rows = rows.exclude(Exists(said))
    for row in rows.select_related("assessment__unit", "post").distinct():
        what = _("考核得分征求您的意见")
        if row.moved:
            what = _("考核得分在征求意见期间有变动，请重新核对")
        about = f"{row.assessment.title} · {row.post.label}"
        yield Turn(what, about, row.get_absolute_url(), row.assessment.comment_until)


def _reports(user: User, on: date) -> Iterator[Turn]:
    """Reports he may write whose time has come and that are not with the superior."""
    his = writers(user, on)
    for year in (on.year - 1, on.year):
        rows = missing(year).filter(his).select_related("post__unit")
        terms = None
        for row in rows[:MOST]:
            terms = terms_of(year) if terms is None else terms
            term = term_within(terms, row.post.unit, year)
            if on < term.opens_on:
                continue
            url = AnnualReport(appointment=row, year=year).get_absolute_url()
            about = _("%(post)s · %(year)s年度") % {"post": row.post.label, "year": year}
            yield Turn(_("年终述法报告待提交"), about, url, term.due_on, term.due_on < on)
    back = AnnualReport.objects.writable_by(user, on).filter(state=ReportState.RETURNED)
    for report in back.select_related("post")[:MOST]:
        what = _("年终述法报告被退回，请补充后重新提交")
        yield Turn(what, f"{report.post.label} · {report.year}", report.get_absolute_url())


def _assessments(user: User, on: date) -> Iterator[Turn]:
    """The next step of each assessment that is under way, if it is his."""
    rows = Assessment.objects.assessable_by(user).filter(computed=F("run")).annotate(
        open=Count("scores__objections", Q(scores__objections__answered_at__isnull=True)),
        concerned=Exists(ScoreHolder.objects.filter(score__assessment=OuterRef("pk"), person=user)),
    )  # fmt: skip
    for row in rows.under_way().select_related("unit"):
        url = row.get_absolute_url()
        if row.open:
            said = ngettext("%(n)s条异议待答复", "%(n)s条异议待答复", row.open) % {"n": row.open}
            yield Turn(said, row.title, f"{url}#objections")
        elif row.stage == AssessmentStage.DRAFT and row.drafted_by_id == user.pk:
            yield Turn(_("得分已算出，可以征求意见"), row.title, url)
        elif row.stage == AssessmentStage.COMMENT and row.comment_until < on:
            yield Turn(_("意见期限已过，可以报批"), row.title, url)
        elif row.stage == AssessmentStage.SUBMITTED and row.submitted_by_id != user.pk:
            if not row.concerned:
                approve = reverse("assessments:assessment_approve", args=[row.pk])
                yield Turn(_("考核结果待您审批"), row.title, approve)


def _items(user: User, on: date) -> Iterator[Turn]:
    """Bonus and deductions somebody else has entered."""
    reached = access.reach(user, ["assess"], "post__unit__")
    rows = ScoreItem.objects.filter(reached, state=ItemState.WAITING).exclude(entered_by=user)
    for row in rows.select_related("post").order_by("entered_at")[:MOST]:
        about = f"{row.post.label} · {row.reason}"
        yield Turn(_("加减分事项待复核"), about, reverse("assessments:score_item", args=[row.pk]))


def _to_judge(user: User, on: date) -> Iterator[Turn]:
    """Reports handed in right below his units that nobody has judged."""
    below = Q(pk__in=[])
    for top in access.granted(user, ["assess", "oversee"], Unit.objects.all()):
        right_below = Q(post__unit__path__startswith=top.path, post__unit__depth=top.depth + 1)
        below |= right_below | Q(post__unit=top) if top.depth == 1 else right_below
    rows = unjudged(AnnualReport.objects.filter(below).exclude(appointment__person=user))
    counted = rows.order_by().values("year")
    for year, number in counted.annotate(number=Count("pk")).values_list("year", "number"):
        said = ngettext("%(n)s份述法报告待评议", "%(n)s份述法报告待评议", number) % {"n": number}
        url = f"{reverse('assessments:reports')}?year={year}&state=unjudged"
        yield Turn(said, _("%(year)s年度") % {"year": year}, url)
