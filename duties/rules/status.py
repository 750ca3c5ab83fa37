"""From verdict and calendar to status, light and warning, and to the next day worth a look."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from duties.rules.facts import Facts, StandingFacts
from duties.rules.kinds import Rule, StandingRule
from duties.rules.verdict import Outcome, Verdict

STAGES = (60, 30, 7, 0)
#: How long after the due date a record may still be handed in, as a late one.
GRACE_DAYS = 90
WARNING_DAYS = 30
DAY = timedelta(days=1)


class Status(StrEnum):
    OPEN = "open"
    PARTIAL = "partial"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    WAIVED = "waived"


class Light(StrEnum):
    GREY = "grey"
    AMBER = "amber"
    RED = "red"
    GREEN = "green"


PENDING = frozenset({Status.OPEN, Status.PARTIAL})
UNMET = PENDING | {Status.MISSED}
FULFILLED = frozenset({Status.MET, Status.MET_LATE})


def status_of(verdict: Verdict, *, due_on: date, on: date, waived: bool = False) -> Status:
    """The whole of the due date still belongs to the official. No basis is nothing left undone."""
    if waived:
        return Status.WAIVED
    match verdict.outcome:
        case Outcome.MET | Outcome.NO_BASIS:
            return Status.MET
        case Outcome.MET_LATE:
            return Status.MET_LATE
    if on > due_on:
        return Status.MISSED
    return Status.PARTIAL if verdict.outcome is Outcome.PARTIAL else Status.OPEN


def light_of(status: Status, *, due_on: date, on: date, warning_days: int = WARNING_DAYS) -> Light:
    """Green when done, red when missed, amber when the due date is near."""
    if status in FULFILLED:
        return Light.GREEN
    if status == Status.MISSED:
        return Light.RED
    near = due_on - on <= timedelta(days=warning_days)
    return Light.AMBER if status in PENDING and near else Light.GREY


def warning_stage(
    status: Status, *, due_on: date, on: date, stages: Iterable[int] = STAGES
) -> str | None:
    """The latest warning reached: ``d60``, ``d30``, ``d7``, ``due``, ``overdue``."""
    if status not in UNMET:
        return None
    if on > due_on:
        return "overdue"
    reached = [stage for stage in stages if due_on - on <= timedelta(days=stage)]
    if not reached:
        return None
    return f"d{min(reached)}" if min(reached) else "due"


def look_on(
    status: Status,
    facts: Facts,
    rule: Rule,
    *,
    due_on: date,
    on: date,
    stages: Iterable[int] = STAGES,
    warning_days: int = WARNING_DAYS,
) -> date | None:
    """The next day after ``on`` on which time alone can change status, light or warning."""
    days: set[date] = set()
    if status in PENDING:
        days |= {due_on - timedelta(days=n) for n in {*stages, warning_days, 0}} | {due_on + DAY}
        if on > due_on:  # a check was missed: look again as soon as possible
            days.add(on + DAY)
    if isinstance(rule, StandingRule) and isinstance(facts, StandingFacts):
        days |= _document_days(status, facts, rule, due_on)
    return min((day for day in days if day > on), default=None)


def _document_days(
    status: Status, facts: StandingFacts, rule: StandingRule, due_on: date
) -> set[date]:
    """Documents expire (until the due date settles it) and come into force (while one is owed)."""
    spans = [span for name in rule.documents for span in facts.intervals(name)]
    days: set[date] = set()
    if status in PENDING or status == Status.MET:
        days |= {span.ends_on + DAY for span in spans if span.ends_on and span.ends_on < due_on}
    if status in UNMET:
        days |= {span.starts_on for span in spans}
    return days
