"""What waits for a person today, whichever app knows of it; the home page lists it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Turn:
    """``what`` is to be done, ``about`` what, at ``url``; by ``due_on``, if there is a day."""

    what: str
    about: str
    url: str
    due_on: date | None = None
    late: bool = False


def in_order(turns: Iterable[Turn]) -> list[Turn]:
    """The overdue first, then by date; what has no day comes last, in the order told."""
    return sorted(turns, key=lambda turn: (not turn.late, turn.due_on or date.max))
