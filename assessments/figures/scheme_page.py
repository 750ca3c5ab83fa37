"""A scheme as its page shows it: the tree flat with its depth, the settings in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from assessments.models import PostScore, SchemeEffect
from assessments.schemes import (
    GRADES,
    SOURCES,
    Band,
    Grade,
    Indicator,
    Scheme,
    grade_label,
)
from duties.wording import Sentence, plain


@dataclass(frozen=True)
class SchemeRow:
    """``whole``: how much of the 100 points it is, through all levels."""

    indicator: Indicator
    depth: int
    whole: Decimal | None

    @property
    def title(self) -> str:
        return said(self.indicator.title)

    @property
    def source(self) -> str:
        return said(SOURCES[self.indicator.source])

    @property
    def weight(self) -> str:
        return "" if self.indicator.weight is None else plain(self.indicator.weight)

    @property
    def worth(self) -> str:
        return "" if self.whole is None else plain(self.whole)

    @property
    def settings(self) -> str:
        return said(_joined(list(_settings(self.indicator))))


def said(sentence: Sentence) -> str:
    return sentence.in_language(get_language())


def rows_of(scheme: Scheme) -> list[SchemeRow]:
    return [row for each in scheme.indicators for row in _rows(each, 0, Decimal(100))]


def _rows(indicator: Indicator, depth: int, outer: Decimal) -> Iterator[SchemeRow]:
    weight = indicator.weight
    whole = None if weight is None else (outer * weight / 100).quantize(Decimal("0.01"))
    yield SchemeRow(indicator, depth, whole)
    for child in indicator.children:
        yield from _rows(child, depth + 1, whole or Decimal(0))


def _settings(indicator: Indicator) -> Iterator[Sentence]:
    params = indicator.params
    if params.articles:
        zh = "、".join(map(str, params.articles))
        yield Sentence(f"第{zh}条", f"Art. {', '.join(map(str, params.articles))}")
    if params.clauses:
        yield Sentence(f"条款{'、'.join(params.clauses)}", f"clauses {', '.join(params.clauses)}")
    if params.quantified is not None:
        yield (
            Sentence("仅量化事项", "quantified only")
            if params.quantified
            else Sentence("仅非量化事项", "unquantified only")
        )
    if params.cap is not None:
        yield Sentence(f"上限{plain(params.cap)}分", f"{plain(params.cap)} at most")
    if params.grade:
        label = grade_label(params.grade)
        yield Sentence(f"等次不高于{label.zh}", f"{label.en} at best")


def _joined(parts: list[Sentence]) -> Sentence:
    return Sentence("；".join(each.zh for each in parts), "; ".join(each.en for each in parts))


@dataclass(frozen=True)
class BandRow:
    band: Band

    @property
    def title(self) -> str:
        return said(GRADES[Grade(self.band.grade)])

    @property
    def least(self) -> str:
        return plain(self.band.least)

    @property
    def quota(self) -> str:
        return "" if self.band.quota is None else f"{plain(self.band.quota * 100)}%"


#: What ``scoring.with_quotas`` does.
WITHIN_QUOTA = Sentence(
    "比例上限按同层级同序列定等次的人数计，名额舍去小数，按得分从高到低确定；得分相同的不拆分，"
    "名额容纳不下同分的全部人员时，同分人员均定为下一等次，空出的名额不再递补。",
    "A share is of those graded at the same level and on the same track, fractions of a place left "
    "off, and goes to those with most points. Equal points are never torn apart: where they do not "
    "all fit, all of them get the next grade, and the places left are given to nobody else.",
)


def rules_of(scheme: Scheme) -> list[str]:
    """What holds besides the tree, a sentence each."""
    ins, rep = scheme.inspecting, scheme.reporting
    late, months = plain(scheme.late_factor), scheme.least_months
    limited = any(band.quota is not None for band in scheme.bands)
    return [said(each) for each in (
        Sentence(f"逾期完成按{late}折算。", f"What is fulfilled late is worth {late} of full."),
        Sentence(
            f"年内任职不满{months}个月的不定等次。",
            f"Under {months} months in the post within the year: not graded.",
        ),
        Sentence(
            f"督查问题扣分：轻微{plain(ins.minor)}、一般{plain(ins.ordinary)}、严重{plain(ins.serious)}；"
            f"按期整改的返还{plain(ins.restored * 100)}%。",
            f"A finding deducts: minor {plain(ins.minor)}, ordinary {plain(ins.ordinary)}, serious "
            f"{plain(ins.serious)}; put right in time, {plain(ins.restored * 100)}% is restored.",
        ),
        Sentence(
            f"年终述法：按时提交占{plain(rep.timely)}，评议等次占{plain(rep.evaluation)}"
            f"（好{plain(rep.good)}、较好{plain(rep.fairly_good)}、一般{plain(rep.fair)}、差{plain(rep.poor)}）。",
            f"Year-end report: on time {plain(rep.timely)}, evaluation {plain(rep.evaluation)} (good "
            f"{plain(rep.good)}, fairly good {plain(rep.fairly_good)}, fair {plain(rep.fair)}, "
            f"poor {plain(rep.poor)}).",
        ),
        *([WITHIN_QUOTA] if limited else []),
    )]  # fmt: skip


class EffectRow:
    """What a draft would make of a post's score."""

    def __init__(self, effect: SchemeEffect):
        self.effect = effect
        self.unit = effect.post.unit.label
        self.post = effect.post.label
        self.before, self.after = _points(effect.before), _points(effect.after)
        self.grade_before = said(grade_label(effect.grade_before))
        self.grade_after = said(grade_label(effect.grade_after))

    @property
    def change(self) -> Decimal | None:
        return None if None in (self.before, self.after) else self.after - self.before


def _points(hundredths: int) -> Decimal | None:
    return None if hundredths == PostScore.NONE else Decimal(hundredths).scaleb(-2)
