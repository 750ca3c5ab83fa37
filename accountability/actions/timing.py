"""Time limits on the calendar in force: the pure rule with its figures and days off.

A year's days off are announced late in the year before: limits that reach into it are counted
again when they are known.
"""

from datetime import date

from django.conf import settings

from accountability import limits
from accountability.actions import matters
from accountability.models import Case, Service
from accountability.stages import Stage
from organizations.actions import journal
from organizations.models import CalendarDay

#: What the one concerned was told in writing: it may move in his favour, never against him.
TOLD = frozenset({Stage.HEARING, Stage.SERVED})


def limit_of(stage: Stage) -> limits.Limit | None:
    """The limit that runs at ``stage``, with the figure of this place if it set its own."""
    found = limits.LIMITS.get(stage)
    own = settings.ACCOUNTABILITY_LIMITS.get(str(stage))
    if found is None or found.fixed or own is None:
        return found
    return limits.Limit(own, found.span)


def due(stage: Stage, start: date) -> date | None:
    """The last day of the limit that begins at ``stage`` on ``start``; none where nothing runs."""
    limit = limit_of(stage)
    return limits.due(limit, start, CalendarDay.objects.calendar()) if limit else None


def recount(*, on: date) -> int:
    """Put limits that still run where the calendar says that they end; twice is once."""
    moved = 0
    for case in Case.objects.running().filter(due_on__gte=on).order_by("pk"):
        moved += _recount(case, on)
    return moved


@journal.atomic
def _recount(case: Case, on: date) -> bool:
    ends = due(Stage(case.stage), _begun(case))
    if ends == case.due_on or (case.stage in TOLD and ends < case.due_on):
        return False
    rows = Case.objects.filter(pk=case.pk, version=case.version)
    if not rows.update(due_on=ends, version=case.version + 1):
        return False
    matters.note("recount", case, None, before_due=case.due_on, after_due=ends, on=on)
    return True


def _begun(case: Case) -> date:
    """The day from which the limit runs: that of the service, or of the stage."""
    served = Service.objects.filter(decision__case=case).order_by("-decision__version")
    return served.first().served_on if case.stage == Stage.SERVED else case.stage_since
