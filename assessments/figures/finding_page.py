"""What the page of a finding shows: the finding, every answer to it, and what is next."""

from datetime import date

from assessments.figures.inspection_page import is_insider
from assessments.models import Finding, FindingState
from duties.models import Clause
from organizations.models import User


def page_of(finding: Finding, user: User, on: date) -> dict:
    answers = list(
        finding.rectifications.select_related("answered_by", "decided_by")
        .prefetch_related("files")
    )  # fmt: skip
    waiting = next((each for each in answers if each.accepted is None), None)
    member = finding.inspection.members.filter(person=user).exists()
    answerable = finding.state in (FindingState.OPEN, FindingState.RETURNED)
    mine = Finding.objects.filter(pk=finding.pk).answerable_by(user, on).exists()
    insider = is_insider(finding.inspection, user)
    own = mine or insider or _reads_the_unit(finding, user, on)
    return {
        "finding": finding,
        "inspection": finding.inspection,
        "clauses": Clause.objects.filter(article=finding.article).order_by("item"),
        "answers": answers if own else [],
        "waiting": waiting,
        "overdue": finding.is_overdue(on),
        "insider": insider,
        "may_edit": member and finding.state == FindingState.DRAFT,
        "may_answer": answerable and mine,
        "may_decide": member and waiting is not None and waiting.answered_by_id != user.pk,
        "on": on,
    }


def _reads_the_unit(finding: Finding, user: User, on: date) -> bool:
    """How a unit puts things right is for those who read its duties; a circular tells all else."""
    return type(finding.unit).objects.content_visible_to(user, on).filter(
        pk=finding.unit_id
    ).exists()  # fmt: skip
