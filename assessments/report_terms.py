"""When a year-end report may be handed in, when it is due, and when to call it to mind. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Days before the due date on which a report that is still missing is called to mind.
WEEKS = (("d30", 30), ("d7", 7), ("due", 0))


@dataclass(frozen=True)
class Term:
    """From when, until when. ``path`` is that of the unit below which it holds."""

    opens_on: date
    due_on: date
    path: str = ""


def usual(year: int) -> Term:
    """Once the year is over, until the end of January."""
    return Term(date(year + 1, 1, 1), date(year + 1, 1, 31))


def term_of(path: str, terms: Iterable[Term], year: int) -> Term:
    """The term set nearest above ``path`` (or on it); the usual one where none was set."""
    above = [term for term in terms if path.startswith(term.path)]
    return max(above, key=lambda term: len(term.path), default=usual(year))


def stage(due_on: date, *, on: date) -> str | None:
    """Which reminder a missing report calls for on a day; only the latest is told."""
    left = (due_on - on).days
    if left < 0:
        return "overdue"
    told = [name for name, days in WEEKS if left <= days]
    return told[-1] if told else None


def in_time(submitted_on: date | None, due_on: date, *, on: date) -> bool | None:
    """Was it handed in by the due date? None while that is still open."""
    if submitted_on is not None:
        return submitted_on <= due_on
    return None if on <= due_on else False
