"""What the pages of one report need: who may do what, and the places where words may stand."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assessments import narrative, report_terms
from assessments.figures.reports import may_judge, term_for
from assessments.models import AnnualReport, FrozenReport, ReportState
from assessments.models.annual_report import writers
from assessments.report_facts import Report, Section
from organizations.models import Appointment, Post


@dataclass(frozen=True)
class Place:
    """A free place of the report, and the facts that stand beside it."""

    slot: str
    heading: str
    section: Section | None = None
    differs: bool = False
    theirs: str | None = None


def places(facts: Report) -> list[Place]:
    """In the order of print; ``facts`` read with everything."""
    sections = [Place(each.place, each.heading, each) for each in facts.sections]
    return [
        Place(narrative.OPENING, _("引言补充")),
        *sections,
        Place(narrative.INSPECTIONS, _("接受督查和落实整改")),
        Place(narrative.PROBLEMS, _("存在的其他问题")),
        Place(narrative.CAUSES, _("原因分析")),
        Place(narrative.PLANS, _("下一步工作打算")),
    ]


def context(report: AnnualReport, user, on: date) -> dict:
    """Forms and facts are the view's affair."""
    frozen = _versions(report)
    newest = frozen[0] if frozen else None
    term = term_for(report.post, report.year)
    due_on = newest.due_on if newest else term.due_on
    said = getattr(newest, "evaluation", None)
    own, submitted = report.is_by(user), report.state == ReportState.SUBMITTED
    judges = submitted and may_judge(user, report, on)
    return {
        "report": report, "post": report.post, "on": on, "term": term, "due_on": due_on,
        "versions": frozen, "frozen": newest, "evaluation": said,
        "in_time": report_terms.in_time(report.submitted_on, due_on, on=on),
        "writes": Appointment.objects.filter(
            writers(user, on), pk=report.appointment_id
        ).exists(),
        "may_open_post": Post.objects.visible_to(user, on).filter(pk=report.post_id).exists(),
        "may_submit": own and report.pk is not None and report.is_editable,
        "opened": on >= term.opens_on,
        "may_correct": own and submitted,
        "may_evaluate": judges and said is None,
        "may_return": judges and not any(hasattr(each, "evaluation") for each in frozen),
    }  # fmt: skip


def _versions(report: AnnualReport) -> list[FrozenReport]:
    if report.pk is None:
        return []
    rows = report.versions.select_related("evaluation__evaluated_by", "submitted_by")
    return list(rows.prefetch_related("files"))
