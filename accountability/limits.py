"""Time limits of the procedure: so many working days, or months by the calendar.

Practice differs, so every figure is a default that the
setting ``ACCOUNTABILITY_LIMITS`` may replace, save those that the rules themselves name.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accountability.stages import Stage
from organizations import workdays

#: Days before the end from which handlers are warned.
WARNING_DAYS = 3


class Span(StrEnum):
    WORKDAYS = "workdays"
    MONTHS = "months"


@dataclass(frozen=True)
class Limit:
    amount: int
    span: Span
    fixed: bool = False


#: What runs while a case stands at a stage.
LIMITS = {
    Stage.CHECKING: Limit(30, Span.WORKDAYS),
    Stage.HEARING: Limit(10, Span.WORKDAYS),
    Stage.HEARD: Limit(20, Span.WORKDAYS),
    Stage.DECIDED: Limit(5, Span.WORKDAYS),
    Stage.HANDED: Limit(20, Span.WORKDAYS),
    Stage.MEASURED: Limit(5, Span.WORKDAYS),
    Stage.SERVED: Limit(1, Span.MONTHS, fixed=True),
    Stage.APPEALED: Limit(1, Span.MONTHS, fixed=True),
    Stage.ANSWERED: Limit(5, Span.WORKDAYS),
}


def due(limit: Limit, start: date, days: workdays.Calendar) -> date:
    """The last day of ``limit``; the day on which it begins does not count."""
    count = workdays.add if limit.span == Span.WORKDAYS else workdays.months_after
    return count(start, limit.amount, days)


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is too short: how long a
    measure has effect, which does not wait for working days."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def left(due_on: date, on: date) -> int:
    """Days left, negative once it is over; ``0`` is the last day."""
    return (due_on - on).days


def warning(due_on: date, on: date) -> str:
    """``soon``, ``due`` or ``over``; empty while there is time."""
    days = left(due_on, on)
    if days < 0:
        return "over"
    return "due" if days == 0 else "soon" if days <= WARNING_DAYS else ""
