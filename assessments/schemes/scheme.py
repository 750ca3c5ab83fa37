"""What a scheme of indicators is (Art. 22): a tree of weights and the settings of its sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from duties.wording import Sentence


class Source(StrEnum):
    """Where the figure of an indicator comes from."""

    GROUP = "group"
    DUTIES = "duties"
    RESULT = "result"
    INSPECTIONS = "inspections"
    REPORT = "report"
    OUTCOMES = "outcomes"
    BONUS = "bonus"
    DEDUCTION = "deduction"
    VETO = "veto"


#: Share the 100 points; the others are added, taken off, or cap the grade.
WEIGHED = frozenset({Source.GROUP, Source.DUTIES, Source.RESULT, Source.INSPECTIONS, Source.REPORT})
#: What staff enter by hand, one item at a time.
ENTERED = frozenset({Source.BONUS, Source.DEDUCTION, Source.VETO})

SOURCES = {
    Source.GROUP: Sentence("分组", "Group"),
    Source.DUTIES: Sentence("履职完成", "Duties fulfilled"),
    Source.RESULT: Sentence("年度法治建设考核结果", "Annual rule-of-law result"),
    Source.INSPECTIONS: Sentence("督查结果", "Inspection results"),
    Source.REPORT: Sentence("年终述法", "Year-end report"),
    Source.OUTCOMES: Sentence("问责和激励结果", "Outcomes of accountability"),
    Source.BONUS: Sentence("加分项", "Bonus"),
    Source.DEDUCTION: Sentence("扣分项", "Deduction"),
    Source.VETO: Sentence("一票否决", "Veto"),
}


class Grade(StrEnum):
    """Best first, so that the order of the members is the order of the grades."""

    EXCELLENT = "excellent"
    GOOD = "good"
    PASS = "pass"  # noqa: S105 - a grade, no password
    FAIL = "fail"


GRADES = {
    Grade.EXCELLENT: Sentence("优秀", "excellent"),
    Grade.GOOD: Sentence("良好", "good"),
    Grade.PASS: Sentence("合格", "pass"),
    Grade.FAIL: Sentence("不合格", "fail"),
}
NOT_GRADED = Sentence("不定等次", "not graded")


def grade_label(code: str) -> Sentence:
    return GRADES[Grade(code)] if code else NOT_GRADED


class Evaluation(StrEnum):
    """How the superior found the year-end report (评议等次)."""

    GOOD = "good"
    FAIRLY_GOOD = "fairly_good"
    FAIR = "fair"
    POOR = "poor"


EVALUATIONS = {
    Evaluation.GOOD: Sentence("好", "good"),
    Evaluation.FAIRLY_GOOD: Sentence("较好", "fairly good"),
    Evaluation.FAIR: Sentence("一般", "fair"),
    Evaluation.POOR: Sentence("差", "poor"),
}


@dataclass(frozen=True)
class Band:
    """From how many points on a grade is given; ``quota``: at most this share of a league."""

    grade: Grade
    least: Decimal
    quota: Decimal | None = None


@dataclass(frozen=True)
class Inspecting:
    """What a finding deducts by severity, and the share restored when put right in time."""

    minor: Decimal = Decimal("0.5")
    ordinary: Decimal = Decimal(1)
    serious: Decimal = Decimal(3)
    restored: Decimal = Decimal("0.5")


@dataclass(frozen=True)
class Reporting:
    """How the report's two parts weigh, and what each evaluation is worth out of 100."""

    timely: Decimal = Decimal(50)
    evaluation: Decimal = Decimal(50)
    good: Decimal = Decimal(100)
    fairly_good: Decimal = Decimal(80)
    fair: Decimal = Decimal(60)
    poor: Decimal = Decimal(0)


@dataclass(frozen=True)
class Params:
    """``articles``, ``clauses`` and ``quantified`` choose duties (none: all of them);
    ``cap`` limits bonus or deduction; ``grade`` is the best that a veto leaves."""

    articles: tuple[int, ...] = ()
    clauses: tuple[str, ...] = ()
    quantified: bool | None = None
    cap: Decimal | None = None
    grade: str = ""

    def chooses(self, article: int, item: int, quantified: bool) -> bool:
        named = not self.articles and not self.clauses
        named = named or article in self.articles or f"{article}.{item}" in self.clauses
        return named and self.quantified in (None, quantified)


@dataclass(frozen=True)
class Indicator:
    """A node of the tree; ``weight`` is out of 100 among its siblings."""

    code: str
    title: Sentence
    source: Source
    weight: Decimal | None = None
    params: Params = field(default_factory=Params)
    children: tuple["Indicator", ...] = ()

    def walk(self) -> Iterator["Indicator"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Scheme:
    title: Sentence
    indicators: tuple[Indicator, ...]
    bands: tuple[Band, ...]
    late_factor: Decimal = Decimal("0.6")
    least_months: int = 6
    inspecting: Inspecting = field(default_factory=Inspecting)
    reporting: Reporting = field(default_factory=Reporting)

    def walk(self) -> Iterator[Indicator]:
        """Every indicator, each before its children."""
        for indicator in self.indicators:
            yield from indicator.walk()

    def of_source(self, *sources: Source) -> list[Indicator]:
        return [each for each in self.walk() if each.source in sources]

    def by_code(self, code: str) -> Indicator | None:
        return next((each for each in self.walk() if each.code == code), None)
