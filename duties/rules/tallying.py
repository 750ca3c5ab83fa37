"""Adding confirmed items up to facts, one function per kind of rule."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from duties.rules.facts import (
    CaseSteps,
    ChecklistFacts,
    CountFacts,
    CoverageFacts,
    Facts,
    Figure,
    Interval,
    Item,
    RateFacts,
    RegisterFacts,
    StandingFacts,
    StatementFacts,
    Sum,
)
from duties.rules.kinds import Kind


def tally(kind: str, items: Iterable[Item], *, due_on: date) -> Facts:
    """The facts of an obligation from its confirmed items. On time means held by the due date."""
    return TALLIES[Kind(kind)](tuple(items), due_on)


def _records(items: Iterable[Item]) -> int:
    return len({item.record_id for item in items})


def _on_time(items: Iterable[Item], due_on: date) -> list[Item]:
    return [item for item in items if item.held_on <= due_on]


def _done(items: Iterable[Item]) -> list[Item]:
    """Where something has to be done, a nil return shows nothing done."""
    return [item for item in items if not item.nil]


def _count(items: tuple[Item, ...], due_on: date) -> CountFacts:
    done = _done(items)
    return CountFacts(_records(_on_time(done, due_on)), _records(done))


def _statement(items: tuple[Item, ...], due_on: date) -> StatementFacts:
    done = _done(items)
    proven = [item for item in done if item.has_evidence]
    bare = {item.record_id for item in done} - {item.record_id for item in proven}
    return StatementFacts(_records(_on_time(proven, due_on)), _records(proven), len(bare))


def _coverage(items: tuple[Item, ...], due_on: date) -> CoverageFacts:
    named = [item for item in _done(items) if item.name]
    return CoverageFacts(_names(_on_time(named, due_on)), _names(named))


def _names(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(sorted({item.name for item in items if item.name}))


def _sum(items: Iterable[Item]) -> Sum:
    total = Sum()
    for item in items:
        total = total.plus(item)
    return total


def _rate(items: tuple[Item, ...], due_on: date) -> RateFacts:
    by_name: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_name[item.name].append(item)
    return RateFacts(
        tuple(
            Figure(name, _sum(_on_time(named, due_on)), _sum(named))
            for name, named in sorted(by_name.items())
        )
    )


def _register(items: tuple[Item, ...], due_on: date) -> RegisterFacts:
    return RegisterFacts(_sum(_on_time(items, due_on)), _sum(items))


def _checklist(items: tuple[Item, ...], due_on: date) -> ChecklistFacts:
    by_case: dict[str, list[Item]] = defaultdict(list)
    for item in _done(items):
        by_case[" ".join(item.title.split())].append(item)
    cases = tuple(
        CaseSteps(title, bool(early := _on_time(steps, due_on)), _names(early), _names(steps))
        for title, steps in sorted(by_case.items())
    )
    nil = [item for item in items if item.nil]
    return ChecklistFacts(cases, _records(_on_time(nil, due_on)), _records(nil))


def _standing(items: tuple[Item, ...], due_on: date) -> StandingFacts:
    """Here the dates of validity speak, not the day of the record: a document adopted years ago
    and recorded today has been in force all along. Without a start it counts from the record."""
    spans: dict[str, set[Interval]] = defaultdict(set)
    for item in _done(items):
        if item.name:
            spans[item.name].add(Interval(item.valid_from or item.held_on, item.valid_until))
    return StandingFacts(
        tuple((name, tuple(sorted(found, key=_span))) for name, found in sorted(spans.items()))
    )


def _span(interval: Interval) -> tuple[date, bool, date]:
    return interval.starts_on, interval.ends_on is None, interval.ends_on or date.max


TALLIES: dict[Kind, Callable[[tuple[Item, ...], date], Facts]] = {
    Kind.COUNT: _count,
    Kind.COVERAGE: _coverage,
    Kind.RATE: _rate,
    Kind.CHECKLIST: _checklist,
    Kind.STANDING: _standing,
    Kind.STATEMENT: _statement,
    Kind.REGISTER: _register,
}
