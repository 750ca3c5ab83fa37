"""Time limits call themselves to mind: three days before, on the last day and after; once each.
So does a case that nobody can go on with.
"""

from datetime import date, timedelta

from accountability import limits, notices
from accountability.actions import hearing, parties
from accountability.models import Case, Role, Stage
from duties.actions import warnings

#: Where the limit is that of the one concerned: to state his view, to appeal.
HIS_OWN = (Stage.HEARING, Stage.SERVED)


def warn(*, on: date) -> int:
    soon = on + timedelta(days=limits.WARNING_DAYS)
    wanted = []
    for case in Case.objects.running().filter(due_on__lte=soon):
        what = limits.warning(case.due_on, on)
        turn = f"{case.stage}:{case.due_on:%Y%m%d}"
        people = notices.members(case, on)
        wanted += [notices.about(case, what, each, on, turn=turn) for each in people]
        if case.stage in HIS_OWN and what != "over":
            own = hearing.concerned(case, on)
            wanted += [notices.about(case, f"own_{what}", each, on, turn=turn) for each in own]
    for case in Case.objects.abandoned(on):
        free = parties.free(Role.HANDLER, case=case, on=on)
        wanted += [notices.abandoned(case, person.pk, on) for person in free]
    return warnings.add(wanted)
