"""What a measure and a tolerated error mean for the score of the year (DOMAIN §3), as a table.

Practice differs by place and year: the indicators' own scheme caps and weighs what is handed
down; here stands only what each form says by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from accountability.measures import Form
from duties.wording import Sentence

#: The best grade that an organizational or disciplinary measure leaves.
CAPPED, CAPPED_IF_MITIGATED = "pass", "good"
HALF = Decimal("0.5")


@dataclass(frozen=True)
class Consequence:
    """``grade`` caps where it is not empty."""

    kind: str
    points: Decimal = Decimal(0)
    grade: str = ""


WORDS = {
    Form.CIRCULAR: Sentence("通报", "circular of criticism"),
    Form.ADMONITION: Sentence("诫勉", "admonition"),
    Form.ADJUSTMENT: Sentence("组织调整或者组织处理", "organizational measure"),
    Form.DISCIPLINE: Sentence("纪律处分", "disciplinary measure"),
}
CONSEQUENCES = {
    Form.CIRCULAR: Consequence("deduction", Decimal(1)),
    Form.ADMONITION: Consequence("deduction", Decimal(2)),
    Form.ADJUSTMENT: Consequence("veto", grade=CAPPED),
    Form.DISCIPLINE: Consequence("veto", grade=CAPPED),
}
#: Nothing set otherwise.
DEFAULTS: Mapping[str, Decimal] = {}
#: A note: it changes no figure, it only explains.
NOTE = Consequence("deduction")


def consequence_of(
    form: str, *, mitigated: bool, points: Mapping[str, Decimal] = DEFAULTS
) -> Consequence:
    """A granted claim that mitigates halves the points and lifts the cap by one grade; ``points``
    are those that this place sets otherwise."""
    plain = CONSEQUENCES[Form(form)]
    if plain.points:
        plain = replace(plain, points=points.get(form, plain.points))
    if not mitigated:
        return plain
    return Consequence(plain.kind, plain.points * HALF, CAPPED_IF_MITIGATED if plain.grade else "")


def reason_of(form: str, document: str) -> Sentence:
    """Only what was done and by which paper: what the case was about stays in the case."""
    words = WORDS[Form(form)]
    return Sentence(
        f"问责处理：{words.zh}（{document}）", f"Accountability: {words.en} ({document})"
    )


EXEMPTED = Sentence("问责事项经审核予以容错免责", "A matter of accountability was tolerated")


def tolerance_of(effect: str, document: str, held: Sequence[Sentence]) -> Sentence:
    """The claim's result with the conditions that held."""
    number_zh, number_en = (f"（{document}）", f" ({document})") if document else ("", "")
    said_zh, said_en = {
        "exempt": ("容错：予以免责", "Tolerance: exempted"),
        "mitigate": ("容错：从轻减轻", "Tolerance: mitigated"),
    }[effect]
    if not held:
        return Sentence(f"{said_zh}{number_zh}。", f"{said_en}{number_en}.")
    zh = "、".join(each.zh for each in held)
    en = ", ".join(each.en for each in held)
    return Sentence(f"{said_zh}{number_zh}，{zh}。", f"{said_en}{number_en}: {en}.")
