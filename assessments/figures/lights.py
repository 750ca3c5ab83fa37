"""The light of an obligation as an SQL expression; agrees with ``duties.rules.light_of``."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Case, CharField, Count, F, IntegerField, Q, Sum, Value, When

from duties import rules
from duties.choices import Light, Status
from duties.models.obligation import UNMET, WARNING_DAYS

PENDING = [str(status) for status in rules.PENDING]
FULFILLED = [str(status) for status in rules.FULFILLED]
#: The most pressing first: what a cell shows where several lights meet.
PRESSING = (str(Light.RED), str(Light.AMBER), str(Light.GREY), str(Light.GREEN))


def light_on(on: date) -> Case:
    """Green when done, red when missed, amber when the due date is near."""
    return Case(
        When(status__in=FULFILLED, then=Value(str(Light.GREEN))),
        When(status=rules.Status.MISSED, then=Value(str(Light.RED))),
        When(status__in=PENDING, due_on__lte=_near(on), then=Value(str(Light.AMBER))),
        default=Value(str(Light.GREY)),
        output_field=CharField(),
    )


def counted(on: date) -> dict[str, Count]:
    """Aggregates over obligations: the figures of a cell, in its order."""
    return _figures(
        on, lambda statuses, due=None: Count("pk", filter=Q(status__in=statuses) & (due or Q()))
    )


def summed(on: date) -> dict[str, Sum]:
    """The same over summaries, which hold a column for each status."""

    def add(statuses, due=None):
        together = sum((F(status) for status in statuses), Value(0))
        if due is None:
            return Sum(together, default=0)
        return Sum(
            Case(When(due, then=together), default=0, output_field=IntegerField()), default=0
        )

    return _figures(on, add)


def _figures(on: date, number: Callable) -> dict:
    """``number(statuses, due)`` says how many have one of these statuses and such a due date."""
    past, near = Q(due_on__lt=on), Q(due_on__lte=_near(on))
    waived, missed = str(Status.WAIVED), str(Status.MISSED)
    return {
        "in_total": number([s for s in Status.values if s != waived]),
        "in_met": number(FULFILLED),
        "in_late": number([str(Status.MET_LATE)]),
        "in_overdue": number([str(status) for status in UNMET], past),
        "in_soon": number(PENDING, near & ~past),
        "in_red": number([missed]),
        "in_amber": number(PENDING, near),
        "in_grey": number(PENDING, ~near) + number([waived]),
        "in_green": number(FULFILLED),
    }


def _near(on: date) -> date:
    return on + timedelta(days=WARNING_DAYS)
