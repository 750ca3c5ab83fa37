"""Working days of the People's Republic, and time limits counted by them.

Where a day's answer comes from, in this order: what an administrator entered (the State
Council's notice of the year, or a single day), the notice as ``chinesecalendar`` knows it, and,
for a year not yet announced, the statutory holidays alone. The last is *provisional*: weeks
shifted by make-up days are not known before the notice, so a limit told from it may still move.

A limit in days or working days does not count the day on which it begins (Civil Code Art. 201);
one in months ends on the corresponding day of the last month or, failing that, on the month's
last day (Art. 202); whose last day is a holiday or day of rest ends with the next working day
(Art. 203).
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import chinese_calendar
import holidays

_ONE = timedelta(days=1)
_NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节", "Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}  # fmt: skip


class Source(StrEnum):
    """Who says so."""

    OVERRIDE = "override"
    ANNOUNCED = "announced"
    PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Override:
    is_workday: bool
    reason: str = ""


@dataclass(frozen=True)
class Calendar:
    """What was entered by hand: single days, and the years whose whole notice was entered."""

    overrides: Mapping[date, Override] = field(default_factory=dict)
    noticed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Answer:
    """Is it a working day, who says so, and by which holiday's name (Chinese, may be empty)."""

    is_workday: bool
    source: Source
    name: str = ""


#: Nothing entered by hand.
PLAIN = Calendar()


def answer(day: date, calendar: Calendar) -> Answer:
    """What is known of ``day``."""
    if day in calendar.overrides:
        told = calendar.overrides[day]
        return Answer(told.is_workday, Source.OVERRIDE, told.reason)
    weekday = day.weekday() < 5
    if day.year in calendar.noticed:
        return Answer(weekday, Source.ANNOUNCED)
    try:
        rests, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        name = _statutory(day.year).get(day, "")
        return Answer(weekday and not name, Source.PROVISIONAL, name)
    return Answer(not rests, Source.ANNOUNCED, _NAMES.get(name, name or ""))


def is_workday(day: date, calendar: Calendar) -> bool:
    return answer(day, calendar).is_workday


def provisional(day: date, calendar: Calendar) -> bool:
    """Has the notice of the day's year not come yet?"""
    return answer(day, calendar).source == Source.PROVISIONAL


def add(day: date, n: int, calendar: Calendar) -> date:
    """The ``n``-th working day after ``day``, which itself does not count (Art. 201)."""
    if n < 0:
        raise ValueError("a limit does not run backwards")
    while n:
        day += _ONE
        n -= is_workday(day, calendar)
    return day


def rolled(day: date, calendar: Calendar) -> date:
    """``day`` or, where it is one of rest, the next working day (Art. 203)."""
    while not is_workday(day, calendar):
        day += _ONE
    return day


def days_after(day: date, n: int, calendar: Calendar) -> date:
    """The last day of a limit of ``n`` calendar days from ``day`` (Art. 201, 203)."""
    return rolled(day + timedelta(days=n), calendar)


def months_after(day: date, n: int, calendar: Calendar) -> date:
    """The last day of a limit of ``n`` months from ``day`` (Art. 202, 203).

    From 31 January one month ends on 28 (or 29) February, and from there rolls forward.
    """
    year, before = divmod(day.year * 12 + day.month - 1 + n, 12)
    last = monthrange(year, before + 1)[1]
    return rolled(date(year, before + 1, min(day.day, last)), calendar)


def between(day: date, end: date, calendar: Calendar) -> int:
    """How many working days are left from ``day`` (not counted) to ``end`` (counted)."""
    days = range(1, (end - day).days + 1)
    return sum(is_workday(day + timedelta(days=n), calendar) for n in days)


@lru_cache(maxsize=16)
def _statutory(year: int) -> dict[date, str]:
    return dict(holidays.China(years=year, language="zh_CN"))
