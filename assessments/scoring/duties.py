"""The indicator of duties fulfilled: duty → article → indicator, every figure out of 100.

1. A duty: fulfilled in time 100, late 100 × the factor of the scheme; missed: factor × done ÷
   needed, since what was done of it can be worth no more than doing all of it late. Not due yet,
   waived or without a case: no basis, left out.
2. An article: the mean of its duties, those that the regulation quantifies counting double.
3. The indicator: the mean of its articles.
"""

from decimal import Decimal
from functools import cache
from itertools import groupby

from assessments.schemes import Indicator
from assessments.scoring.rounding import HUNDRED, mean, to_hundredth
from assessments.scoring.tree import Node
from assessments.scoring.wording import NO_BASIS, formula_of_mean
from duties.rules import PENDING, Status
from duties.wording import Sentence, counted, plain

DOUBLE, SINGLE, ONE = Decimal(2), Decimal(1), Decimal(1)
WAIVED = Sentence("已免除，不计分。", "Waived: not scored.")
NO_CASES = Sentence("本期无发生，不计分。", "No cases in the period: not scored.")
NOT_DUE = Sentence("尚未到期，不计分。", "Not due yet: not scored.")
IN_TIME = Sentence("按期完成，计100分。", "Fulfilled in time: 100.")
UNDONE = Sentence("到期未完成，计0分。", "Missed: 0.")


def points_of(fact, late: Decimal) -> Decimal | None:
    if not fact.basis or fact.status == Status.WAIVED:
        return None
    if fact.status == Status.MET:
        return HUNDRED
    if fact.status == Status.MET_LATE:
        return to_hundredth(HUNDRED * late)
    if fact.status in PENDING and not fact.due:
        return None
    return to_hundredth(HUNDRED * late * _done(fact) / fact.needed) if fact.needed else Decimal(0)


def node_of(indicator: Indicator, facts, late: Decimal) -> Node:
    params = indicator.params
    chosen = sorted(
        (each for each in facts if params.chooses(each.article, each.item, each.quantified)),
        key=lambda each: each.order,
    )
    articles = tuple(
        _article(indicator.code, article, tuple(each), late)
        for article, each in groupby(chosen, key=lambda fact: fact.article)
    )
    found = [(ONE, each.points) for each in articles if each.points is not None]
    points = mean(found)
    return Node(
        code=indicator.code, kind="indicator", source=str(indicator.source),
        title=indicator.title, weight=indicator.weight, points=points, children=articles,
        sentence=_sentence(found, points),
    )  # fmt: skip


def _sentence(found, points: Decimal | None) -> Sentence:
    if points is None:
        return NO_BASIS
    formula = formula_of_mean(found, points)
    number = len(found)
    return Sentence(
        f"{number}条得分的平均值：{formula}分。",
        f"The mean of {counted(number, 'article')}: {formula}.",
    )


def _article(code: str, article: int, facts, late: Decimal) -> Node:
    lines = tuple(_line(f"{code}/{article}", place, fact, late) for place, fact in enumerate(facts))
    found = [(line.weight, line.points) for line in lines if line.points is not None]
    points = mean(found)
    return Node(
        code=f"{code}/{article}", kind="article", weight=ONE, points=points, key=str(article),
        title=_title(article), children=lines, sentence=_said(article, found, points),
    )  # fmt: skip


def _said(article: int, found, points: Decimal | None) -> Sentence:
    if points is None:
        return Sentence(
            f"第{article}条尚无可计分的履职事项，不计分，也不影响其他条。",
            f"Art. {article} has nothing to score yet; the others are not touched by it.",
        )
    formula = formula_of_mean(found, points)
    double = any(weight == DOUBLE for weight, _ in found)
    zh, en = ("（量化事项权重加倍）", " (quantified duties count double)") if double else ("", "")
    return Sentence(f"第{article}条{zh}：{formula}分。", f"Art. {article}{en}: {formula}.")


def _line(code: str, place: int, fact, late: Decimal) -> Node:
    points = points_of(fact, late)
    return Node(
        code=f"{code}/{place}", kind="duty", key=str(fact.key or ""),
        title=Sentence(fact.statement_zh or fact.code, fact.statement_en or fact.code),
        weight=DOUBLE if fact.quantified else SINGLE, points=points,
        sentence=_explained(fact, points, late),
    )  # fmt: skip


def _explained(fact, points: Decimal | None, late: Decimal) -> Sentence:
    if fact.status == Status.WAIVED:
        return WAIVED
    if not fact.basis:
        return NO_CASES
    if points is None:
        return NOT_DUE
    if fact.status == Status.MET:
        return IN_TIME
    if fact.status == Status.MET_LATE:
        return _late(points, late)
    if not points:
        return UNDONE
    formula = f"100×{plain(late)}×{_done(fact)}÷{fact.needed}={points}"
    return Sentence(f"到期未全部完成，{formula}分。", f"Missed in part: {formula}.")


@cache
def _late(points: Decimal, late: Decimal) -> Sentence:
    return Sentence(
        f"逾期完成，100×{plain(late)}={plain(points)}分。",
        f"Fulfilled late: 100×{plain(late)}={plain(points)}.",
    )


@cache
def _title(article: int) -> Sentence:
    return Sentence(f"第{article}条", f"Art. {article}")


def _done(fact) -> int:
    return max(0, min(fact.done, fact.needed))
