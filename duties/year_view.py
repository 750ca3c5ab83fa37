"""The due dates of a year by month and day, for the home page's strip and the calendar."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from duties.choices import Light, Status
from duties.models import Obligation
from organizations.models import Post

#: The most pressing first.
PRESSING = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)
_WEEKS = calendar.Calendar(firstweekday=calendar.MONDAY)


@dataclass
class Due:
    """Obligations due together, with the lights they show on a day."""

    rows: list[Obligation]
    on: date

    @cached_property
    def lights(self) -> Counter:
        return Counter(row.light_on(self.on) for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def light(self) -> Light | None:
        """The worst light; None where nothing is due."""
        return next((light for light in PRESSING if self.lights[light]), None)

    @property
    def counts(self) -> list[dict]:
        """How many of each light, the worst first."""
        return [
            {"value": str(light), "text": f"{light.label} {self.lights[light]}"}
            for light in PRESSING
            if self.lights[light]
        ]

    @property
    def pressing_first(self) -> list[Obligation]:
        return sorted(self.rows, key=lambda row: PRESSING.index(row.light_on(self.on)))


@dataclass
class Day(Due):
    """A due date."""

    day: date


@dataclass
class Month(Due):
    first: date

    @property
    def anchor(self) -> str:
        return f"m{self.first.month:02d}"

    @property
    def is_now(self) -> bool:
        return (self.first.year, self.first.month) == (self.on.year, self.on.month)

    @cached_property
    def days(self) -> list[Day]:
        """The due dates of the month."""
        rows = sorted(self.rows, key=lambda row: row.due_on)
        by_day = groupby(rows, key=lambda row: row.due_on)
        return [Day(list(each), self.on, day) for day, each in by_day]

    @property
    def weeks(self) -> list[list[tuple[date | None, Day | None]]]:
        """The month as a leaf of a calendar, Monday first: each day with what is due on it."""
        due = {each.day: each for each in self.days}
        return [
            [(day, due.get(day)) if day.month == self.first.month else (None, None) for day in week]
            for week in _WEEKS.monthdatescalendar(self.first.year, self.first.month)
        ]


def months_of(rows: Iterable[Obligation], year: int, on: date) -> list[Month]:
    """The twelve months of ``year``, each with the rows due in it; what is waived is not."""
    by_month: dict[int, list[Obligation]] = {number: [] for number in range(1, 13)}
    for row in rows:
        if row.due_on.year == year and row.status != Status.WAIVED:
            by_month[row.due_on.month].append(row)
    return [Month(each, on, date(year, number, 1)) for number, each in by_month.items()]


def years_of(posts: Iterable[Post]) -> list[int]:
    """The years for which one of the posts owes something, the latest first."""
    owed = Obligation.objects.filter(post__in=posts).order_by()
    return sorted(owed.values_list("year", flat=True).distinct(), reverse=True)
