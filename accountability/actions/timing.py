"""Time limits on the calendar in force: the pure rule with its figures and days off."""

from datetime import date

from django.conf import settings

from accountability import limits
from accountability.stages import Stage
from organizations.models import CalendarDay


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
