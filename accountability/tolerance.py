"""Tolerance 容错免责 (Art. 25): conditions that are tested one by one, and what may follow.

Two further circumstances weigh in but decide nothing by themselves: that the matter was put
right in time, and that it was a first attempt.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from duties.wording import Sentence, en_list, zh_list


class Condition(StrEnum):
    DIRECTION = "direction"
    NO_BAN = "no_ban"
    PROCEDURE = "procedure"
    NO_GAIN = "no_gain"
    MADE_GOOD = "made_good"
    NOT_GRAVE = "not_grave"
    CORRECTED = "corrected"
    FIRST = "first"


CONDITIONS = {
    Condition.DIRECTION: Sentence("符合改革方向", "in line with the direction of reform"),
    Condition.NO_BAN: Sentence("没有明令禁止", "not explicitly prohibited"),
    Condition.PROCEDURE: Sentence("决策程序合规", "procedure of decision kept"),
    Condition.NO_GAIN: Sentence("没有谋取私利", "no private gain"),
    Condition.MADE_GOOD: Sentence("及时挽回损失", "loss made good in time"),
    Condition.NOT_GRAVE: Sentence(
        "非屡犯且没有造成严重后果", "neither repeated nor of grave consequence"
    ),
    Condition.CORRECTED: Sentence("主动及时纠正", "corrected in time of one's own accord"),
    Condition.FIRST: Sentence("先行先试、属于首次", "a first attempt"),
}
#: What only weighs in.
CIRCUMSTANCES = frozenset({Condition.CORRECTED, Condition.FIRST})
REQUIRED = tuple(each for each in Condition if each not in CIRCUMSTANCES)
#: Without these, nothing is mitigated either.
ESSENTIAL = frozenset({Condition.NO_BAN, Condition.NO_GAIN})


class Effect(StrEnum):
    EXEMPT = "exempt"
    MITIGATE = "mitigate"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Tested:
    condition: Condition
    holds: bool
    reason: str


@dataclass(frozen=True)
class Finding:
    """What the test leaves open to the committee, and why."""

    effects: tuple[Effect, ...]
    failing: tuple[Condition, ...]
    sentence: Sentence


def finding(tested: Iterable[Tested]) -> Finding:
    """Exempt where every required condition holds, mitigate where the essential ones do."""
    rows = {each.condition: each for each in tested}
    untested = [each for each in Condition if each not in rows or not rows[each].reason.strip()]
    if untested:
        return Finding((), tuple(untested), _untested(untested))
    failing = tuple(each for each in REQUIRED if not rows[each].holds)
    if not failing:
        said = Sentence("各项条件均具备，可以免责。", "All conditions hold; exemption is possible.")
        return Finding((Effect.EXEMPT, Effect.MITIGATE, Effect.REFUSE), (), said)
    if not ESSENTIAL & set(failing):
        return Finding((Effect.MITIGATE, Effect.REFUSE), failing, _failing(failing, "可以从轻", "mitigation is possible"))  # fmt: skip
    return Finding((Effect.REFUSE,), failing, _failing(failing, "不予容错", "tolerance is refused"))


def _failing(failing: Iterable[Condition], zh: str, en: str) -> Sentence:
    return Sentence(
        f"不具备的条件：{zh_list(CONDITIONS[each].zh for each in failing)}；{zh}。",
        f"Conditions that do not hold: {en_list(CONDITIONS[each].en for each in failing)}; {en}.",
    )


def _untested(rows: Iterable[Condition]) -> Sentence:
    return Sentence(
        f"尚未逐项审核：{zh_list(CONDITIONS[each].zh for each in rows)}。",
        f"Not yet tested: {en_list(CONDITIONS[each].en for each in rows)}.",
    )
