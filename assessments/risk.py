"""How much a record deserves a second look: its weight in the draw of an inspection.

Every weight stands in one table, is shown beside the draw and can be set aside (all equal). It says
where looking pays, not that anything is wrong: a record of weight 1 can be drawn as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from duties.wording import Sentence, counted

BASE = 1
LATE_AFTER_DAYS = 30
LAST_DAYS = 3
HIGH_SCORE = 90_00  # hundredths of a point
THIN_EVIDENCE = 1  # files


@dataclass(frozen=True)
class Weight:
    points: int
    label: Sentence


LATE, RETURNED, ALIKE, LAST_MINUTE, THIN = "late", "returned", "alike", "last_minute", "thin"

#: What is added to the base, by sign of risk; shown on the page as it stands here.
WEIGHTS = {
    LATE: Weight(2, Sentence(
        f"补录（发生{LATE_AFTER_DAYS}天以后才录入）",
        f"late entry (logged more than {LATE_AFTER_DAYS} days after it was held)",
    )),
    RETURNED: Weight(2, Sentence("曾被退回", "returned before")),
    ALIKE: Weight(3, Sentence(
        "佐证材料与其他记录雷同", "evidence like that of another record"
    )),
    LAST_MINUTE: Weight(1, Sentence(
        f"突击录入（期限前{LAST_DAYS}天以内或逾期录入）",
        f"last-minute (logged {LAST_DAYS} days or less before the due day, or after it)",
    )),
    THIN: Weight(1, Sentence(
        f"高分而佐证单薄（得分{HIGH_SCORE // 100}以上，佐证不超过{THIN_EVIDENCE}份）",
        f"high score with thin evidence ({HIGH_SCORE // 100} points or more, "
        f"{THIN_EVIDENCE} file at most)",
    )),
}  # fmt: skip


@dataclass(frozen=True)
class RecordFacts:
    """``due_on``: the latest due day it serves. ``post_points``: the post's score in hundredths."""

    held_on: date
    logged_on: date
    due_on: date | None = None
    times_returned: int = 0
    alike: bool = False
    files: int = 0
    post_points: int | None = None


@dataclass(frozen=True)
class Risk:
    weight: int
    reasons: tuple[Sentence, ...]


def judge(facts: RecordFacts) -> Risk:
    """The base and what each sign adds, each with its figures in words."""
    found = list(_signs(facts))
    weight = BASE + sum(WEIGHTS[sign].points for sign, _ in found)
    reasons = tuple(
        Sentence(f"{why.zh}（+{WEIGHTS[sign].points}）", f"{why.en} (+{WEIGHTS[sign].points})")
        for sign, why in found
    )
    return Risk(weight, reasons)


def _signs(facts: RecordFacts) -> Iterator[tuple[str, Sentence]]:
    days = (facts.logged_on - facts.held_on).days
    if days > LATE_AFTER_DAYS:
        yield LATE, Sentence(f"发生{days}天后才录入", f"logged {days} days after it was held")
    if facts.times_returned:
        times = counted(facts.times_returned, "time")
        yield RETURNED, Sentence(f"曾被退回{facts.times_returned}次", f"returned {times}")
    if facts.alike:
        yield ALIKE, WEIGHTS[ALIKE].label
    if facts.due_on and (facts.due_on - facts.logged_on).days <= LAST_DAYS:
        yield LAST_MINUTE, _last_minute((facts.due_on - facts.logged_on).days)
    points = facts.post_points
    if points is not None and points >= HIGH_SCORE and facts.files <= THIN_EVIDENCE:
        score, files = f"{points // 100}.{points % 100:02}", counted(facts.files, "file")
        yield (
            THIN,
            Sentence(
                f"得分{score}，佐证仅{facts.files}份", f"{score} points on {files} of evidence"
            ),
        )


def _last_minute(days_left: int) -> Sentence:
    if days_left < 0:
        late = counted(-days_left, "day")
        return Sentence(f"期限过后{-days_left}天录入", f"logged {late} after the due day")
    if not days_left:
        return Sentence("期限当天录入", "logged on the due day")
    early = counted(days_left, "day")
    return Sentence(f"期限前{days_left}天录入", f"logged {early} before the due day")
