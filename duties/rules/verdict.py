"""What a rule says about an obligation on a day."""

from dataclasses import dataclass
from enum import StrEnum

from duties.wording import Sentence


class Outcome(StrEnum):
    NONE = "none"
    PARTIAL = "partial"
    MET = "met"
    MET_LATE = "met_late"
    NO_BASIS = "no_basis"


@dataclass(frozen=True)
class Verdict:
    """``done`` never exceeds ``needed``; without a basis both are 0. The page, the score line and
    the report all print ``reason``."""

    outcome: Outcome
    done: int
    needed: int
    missing: tuple[str, ...]
    reason: Sentence


def outcome_of(*, begun: bool, on_time: bool, total: bool) -> Outcome:
    """The general pattern: met by what was done in time, met late only by everything together."""
    if on_time:
        return Outcome.MET
    if total:
        return Outcome.MET_LATE
    return Outcome.PARTIAL if begun else Outcome.NONE


LATE = Sentence("属逾期完成", "fulfilled late")
