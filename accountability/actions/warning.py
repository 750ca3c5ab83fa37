"""Time limits call themselves to mind: three days before, on the last day and after; once each."""

from datetime import date, timedelta

from accountability import limits, notices
from accountability.models import Case
from duties.actions import warnings


def warn(*, on: date) -> int:
    soon = on + timedelta(days=limits.WARNING_DAYS)
    wanted = []
    for case in Case.objects.running().filter(due_on__lte=soon):
        what = limits.warning(case.due_on, on)
        turn = f"{case.stage}:{case.due_on:%Y%m%d}"
        people = notices.members(case)
        wanted += [notices.about(case, what, each, on, turn=turn) for each in people]
    return warnings.add(wanted)
