"""The procedure of incentives 激励 (Art. 26), as a table: who takes which step from where.

Proposed from good results, reviewed by the assessment office, decided by the Party committee,
handled by the organization department, published. Nobody takes two of the first three steps,
so no incentive comes from one hand; ``tests/accountability/test_incentives.py`` walks every path.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from duties.wording import Sentence


class Stage(StrEnum):
    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    HANDLED = "handled"
    PUBLISHED = "published"
    DECLINED = "declined"
    REVOKED = "revoked"


class Verb(StrEnum):
    REVIEW = "review"
    DECIDE = "decide"
    HANDLE = "handle"
    PUBLISH = "publish"
    DECLINE = "decline"
    REVOKE = "revoke"


class Form(StrEnum):
    """What an incentive consists in."""

    PRAISE = "praise"  # 通报表扬
    HONOUR = "honour"  # 推荐评先评优
    MERIT = "merit"  # 嘉奖、记功
    PREFERENCE = "preference"  # 同等条件下优先使用 (Art. 9)


#: What a form adds to the score of its year; the scheme caps all bonuses together.
POINTS = {
    Form.PRAISE: Decimal("0.5"), Form.HONOUR: Decimal("0.5"), Form.MERIT: Decimal(1),
    Form.PREFERENCE: Decimal(0),
}  # fmt: skip
WORDS = {
    Form.PRAISE: Sentence("通报表扬", "public praise"),
    Form.HONOUR: Sentence("推荐评先评优", "nominated for honours"),
    Form.MERIT: Sentence("嘉奖、记功", "citation for merit"),
    Form.PREFERENCE: Sentence("同等条件下优先使用", "preferred at equal merit"),
}
#: Who may propose; and where the office for each step stands.
PROPOSERS = frozenset({"assess", "oversee", "appoint"})


@dataclass(frozen=True)
class Step:
    sources: frozenset[Stage]
    target: Stage
    code: str


def _step(target: Stage, code: str, *sources: Stage) -> Step:
    return Step(frozenset(sources), target, code)


STEPS: dict[Verb, tuple[Step, ...]] = {
    Verb.REVIEW: (_step(Stage.REVIEWED, "assess", Stage.PROPOSED),),
    Verb.DECIDE: (_step(Stage.DECIDED, "oversee", Stage.REVIEWED),),
    Verb.HANDLE: (_step(Stage.HANDLED, "appoint", Stage.DECIDED),),
    Verb.PUBLISH: (_step(Stage.PUBLISHED, "appoint", Stage.HANDLED),),
    Verb.DECLINE: (
        _step(Stage.DECLINED, "assess", Stage.PROPOSED),
        _step(Stage.DECLINED, "oversee", Stage.REVIEWED),
    ),
    Verb.REVOKE: (_step(Stage.REVOKED, "oversee", Stage.DECIDED, Stage.HANDLED, Stage.PUBLISHED),),
}
#: The steps by which it goes on.
FORWARD = (Verb.REVIEW, Verb.DECIDE, Verb.HANDLE, Verb.PUBLISH)
#: What is known outside the offices.
OPEN = frozenset({Stage.PUBLISHED})
OVER = frozenset({Stage.PUBLISHED, Stage.DECLINED, Stage.REVOKED})


@dataclass(frozen=True)
class Facts:
    """Where it stands and through whose hands it went (keys of people; None: the system)."""

    stage: Stage
    concerned: int
    proposed_by: int | None = None
    reviewed_by: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who wants to act, with the codes he holds at the unit that manages the cadre."""

    key: int
    codes: frozenset[str]


def step_of(verb: Verb, facts: Facts, actor: Actor) -> Step | None:
    """The step, or None where this person may not take it here and now."""
    if actor.key == facts.concerned:
        return None
    before = {
        Verb.REVIEW: {facts.proposed_by}, Verb.DECIDE: {facts.proposed_by, facts.reviewed_by},
    }.get(verb, set())  # fmt: skip
    if actor.key in before:
        return None
    steps = (step for step in STEPS[verb] if facts.stage in step.sources)
    return next((step for step in steps if step.code in actor.codes), None)


def verbs_for(facts: Facts, actor: Actor) -> list[Verb]:
    """What this person may do now, in the order of the procedure."""
    return [verb for verb in Verb if step_of(verb, facts, actor)]
