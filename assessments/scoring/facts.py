"""All that a score rests on, as plain values that can be frozen as JSON and scored again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_type_hints

FORMAT = 1


@dataclass(frozen=True)
class DutyFact:
    """An obligation. ``due``: its due date has passed; ``holder``: the person who answers for it;
    the words are those it was judged by, empty where only the figures are wanted."""

    article: int
    item: int
    code: str
    period: str
    status: str
    done: int = 0
    needed: int = 1
    basis: bool = True
    due: bool = True
    quantified: bool = False
    key: int = 0
    holder: int | None = None
    statement_zh: str = ""
    statement_en: str = ""
    reason_zh: str = ""
    reason_en: str = ""

    @property
    def order(self) -> tuple:
        """By the law, so that no score depends on how its facts were read."""
        return (self.article, self.item, self.code, self.period, self.key, self.status,
                self.done, self.needed, self.basis, self.due, self.quantified)  # fmt: skip


@dataclass(frozen=True, order=True)
class FindingFact:
    """A finding of a published inspection; ``in_time``: put right within its time."""

    article: int
    severity: str
    in_time: bool
    key: str = ""
    text: str = ""


@dataclass(frozen=True)
class InspectionFact:
    inspected: bool = False
    findings: tuple[FindingFact, ...] = ()


@dataclass(frozen=True)
class ReportFact:
    """``due``: its day has passed; ``evaluation`` one of ``schemes.Evaluation`` or empty."""

    due_on: date
    due: bool = False
    submitted_on: date | None = None
    evaluation: str = ""
    key: str = ""


@dataclass(frozen=True, order=True)
class ItemFact:
    """A bonus, deduction or veto: entered under the indicator ``code``, or (``code`` empty)
    handed over by accountability. ``grade``: the best grade that a veto leaves; ``holder``: the
    person of whom it is said, 0 if of all who held the post."""

    kind: str
    code: str
    points: Decimal = Decimal(0)
    grade: str = ""
    key: str = ""
    reason_zh: str = ""
    reason_en: str = ""
    holder: int = 0

    def is_about(self, person: int) -> bool:
        return self.holder in (0, person)


@dataclass(frozen=True, order=True)
class Span:
    """Both days included, within the year."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True)
class HolderFact:
    """Somebody who held the post in the year, and when; who still holds it, to the year's end."""

    person: int
    name_zh: str
    name_en: str
    spans: tuple[Span, ...]

    @property
    def days(self) -> int:
        return sum(span.days for span in self.spans)


@dataclass(frozen=True)
class PostFacts:
    post: int
    year: int
    duties: tuple[DutyFact, ...] = ()
    result: Decimal | None = None
    inspections: InspectionFact = InspectionFact()
    report: ReportFact | None = None
    items: tuple[ItemFact, ...] = ()
    outcomes: tuple[ItemFact, ...] = ()
    holders: tuple[HolderFact, ...] = ()

    def of_holder(self, person: int) -> "PostFacts":
        """The same with only those duties for which this person answers, and what is said of
        him."""
        return replace(
            self,
            duties=tuple(each for each in self.duties if each.holder == person),
            items=tuple(each for each in self.items if each.is_about(person)),
            outcomes=tuple(each for each in self.outcomes if each.is_about(person)),
        )

    def is_all_of(self, person: int) -> bool:
        """Whether nothing here is another's: then his score is that of the post."""
        return all(each.holder == person for each in self.duties) and all(
            each.is_about(person) for each in (*self.items, *self.outcomes)
        )

    def with_duties(self, duties: Iterable[DutyFact]) -> "PostFacts":
        return replace(self, duties=tuple(duties))


def dump(facts: PostFacts) -> dict[str, Any]:
    """Plain JSON; the order of the facts in it does not depend on how they were read."""
    ordered = replace(
        facts,
        duties=tuple(sorted(facts.duties, key=lambda each: each.order)),
        items=tuple(sorted(facts.items)),
        outcomes=tuple(sorted(facts.outcomes)),
        holders=tuple(sorted(facts.holders, key=lambda each: (each.spans, each.person))),
        inspections=replace(
            facts.inspections, findings=tuple(sorted(facts.inspections.findings))
        ),
    )  # fmt: skip
    return {"format": FORMAT, **_dumped(ordered)}


def load(data: dict[str, Any]) -> PostFacts:
    if data.get("format") != FORMAT:
        raise ValueError(f"unknown format of facts: {data.get('format')}")
    return _loaded(PostFacts, {key: value for key, value in data.items() if key != "format"})


def _dumped(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if names := _NAMES.get(type(value)):
        return {
            name: _dumped(said)
            for name in names
            if (said := getattr(value, name)) or (type(value), name) not in _LATER
        }
    if isinstance(value, tuple):
        return [_dumped(each) for each in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat()


def _loaded(kind: type, data: dict[str, Any]) -> Any:
    return kind(**{name: _as(_HINTS[kind][name], value) for name, value in data.items()})


def _as(kind: Any, value: Any) -> Any:
    inner = [each for each in get_args(kind) if each not in (NoneType, Ellipsis)]
    if isinstance(value, list):
        return tuple(_as(inner[0], each) for each in value)
    kind = inner[0] if inner else kind
    if value is None:
        return None
    if kind in _HINTS:
        return _loaded(kind, value)
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


_HINTS = {
    kind: get_type_hints(kind)
    for kind in (
        DutyFact, FindingFact, InspectionFact, ReportFact, ItemFact, Span, HolderFact, PostFacts,
    )
}  # fmt: skip
_NAMES = {kind: tuple(each.name for each in fields(kind)) for kind in _HINTS}
#: Fields that came after years had been published: left out while they say nothing, so that what
#: is frozen keeps its digest.
_LATER = {(ItemFact, "holder")}
_PLAIN = (str, int, NoneType)
