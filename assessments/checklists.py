"""What an inspector looks at on site, by the kind of the requirement; pure data.

Few questions and all about substance: whether the thing was done, not whether its papers are
complete. ``EVERY`` is asked of each record, the rest where the record serves such a duty.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from duties.wording import Sentence

ANSWERS = ("yes", "no", "na")


@dataclass(frozen=True)
class Question:
    key: str
    text: Sentence


def _ask(key: str, zh: str, en: str) -> Question:
    return Question(key, Sentence(zh, en))


EVERY = (
    _ask("happened", "事情确实发生，日期与所报一致", "It took place, on the day reported"),
    _ask("genuine", "佐证为当时形成的原始材料", "The evidence is original and of that time"),
)
BY_KIND = {
    "count": (
        _ask("in_person", "责任人本人主持或者参加", "The leader presided or took part himself"),
        _ask("on_subject", "议题与该项职责相符", "The matter dealt with is that of the duty"),
    ),
    "coverage": (
        _ask("heard", "听取了所列对象的汇报并作出研究", "The body named was heard and its report discussed"),
    ),
    "rate": (
        _ask("ledger", "分子、分母与原始台账一致", "Both figures agree with the original ledger"),
    ),
    "checklist": (
        _ask("steps", "各步骤均有材料，先后顺序合理", "Each step is proved and they follow in order"),
    ),
    "standing": (
        _ask("issued", "制度已正式印发，现行有效", "The document was issued and is in force"),
        _ask("applied", "制度在实际工作中得到执行", "It is applied in practice"),
    ),
    "statement": (
        _ask("results", "所述成效有事实支撑", "The results described are borne out by facts"),
    ),
    "register": (
        _ask("complete", "登记完整，没有应记未记", "The register is complete; nothing was left out"),
    ),
}  # fmt: skip


def questions(kinds: Iterable[str]) -> tuple[Question, ...]:
    """What to ask of a record that serves requirements of these kinds."""
    wanted = set(kinds)
    return EVERY + tuple(
        question for kind, asked in BY_KIND.items() if kind in wanted for question in asked
    )
