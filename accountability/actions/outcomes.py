"""What follows is handed down to the assessment as facts, each once, and taken back with its
decision. Nothing below knows what a case or an incentive is: it gets points and a sentence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from accountability import consequences, incentive_stages
from accountability.consequences import Consequence
from accountability.models import Case, ClaimState, Incentive, Measure, Stage, ToleranceClaim
from accountability.tolerance import CONDITIONS, Condition
from assessments.actions import outcomes
from assessments.models import Outcome
from duties.wording import Sentence
from organizations.actions import journal
from organizations.models import User

#: Sentences of an outcome are cut to what its columns hold.
LENGTH = 500


@dataclass(frozen=True)
class Handed:
    """One fact as it goes down."""

    year: int
    what: Consequence
    reason: Sentence
    tolerance: Sentence = outcomes.NOTHING


@journal.atomic
def of_case(*, case: Case, by: User, on: date) -> None:
    """Hand down what the case says now and take back what it no longer says; twice is once.

    Nothing goes down before the case is over: what is under appeal counts for nobody.
    """
    if case.post_id is None:
        return
    wanted = _of_case(case)
    _take_back(f"case:{case.pk}:", wanted, by, on)
    for source, fact in wanted.items():
        _hand_over(case.post, case.person, source, fact, by, on)


@journal.atomic
def of_incentive(*, incentive: Incentive, by: User, on: date) -> None:
    """A published incentive adds to its year; a revoked one no more."""
    source = f"incentive:{incentive.pk}"
    wanted = {}
    if incentive.stage == incentive_stages.Stage.PUBLISHED:
        form = incentive_stages.Form(incentive.form)
        points = settings.ACCOUNTABILITY_POINTS.get(form, incentive_stages.POINTS[form])
        what = Consequence("bonus", points)
        reason = _incentive_reason(incentive, form)
        wanted[source] = Handed(incentive.year, what, reason)
    _take_back(source, wanted, by, on)
    for key, fact in wanted.items():
        _hand_over(incentive.post, incentive.person, key, fact, by, on)


def _of_case(case: Case) -> dict[str, Handed]:
    claims = case.claims.filter(state__in=[ClaimState.EXEMPT, ClaimState.MITIGATE])
    granted = claims.order_by("decided_at").last()
    said = _said(granted) if granted else outcomes.NOTHING
    if case.stage == Stage.TOLERATED:
        year = case.ended_on.year
        fact = Handed(year, consequences.NOTE, consequences.EXEMPTED, said)
        return {f"case:{case.pk}:tolerance": fact}
    if case.stage != Stage.CLOSED:
        return {}
    mitigated = granted is not None and granted.state == ClaimState.MITIGATE
    rows = Measure.objects.filter(decision__case=case, revoked_at__isnull=True)
    return {
        f"case:{case.pk}:{row.pk}": Handed(
            row.decision.decided_on.year,
            consequences.consequence_of(
                row.form, mitigated=mitigated, points=settings.ACCOUNTABILITY_POINTS
            ),
            consequences.reason_of(row.form, row.document), said,
        )
        for row in rows.select_related("decision")
    }  # fmt: skip


def _said(claim: ToleranceClaim) -> Sentence:
    held = claim.tests.filter(holds=True).values_list("condition", flat=True)
    words = [CONDITIONS[Condition(each)] for each in held]
    return consequences.tolerance_of(str(claim.state), claim.document, words)


def _incentive_reason(incentive: Incentive, form: incentive_stages.Form) -> Sentence:
    words = incentive_stages.WORDS[form]
    number = incentive.document
    return Sentence(f"激励：{words.zh}（{number}）", f"Incentive: {words.en} ({number})")


def _take_back(prefix: str, wanted: dict[str, Handed], by: User, on: date) -> None:
    rows = Outcome.objects.filter(source__startswith=prefix, withdrawn_at__isnull=True)
    for source in rows.exclude(source__in=list(wanted)).values_list("source", flat=True):
        outcomes.withdraw(source=source, by=by, on=on)


def _hand_over(post, holder, source: str, fact: Handed, by: User, on: date) -> None:
    outcomes.hand_over(
        post=post, year=fact.year, kind=fact.what.kind, points=Decimal(fact.what.points),
        grade=fact.what.grade, reason=_cut(fact.reason), tolerance=_cut(fact.tolerance),
        holder=holder, source=source, by=by, on=on,
    )  # fmt: skip


def _cut(said: Sentence) -> Sentence:
    return Sentence(said.zh[:LENGTH], said.en[:LENGTH])
