"""The way of an assessment, as a table: who may move it from where to where (Art. 22).

draft 草案 → comment 征求意见 → submitted 报批 → published 已公布, which is frozen. Before it is
published it can go back to the draft; afterwards a change is a new version with a reason.
"""

from dataclasses import dataclass
from enum import StrEnum

from duties.wording import Sentence


class Stage(StrEnum):
    DRAFT = "draft"
    COMMENT = "comment"
    SUBMITTED = "submitted"
    PUBLISHED = "published"


class Step(StrEnum):
    OPEN = "open"
    SUBMIT = "submit"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Way:
    """``second``: by another person than the one who submitted, and whom it does not concern."""

    step: Step
    sources: tuple[Stage, ...]
    target: Stage
    second: bool = False


WAYS = {
    way.step: way
    for way in (
        Way(Step.OPEN, (Stage.DRAFT,), Stage.COMMENT),
        Way(Step.SUBMIT, (Stage.COMMENT,), Stage.SUBMITTED),
        Way(Step.PUBLISH, (Stage.SUBMITTED,), Stage.PUBLISHED, second=True),
        Way(Step.WITHDRAW, (Stage.COMMENT, Stage.SUBMITTED), Stage.DRAFT),
    )
}
#: Figures can still be worked out again; what was submitted is then out for comment as before.
OPEN = (Stage.DRAFT, Stage.COMMENT, Stage.SUBMITTED)
#: The official sees his own figures.
SHOWN = (Stage.COMMENT, Stage.SUBMITTED, Stage.PUBLISHED)


@dataclass(frozen=True)
class Standing:
    """What stands in the way or not: figures worked out, all of them still as things are now,
    the comment period over, nothing left to answer."""

    computed: bool = True
    stale: int = 0
    commenting: bool = False
    unanswered: int = 0
    same_person: bool = False
    concerned: bool = False


def obstacle(step: Step, stage: Stage, standing: Standing) -> Sentence | None:
    """Why it cannot be done now; None where it can."""
    way = WAYS[step]
    if stage not in way.sources:
        return Sentence("当前阶段不能这样办理。", "Not at this stage.")
    if step is Step.WITHDRAW:
        return None
    if not standing.computed:
        return Sentence(
            "得分还在计算，请稍候。", "The scores are still being worked out; please wait."
        )
    if standing.stale:
        return Sentence(
            f"有{standing.stale}个职务的计分依据在计算之后有变动，请先重新计算并核对。",
            f"What the scores of {standing.stale} posts rest on has changed since; work them out "
            "again and look at them first.",
        )
    return _of_step(step, standing)


def _of_step(step: Step, standing: Standing) -> Sentence | None:
    if step is Step.SUBMIT and standing.commenting:
        return Sentence("征求意见期限未到。", "The comment period is not over yet.")
    if step in (Step.SUBMIT, Step.PUBLISH) and standing.unanswered:
        return Sentence(
            f"还有{standing.unanswered}条异议没有答复。",
            f"{standing.unanswered} objections are not answered yet.",
        )
    if WAYS[step].second and standing.same_person:
        return Sentence(
            "报批人不能审批，须由另一人审批公布。",
            "Who submitted it may not approve it: another person must.",
        )
    if WAYS[step].second and standing.concerned:
        return Sentence(
            "本人是被考核人，应当回避，不能审批。", "Who is assessed himself may not approve it."
        )
    return None
