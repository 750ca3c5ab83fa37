"""The periods for which duties are owed: years, half-years and quarters of the calendar."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum

from duties.wording import Sentence


class PeriodError(ValueError):
    """A period that the calendar does not have."""


class Cadence(StrEnum):
    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"

    @property
    def per_year(self) -> int:
        return {"year": 1, "half_year": 2, "quarter": 4}[self.value]

    @property
    def months(self) -> int:
        return 12 // self.per_year


LETTERS = {Cadence.HALF_YEAR: "H", Cadence.QUARTER: "Q"}
KEY = re.compile(r"([0-9]{4})(?:([HQ])([1-4]))?")
HALVES = (Sentence("上半年", "first half"), Sentence("下半年", "second half"))
QUARTERS = (
    Sentence("第一季度", "first quarter"),
    Sentence("第二季度", "second quarter"),
    Sentence("第三季度", "third quarter"),
    Sentence("第四季度", "fourth quarter"),
)


@dataclass(frozen=True, order=True)
class Period:
    """The ``number``-th half-year or quarter of a year, or (number 1) the year itself."""

    cadence: Cadence
    year: int
    number: int = 1

    def __post_init__(self):
        object.__setattr__(self, "cadence", Cadence(self.cadence))
        if not MINYEAR <= self.year <= MAXYEAR or not 1 <= self.number <= self.cadence.per_year:
            raise PeriodError(f"no such period: {self.cadence} {self.number} of {self.year}")

    @classmethod
    def of(cls, cadence: Cadence, day: date) -> "Period":
        """The period of that cadence which the day falls in."""
        return cls(cadence, day.year, (day.month - 1) // Cadence(cadence).months + 1)

    @classmethod
    def parse(cls, key: str) -> "Period":
        """``2026``, ``2026H1``, ``2026Q3``: the reverse of ``key``."""
        found = KEY.fullmatch(key)
        if not found:
            raise PeriodError(f"not the key of a period: {key!r}")
        year, letter, number = found.groups()
        cadence = {None: Cadence.YEAR, "H": Cadence.HALF_YEAR, "Q": Cadence.QUARTER}[letter]
        return cls(cadence, int(year), int(number or 1))

    @property
    def key(self) -> str:
        year = f"{self.year:04d}"
        letter = LETTERS.get(self.cadence)
        return f"{year}{letter}{self.number}" if letter else year

    @property
    def starts_on(self) -> date:
        return date(self.year, (self.number - 1) * self.cadence.months + 1, 1)

    @property
    def ends_on(self) -> date:
        """The last day: no duty period ends in February, so leap years make no difference."""
        month = self.number * self.cadence.months
        return date(self.year, month, 31 if month in (3, 12) else 30)

    @property
    def due_on(self) -> date:
        """The last day on which the duty can be done in time."""
        return self.ends_on

    @property
    def label(self) -> Sentence:
        if self.cadence is Cadence.YEAR:
            return Sentence(f"{self.year}年", f"{self.year}")
        part = (HALVES if self.cadence is Cadence.HALF_YEAR else QUARTERS)[self.number - 1]
        return Sentence(f"{self.year}年{part.zh}", f"{part.en} of {self.year}")

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def __str__(self) -> str:
        return self.key


def periods_of(cadence: Cadence, year: int) -> tuple[Period, ...]:
    """All periods of that cadence in the year, in order."""
    cadence = Cadence(cadence)
    return tuple(Period(cadence, year, number) for number in range(1, cadence.per_year + 1))


def grace_until(period: Period, days: int) -> date:
    """The last day of a grace of so many days after the due date (0: the due date itself)."""
    if days < 0:
        raise PeriodError(f"a grace of {days} days would end before the due date")
    return period.due_on + timedelta(days=days)
