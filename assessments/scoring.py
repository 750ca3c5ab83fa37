"""From obligations to a score out of 100, plainly: equal weights, every figure explained.

1. Each obligation has a degree from 0 to 1 (``degree``); what is not due yet, waived or without a
   basis has none and is left out.
2. An article's degree is the mean of its obligations that have one.
3. The score is 100 times the mean of the articles that have one.

Degrees are rounded to 4 decimals and the score to 2, both half up, and each step goes on from the
rounded figures: whoever adds up what is printed gets what is printed. Where nothing has a basis
the score is ``None``, not 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from duties.rules import PENDING, Outcome, Status
from duties.wording import Sentence, counted, plain

LATE = Decimal("0.6")
FULL = Decimal(1)
FOUR_PLACES = Decimal("0.0001")
TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True, order=True)
class Fact:
    """An obligation as scoring sees it. ``due``: its due date has passed."""

    article: int
    requirement: str
    status: str
    done: int
    needed: int
    basis: bool = True
    due: bool = True


def fact(article, requirement, status, done, needed, outcome, due_on, *, on: date) -> Fact:
    """The one way from the columns of an obligation to what is scored."""
    basis = outcome != Outcome.NO_BASIS
    return Fact(article, requirement, status, done, needed, basis=basis, due=due_on < on)


@dataclass(frozen=True)
class FactScore:
    fact: Fact
    degree: Decimal | None
    sentence: Sentence


@dataclass(frozen=True)
class ArticleScore:
    article: int
    degree: Decimal | None
    sentence: Sentence
    facts: tuple[FactScore, ...]


@dataclass(frozen=True)
class ScoreTree:
    """``total`` from 0 to 100, or ``None`` where nothing has a basis yet."""

    total: Decimal | None
    sentence: Sentence
    articles: tuple[ArticleScore, ...]


def degree(fact: Fact) -> Decimal | None:
    """How far the obligation is fulfilled.

    Met: 1. Met late: 0.6. Missed: 0.6 × done / needed, since what was done of it can be worth no
    more than doing all of it late; nothing done: 0. None while it is not due, and where it was
    waived or had no basis.
    """
    if not fact.basis or fact.status == Status.WAIVED:
        return None
    if fact.status == Status.MET:
        return FULL
    if fact.status == Status.MET_LATE:
        return LATE
    if fact.status in PENDING and not fact.due:
        return None
    return _places(LATE * _done(fact) / fact.needed) if fact.needed else Decimal(0)


def score(facts: Iterable[Fact]) -> ScoreTree:
    """The score of a post for a year, with the way it came about."""
    by_article = groupby(sorted(facts), key=lambda fact: fact.article)
    articles = tuple(_article(article, tuple(each)) for article, each in by_article)
    degrees = [each.degree for each in articles if each.degree is not None]
    if not degrees:
        return ScoreTree(
            None,
            Sentence("尚无可计分的履职事项，暂不评分。", "Nothing can be scored yet: no score."),
            articles,
        )
    total = (100 * sum(degrees) / len(degrees)).quantize(TWO_PLACES, ROUND_HALF_UP)
    sums = _sum_of(degrees)
    return ScoreTree(
        total,
        Sentence(
            f"{len(degrees)}条的完成度平均值乘以100：100×({sums})÷{len(degrees)}={total}分。",
            f"100 times the mean of {counted(len(degrees), 'article')}: "
            f"100 × ({sums}) ÷ {len(degrees)} = {total}.",
        ),
        articles,
    )


def _article(article: int, facts: tuple[Fact, ...]) -> ArticleScore:
    lines = tuple(_line(fact) for fact in facts)
    degrees = [line.degree for line in lines if line.degree is not None]
    if not degrees:
        return ArticleScore(
            article,
            None,
            Sentence(
                f"第{article}条尚无可计分的履职事项。", f"Art. {article}: nothing to score yet."
            ),
            lines,
        )
    mean = _places(sum(degrees) / len(degrees))
    sums = _sum_of(degrees)
    return ArticleScore(
        article,
        mean,
        Sentence(
            f"第{article}条完成度：({sums})÷{len(degrees)}={plain(mean)}。",
            f"Art. {article}: ({sums}) ÷ {len(degrees)} = {plain(mean)}.",
        ),
        lines,
    )


def _line(fact: Fact) -> FactScore:
    value = degree(fact)
    return FactScore(fact, value, _explained(fact, value))


def _explained(fact: Fact, value: Decimal | None) -> Sentence:
    if fact.status == Status.WAIVED:
        return Sentence("已免除，不计分。", "Waived: not scored.")
    if not fact.basis:
        return Sentence("本期无发生，不计分。", "No cases in the period: not scored.")
    if value is None:
        return Sentence("尚未到期，不计分。", "Not due yet: not scored.")
    if fact.status == Status.MET:
        return Sentence("按期完成，计1。", "Fulfilled in time: 1.")
    if fact.status == Status.MET_LATE:
        return Sentence("逾期完成，计0.6。", "Fulfilled late: 0.6.")
    if not value:
        return Sentence("到期未完成，计0。", "Missed: 0.")
    formula = f"0.6×{_done(fact)}÷{fact.needed}"
    return Sentence(
        f"到期未全部完成，计{formula}={plain(value)}。",
        f"Missed in part: {formula} = {plain(value)}.",
    )


def _done(fact: Fact) -> int:
    return max(0, min(fact.done, fact.needed))


def _places(value: Decimal) -> Decimal:
    return value.quantize(FOUR_PLACES, ROUND_HALF_UP)


def _sum_of(degrees: Sequence[Decimal]) -> str:
    return "+".join(plain(each) for each in degrees)
