"""The light of an obligation as an SQL expression; agrees with ``duties.rules.light_of``."""

from datetime import date, timedelta

from django.db.models import Case, CharField, Count, Q, Value, When

from duties import rules
from duties.choices import Light
from duties.models.obligation import UNMET, WARNING_DAYS

PENDING = [str(status) for status in rules.PENDING]
FULFILLED = [str(status) for status in rules.FULFILLED]
#: The most pressing first: what a cell shows where several lights meet.
PRESSING = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)


def light_on(on: date) -> Case:
    """Green when done, red when missed, amber when the due date is near."""
    near = on + timedelta(days=WARNING_DAYS)
    return Case(
        When(status__in=FULFILLED, then=Value(str(Light.GREEN))),
        When(status=rules.Status.MISSED, then=Value(str(Light.RED))),
        When(status__in=PENDING, due_on__lte=near, then=Value(str(Light.AMBER))),
        default=Value(str(Light.GREY)),
        output_field=CharField(),
    )


def counts(on: date) -> dict[str, Count]:
    """Aggregates that every table and headline of the dashboard is made of."""
    amber = Q(light=str(Light.AMBER)) & ~Q(due_on__lt=on)
    return {
        "total": Count("pk", filter=~Q(status=rules.Status.WAIVED)),
        "met": Count("pk", filter=Q(status__in=FULFILLED)),
        "late": Count("pk", filter=Q(status=rules.Status.MET_LATE)),
        "overdue": Count("pk", filter=Q(status__in=UNMET, due_on__lt=on)),
        "amber": Count("pk", filter=amber),
    }
