"""What confirmed records add up to: tallies that a rule can judge and a database can keep.

Each record item lands in a tally twice: in the total, and in the on-time part when it was held by
the due date. Tallies are sorted and their numbers written plainly, so that the same records give
the same JSON, whatever their order.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duties.rules.kinds import Kind
from duties.wording import plain

Json = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One named part of a confirmed record, as it serves one obligation."""

    record_id: int
    held_on: date
    name: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    nil: bool = False
    has_evidence: bool = False
    title: str = ""


@dataclass(frozen=True)
class CountFacts:
    """Distinct records; a nil return is not a record of anything done."""

    on_time: int = 0
    total: int = 0

    def to_json(self) -> Json:
        return {"on_time": self.on_time, "total": self.total}

    @classmethod
    def from_json(cls, data: Json) -> "CountFacts":
        return cls(data["on_time"], data["total"])


@dataclass(frozen=True)
class StatementFacts:
    """Distinct records that have evidence; those without are told apart, to be asked for."""

    on_time: int = 0
    total: int = 0
    without_evidence: int = 0

    def to_json(self) -> Json:
        return {
            "on_time": self.on_time,
            "total": self.total,
            "without_evidence": self.without_evidence,
        }

    @classmethod
    def from_json(cls, data: Json) -> "StatementFacts":
        return cls(data["on_time"], data["total"], data["without_evidence"])


@dataclass(frozen=True)
class CoverageFacts:
    """The subjects that have a record."""

    on_time: tuple[str, ...] = ()
    total: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return {"on_time": list(self.on_time), "total": list(self.total)}

    @classmethod
    def from_json(cls, data: Json) -> "CoverageFacts":
        return cls(tuple(data["on_time"]), tuple(data["total"]))


@dataclass(frozen=True)
class Sum:
    """Figures added up: from how many items, and how many nil returns stand beside them."""

    items: int = 0
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    nil: int = 0

    def plus(self, item: Item) -> "Sum":
        """A figure needs its base: an item without denominator adds nothing but its nil mark."""
        given = item.denominator is not None
        return Sum(
            self.items + given,
            self.numerator + ((item.numerator or 0) if given else 0),
            self.denominator + (item.denominator or 0),
            self.nil + item.nil,
        )

    def to_json(self) -> list:
        return [self.items, plain(self.numerator), plain(self.denominator), self.nil]

    @classmethod
    def from_json(cls, data: list) -> "Sum":
        items, numerator, denominator, nil = data
        return cls(items, Decimal(numerator), Decimal(denominator), nil)


@dataclass(frozen=True)
class Figure:
    """The sums of one metric. The metric without name holds nil returns for all of them."""

    name: str
    on_time: Sum = Sum()
    total: Sum = Sum()

    def to_json(self) -> Json:
        sums = {"on_time": self.on_time.to_json(), "total": self.total.to_json()}
        return {"name": self.name, **sums}

    @classmethod
    def from_json(cls, data: Json) -> "Figure":
        return cls(data["name"], Sum.from_json(data["on_time"]), Sum.from_json(data["total"]))


@dataclass(frozen=True)
class RateFacts:
    figures: tuple[Figure, ...] = ()

    def figure(self, name: str) -> Figure:
        return next((f for f in self.figures if f.name == name), Figure(name))

    def to_json(self) -> Json:
        return {"figures": [figure.to_json() for figure in self.figures]}

    @classmethod
    def from_json(cls, data: Json) -> "RateFacts":
        return cls(tuple(Figure.from_json(figure) for figure in data["figures"]))


@dataclass(frozen=True)
class RegisterFacts:
    """Entries (denominators), those handled (numerators) and nil returns."""

    on_time: Sum = Sum()
    total: Sum = Sum()

    def to_json(self) -> Json:
        return {"on_time": self.on_time.to_json(), "total": self.total.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> "RegisterFacts":
        return cls(Sum.from_json(data["on_time"]), Sum.from_json(data["total"]))


@dataclass(frozen=True)
class CaseSteps:
    """One case, known by its title, and the steps its records show."""

    title: str
    opened_on_time: bool = False
    on_time: tuple[str, ...] = ()
    total: tuple[str, ...] = ()

    def to_json(self) -> Json:
        steps = {"on_time": list(self.on_time), "total": list(self.total)}
        return {"title": self.title, "opened_on_time": self.opened_on_time, **steps}

    @classmethod
    def from_json(cls, data: Json) -> "CaseSteps":
        steps = tuple(data["on_time"]), tuple(data["total"])
        return cls(data["title"], data["opened_on_time"], *steps)


@dataclass(frozen=True)
class ChecklistFacts:
    cases: tuple[CaseSteps, ...] = ()
    nil_on_time: int = 0
    nil: int = 0

    def to_json(self) -> Json:
        cases = [case.to_json() for case in self.cases]
        return {"cases": cases, "nil_on_time": self.nil_on_time, "nil": self.nil}

    @classmethod
    def from_json(cls, data: Json) -> "ChecklistFacts":
        cases = tuple(CaseSteps.from_json(case) for case in data["cases"])
        return cls(cases, data["nil_on_time"], data["nil"])


@dataclass(frozen=True)
class Interval:
    """When a document is in force; without an end it stays so."""

    starts_on: date
    ends_on: date | None = None

    def meets(self, since: date, until: date) -> bool:
        """In force on some day from ``since`` to ``until``."""
        ends_on = self.ends_on or date.max
        return max(self.starts_on, since) <= min(ends_on, until)

    def to_json(self) -> list:
        return [self.starts_on.isoformat(), self.ends_on.isoformat() if self.ends_on else None]

    @classmethod
    def from_json(cls, data: list) -> "Interval":
        starts_on, ends_on = data
        return cls(date.fromisoformat(starts_on), date.fromisoformat(ends_on) if ends_on else None)


@dataclass(frozen=True)
class StandingFacts:
    """Per document, the intervals in which it is in force."""

    documents: tuple[tuple[str, tuple[Interval, ...]], ...] = ()

    def intervals(self, name: str) -> tuple[Interval, ...]:
        return dict(self.documents).get(name, ())

    def in_force(self, name: str, since: date, until: date) -> bool:
        return any(interval.meets(since, until) for interval in self.intervals(name))

    def to_json(self) -> Json:
        return {
            "documents": [[name, [i.to_json() for i in spans]] for name, spans in self.documents]
        }

    @classmethod
    def from_json(cls, data: Json) -> "StandingFacts":
        return cls(
            tuple(
                (name, tuple(Interval.from_json(i) for i in spans))
                for name, spans in data["documents"]
            )
        )


Facts = (
    CountFacts
    | StatementFacts
    | CoverageFacts
    | RateFacts
    | RegisterFacts
    | ChecklistFacts
    | StandingFacts
)

FACTS: dict[Kind, type] = {
    Kind.COUNT: CountFacts,
    Kind.COVERAGE: CoverageFacts,
    Kind.RATE: RateFacts,
    Kind.CHECKLIST: ChecklistFacts,
    Kind.STANDING: StandingFacts,
    Kind.STATEMENT: StatementFacts,
    Kind.REGISTER: RegisterFacts,
}


def facts_from(kind: str, data: Json | None) -> Facts:
    """The facts that ``to_json`` wrote; nothing written yet are the facts of no record."""
    cls = FACTS[Kind(kind)]
    return cls.from_json(data) if data else cls()
