"""What would raise a score most: each thing still to be done, with the score that it gives.

By the same ``assess`` that gave the score itself, with one fact put in another's place.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.figures.live import Live
from assessments.models import Finding, FindingState
from assessments.scoring import PostFacts, assess
from duties.choices import Status
from duties.models import Obligation
from duties.periods import grace_until
from duties.rules import GRACE_DAYS
from organizations.models import Unit


@dataclass
class Step:
    """Something still to be done, and the score if this alone is done, or is left undone."""

    title: str
    url: str
    where: str
    result: Decimal
    gain: Decimal | None
    missed: Decimal
    late: bool
    until: date
    period: str = ""
    obligation: Obligation | None = None

    @property
    def raises(self) -> bool:
        """Doing it lifts the score, or gives one where there is none yet."""
        return self.result > 0 if self.gain is None else self.gain > 0

    @property
    def at_risk(self) -> Decimal:
        """Points that leaving it undone takes from the score as it stands."""
        stands = self.result if self.gain is None else self.result - self.gain
        return max(stands - self.missed, Decimal(0))


def steps_of(live: Live, rows: list[Obligation], unit: Unit, on: date) -> list[Step]:
    """What raises the score most first; among equals the nearest date."""
    steps = [*_duties(live, rows, on), *_findings(live, unit, on), *_report(live, on)]
    return sorted(steps, key=lambda step: (-(step.gain or 0), step.until, step.title))


def _total(live: Live, facts: PostFacts) -> Decimal:
    return assess(live.applied.scheme, facts).total or Decimal(0)


def _gain(live: Live, result: Decimal) -> Decimal | None:
    return None if live.tree.total is None else result - live.tree.total


def _duties(live: Live, rows: list[Obligation], on: date):
    by_key = {row.pk: row for row in rows}
    for place, fact in enumerate(live.facts.duties):
        row = by_key.get(fact.key)
        until = row and _until(row, on)
        if until is None:
            continue
        late = row.due_on < on
        status = Status.MET_LATE if late else Status.MET
        done = replace(fact, status=str(status), done=row.needed, basis=True)
        left = replace(fact, status=str(Status.MISSED), due=True)
        result, missed = (_total(live, _with(live.facts, place, each)) for each in (done, left))
        yield Step(
            title=row.requirement.statement, url=row.get_absolute_url(),
            where=row.requirement.clause.citation, period=row.period_label, obligation=row,
            result=result, gain=_gain(live, result), missed=missed, late=late, until=until,
        )  # fmt: skip


def _with(facts: PostFacts, place: int, fact) -> PostFacts:
    return facts.with_duties((*facts.duties[:place], fact, *facts.duties[place + 1 :]))


def _until(row: Obligation, on: date) -> date | None:
    """The last day on which doing it still counts for something, if there is one ahead."""
    if not row.is_unmet:
        return None
    last = row.due_on if row.due_on >= on else grace_until(row.period, GRACE_DAYS)
    return last if last >= on else None


def _findings(live: Live, unit: Unit, on: date):
    """Findings that can still be put right in time, whereby half comes back."""
    waiting = Finding.objects.filter(
        pk__in=[each.key for each in live.facts.inspections.findings],
        state__in=[FindingState.OPEN, FindingState.RETURNED], due_on__gte=on, unit=unit,
    )  # fmt: skip
    for row in waiting:
        findings = tuple(
            replace(each, in_time=True) if each.key == str(row.pk) else each
            for each in live.facts.inspections.findings
        )
        inspections = replace(live.facts.inspections, findings=findings)
        result = _total(live, replace(live.facts, inspections=inspections))
        yield Step(
            title=_("整改：%(text)s") % {"text": row.text}, url=row.get_absolute_url(),
            where=_("督查问题"), result=result, gain=_gain(live, result),
            missed=live.tree.total or Decimal(0), late=False, until=row.due_on,
        )  # fmt: skip


def _report(live: Live, on: date):
    """Handing in the year-end report by its day; after it, too, late is more than never."""
    fact = live.facts.report
    if fact is None or fact.submitted_on is not None:
        return
    done = replace(fact, due=True, submitted_on=on if fact.due else fact.due_on)
    left = replace(fact, due=True)
    result, missed = (_total(live, replace(live.facts, report=each)) for each in (done, left))
    post, year = live.facts.post, live.facts.year
    yield Step(
        title=_("提交%(year)s年度年终述法报告") % {"year": year},
        url=reverse("assessments:report", args=[post, year]), where=_("年终述法"),
        result=result, gain=_gain(live, result), missed=missed, late=fact.due, until=fact.due_on,
    )  # fmt: skip
