"""Findings in figures: unit × article, month by month, the most frequent, how many put right.

Counted are delivered findings of open inspections alone, so that a member of a hidden visit
and everybody else read the same official figures, and no figure tells of what is hidden.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.timezone import localdate

from assessments.figures.scope import Scope
from assessments.models import Finding, FindingState, Severity
from duties.figures import article_label
from duties.themes import theme_of
from organizations.models import Unit, User

MOST = 10


@dataclass(frozen=True)
class Fact:
    """One finding, as far as the figures need it."""

    path: str
    article: int
    severity: str
    month: int
    year: int
    closed: bool
    in_time: bool
    overdue: bool
    due: bool


@dataclass
class Cell:
    """Findings of one unit (with all below) on one article."""

    found: int = 0
    closed: int = 0
    overdue: int = 0
    url: str = ""

    @property
    def tone(self) -> str:
        if self.overdue:
            return "red"
        return "green" if self.found == self.closed else "amber"

    def add(self, fact: Fact) -> None:
        self.found += 1
        self.closed += fact.closed
        self.overdue += fact.overdue


@dataclass
class Row:
    unit: Unit
    url: str
    cells: list[Cell]
    whole: Cell


@dataclass
class Rate:
    """How many of a severity are put right; ``share`` is None where none was due."""

    label: str
    found: int = 0
    closed: int = 0
    due: int = 0
    in_time: int = 0

    @property
    def share(self) -> float | None:
        return self.closed / self.found * 100 if self.found else None

    @property
    def timely(self) -> float | None:
        return self.in_time / self.due * 100 if self.due else None


@dataclass
class InspectionBoard:
    articles: list[tuple[int, str, str]]
    rows: list[Row]
    rates: list[Rate]
    frequent: list[tuple[int, str, str, int]]
    months: dict[int, list[Counter]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(rate.found for rate in self.rates)


def board_of(user: User, scope: Scope, query) -> InspectionBoard:
    """``query(unit=…, article=…)`` makes the address of the findings behind a cell."""
    facts = _facts(user, scope)
    now = [fact for fact in facts if fact.year == scope.year]
    articles = sorted({fact.article for fact in now})
    frequent = Counter(fact.article for fact in now).most_common(MOST)
    return InspectionBoard(
        articles=[(number, _short(number), theme_of(number)) for number in articles],
        rows=_rows(scope.unit, now, articles, query),
        rates=_rates(now),
        frequent=[(n, _label(n), query(article=n), count) for n, count in frequent],
        months={year: _months(facts, year) for year in (scope.year - 1, scope.year)},
    )


def _facts(user: User, scope: Scope) -> list[Fact]:
    rows = (
        Finding.objects.visible_to(user, scope.on)
        .delivered()
        .filter(
            inspection__opened_at__isnull=False,
            unit__path__startswith=scope.unit.path,
            inspection__delivered_at__isnull=False,
        )
    )
    columns = rows.order_by().values_list(
        "unit__path", "article", "severity", "inspection__delivered_at", "state", "due_on",
        "righted_on",
    )  # fmt: skip
    return [_fact(*values, scope.on) for values in columns]


def _fact(path, article, severity, delivered_at, state, due_on, righted_on, on) -> Fact:
    day, closed = localdate(delivered_at), state == FindingState.CLOSED
    return Fact(
        path, article, severity, day.month, day.year, closed,
        in_time=closed and righted_on <= due_on,
        overdue=state in (FindingState.OPEN, FindingState.RETURNED) and due_on < on,
        due=due_on < on or closed,
    )  # fmt: skip


def _rows(top: Unit, facts: list[Fact], articles: list[int], query) -> list[Row]:
    """The unit itself and each unit one level below, with all that lies below it."""
    own, step = top.path, len(top.path) + Unit.steplen
    paths = {fact.path[:step] for fact in facts}
    rows = []
    for unit in Unit.objects.filter(path__in=paths).order_by("path"):
        mine = [f for f in facts if f.path == own] if unit.path == own else [
            f for f in facts if f.path[:step] == unit.path
        ]  # fmt: skip
        cells = {n: Cell(url=query(unit=unit.pk, article=n)) for n in articles}
        whole = Cell(url=query(unit=unit.pk))
        for fact in mine:
            cells[fact.article].add(fact)
            whole.add(fact)
        rows.append(Row(unit, whole.url, list(cells.values()), whole))
    return rows


def _rates(facts: list[Fact]) -> list[Rate]:
    rates = {value: Rate(str(label)) for value, label in Severity.choices}
    for fact in facts:
        rate = rates[fact.severity]
        rate.found += 1
        rate.closed += fact.closed
        rate.due += fact.due
        rate.in_time += fact.in_time
    return list(rates.values())


def _months(facts: list[Fact], year: int) -> list[Counter]:
    """January to December: severity → number."""
    months = [Counter() for _ in range(12)]
    for fact in facts:
        if fact.year == year:
            months[fact.month - 1][fact.severity] += 1
    return months


def _label(number: int) -> str:
    return f"{article_label(number)} {theme_of(number)}" if number else "–"


def _short(number: int) -> str:
    return str(number) if number else "–"
