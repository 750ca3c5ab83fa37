"""The sentences of a score: formulas with their numbers, in both languages."""

from collections.abc import Sequence
from decimal import Decimal

from duties.wording import Sentence, plain

NO_BASIS = Sentence(
    "尚无计分依据，不计分（不等于0分）。", "No basis yet: not scored (which is not 0)."
)


def formula_of_mean(weighed: Sequence[tuple[Decimal, Decimal]], points: Decimal) -> str:
    """``(2×100+60)÷3=86.67``; runs of equal terms are drawn together: ``(3×2×100+60)÷7``."""
    terms: list[tuple[Decimal, Decimal, int]] = []
    for weight, each in weighed:
        if terms and terms[-1][:2] == (weight, each):
            terms[-1] = (weight, each, terms[-1][2] + 1)
        else:
            terms.append((weight, each, 1))
    whole = sum((weight for weight, _ in weighed), Decimal(0))
    if len(terms) == 1 and terms[0][2] == 1:
        return f"{points}"
    sums = "+".join(_term(*term) for term in terms)
    return f"({sums})÷{plain(whole)}={points}"


def _term(weight: Decimal, points: Decimal, times: int) -> str:
    factors = [plain(each) for each in (Decimal(times), weight) if each != 1]
    return "×".join([*factors, plain(points)])


def moved_weight(missing: Sequence[tuple[Sentence, Decimal]]) -> Sentence:
    """What had no basis, and that its weight went to its siblings."""
    if not missing:
        return Sentence("", "")
    zh = "、".join(f"“{title.zh}”（权重{plain(weight)}）" for title, weight in missing)
    en = ", ".join(f'"{title.en}" (weight {plain(weight)})' for title, weight in missing)
    verb = "has" if len(missing) == 1 else "have"
    return Sentence(
        f"{zh}尚无计分依据，权重按比例分给其余指标。",
        f" {en} {verb} no basis yet; the weight goes to the others in proportion.",
    )
