"""Who answers for a duty when the post changes hands: the one in office on the due date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Tenure:
    """Somebody's time on a post, both days included; ``ends_on=None`` still runs."""

    holder: Any
    starts_on: date
    ends_on: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, starts_on: date, ends_on: date) -> bool:
        """Has it a day in common with the span, both days included?"""
        return self.starts_on <= ends_on and (self.ends_on is None or self.ends_on >= starts_on)


def in_office(tenures: Iterable[Tenure], day: date) -> Tenure | None:
    return next((tenure for tenure in tenures if day in tenure), None)


def tenures_within(tenures: Iterable[Tenure], starts_on: date, due_on: date) -> tuple[Tenure, ...]:
    """Those with a day in the period, the earliest first."""
    within = (tenure for tenure in tenures if tenure.overlaps(starts_on, due_on))
    return tuple(sorted(within, key=lambda tenure: tenure.starts_on))


def answers_for(tenures: Iterable[Tenure], starts_on: date, due_on: date) -> Tenure | None:
    """Who answers for a duty of the period ``starts_on``–``due_on``, once it is due.

    Whoever is in office on the due date, however short his time: the whole of that day is his,
    be it his first or his last. Is the post vacant that day, the last one who left it within
    the period. Nobody (None) if nobody held it in the period: 职务空缺，由上级指定.
    """
    within = tenures_within(tenures, starts_on, due_on)
    return in_office(within, due_on) or (within[-1] if within else None)


def responsible_on(
    tenures: Iterable[Tenure], starts_on: date, due_on: date, *, on: date
) -> Tenure | None:
    """Before the due date the present incumbent; from the due date on, who answers for it."""
    tenures = tuple(tenures)
    if on < due_on:
        return in_office(tenures, on)
    return answers_for(tenures, starts_on, due_on)
