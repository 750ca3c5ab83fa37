"""The half-year progress report 半年履职进展, drawn from the facts of the year's report.

What fell due by 30 June and how it stood when that day ended, what was done by then, what the
second half holds, and what has changed since. A ``Report`` of today and the state of ``Then`` in,
a ``Progress`` out; the database is not asked again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import translation

from assessments.report_facts import DONE, PENDING, Deed, Holder, Report, Row, Section, bars_of
from duties.choices import Status
from duties.models.regulation import numeral
from organizations.bars import Bars


@dataclass(frozen=True)
class Stood:
    """An obligation on a day past; ``done=None`` where how far it was is not known."""

    status: str
    status_label: str
    done: int | None
    needed: int
    reason: str


@dataclass(frozen=True)
class Then:
    """Obligation → how it stood on ``day``; the records that were confirmed by then."""

    day: date
    stood: Mapping[int, Stood]
    confirmed: frozenset[int]


@dataclass(frozen=True)
class Change:
    """A duty of the half-year that stands otherwise today than it did when it ended."""

    citation: str
    requirement: str
    period: str
    before: str
    after: str


@dataclass(frozen=True)
class Progress:
    """``on``: the day it is printed, ``as_of``: the day whose state it tells."""

    signatory: str
    regulation: str
    year: int
    on: date
    as_of: date
    final: bool
    language: str
    holders: tuple[Holder, ...]
    due: tuple[Row, ...]
    later: tuple[Row, ...]
    sections: tuple[Section, ...]
    deeds: tuple[Deed, ...]
    bars: Bars
    changes: tuple[Change, ...] = ()
    #: Records of the half-year that were confirmed only after it.
    confirmed_since: int = 0

    @property
    def held(self) -> tuple[Deed, ...]:
        """Done in the half-year itself."""
        return tuple(deed for deed in self.deeds if deed.since is None)

    @property
    def standing(self) -> tuple[Deed, ...]:
        """Documents from before it that are in force."""
        return tuple(deed for deed in self.deeds if deed.since is not None)

    @property
    def met(self) -> tuple[Row, ...]:
        return _with(self.due, Status.MET)

    @property
    def late(self) -> tuple[Row, ...]:
        return _with(self.due, Status.MET_LATE)

    @property
    def missed(self) -> tuple[Row, ...]:
        return _with(self.due, Status.MISSED)

    @property
    def waived(self) -> tuple[Row, ...]:
        return _with((*self.due, *self.later), Status.WAIVED)

    @property
    def pending(self) -> tuple[Row, ...]:
        """Due by 30 June and not yet due on the day."""
        return _with(self.due, *PENDING)

    @property
    def ahead(self) -> tuple[Row, ...]:
        """Of the second half, already done."""
        return _with(self.later, *DONE)

    @property
    def to_do(self) -> tuple[Row, ...]:
        """Of the second half, still to be done; the nearest due date first."""
        return tuple(sorted(_with(self.later, *PENDING), key=lambda row: (row.due_on, row.number)))

    @property
    def changed_hands(self) -> bool:
        return len(self.holders) > 1


def of(report: Report, then: Then | None = None) -> Progress:
    """Final once 30 June is over: then it tells how things stood, else how they stand."""
    with translation.override(report.language):
        return _of(report, then)


def _of(report: Report, then: Then | None) -> Progress:
    last = date(report.year, 6, 30)
    rows = tuple(_as_then(row, then) for row in report.rows)
    due = tuple(row for row in rows if row.due_on <= last)
    held = [deed for deed in report.deeds if deed.held_on <= last]
    deeds = tuple(deed for deed in held if then is None or deed.key in then.confirmed)
    return Progress(
        signatory=report.signatory, regulation=report.regulation, year=report.year, on=report.on,
        as_of=then.day if then else report.on, final=then is not None, language=report.language,
        holders=tuple(each for each in report.holders if each.starts_on <= last),
        due=due,
        later=tuple(row for row in rows if row.due_on > last),
        sections=tuple(_sections(report.sections, {deed.number for deed in deeds})),
        deeds=deeds,
        bars=bars_of(due),
        changes=tuple(_changes(due, report.rows)),
        confirmed_since=sum(deed.since is None and deed not in deeds for deed in held),
    )  # fmt: skip


def _as_then(row: Row, then: Then | None) -> Row:
    """What was opened only later stood nowhere then: it is told as it stands."""
    stood = then.stood.get(row.key) if then else None
    return replace(row, **vars(stood)) if stood else row


def _changes(due: Iterable[Row], today: Iterable[Row]):
    """Of what fell due: fulfilled, waived or struck out since."""
    now = {row.key: row for row in today}
    for row in due:
        after = now[row.key]
        if row.status != after.status:
            yield Change(
                row.citation, row.requirement, row.period, row.status_label, after.status_label
            )


def _with(rows: Iterable[Row], *statuses: str) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.status in statuses)


def _sections(sections: Iterable[Section], told: set[int]):
    """Those in which something was done by then, counted anew; figures of rates are the year's
    and stay out."""
    count = 0
    for section in sections:
        points = []
        for point in section.points:
            deeds = tuple(deed for deed in point.deeds if deed.number in told)
            if deeds:
                points.append(replace(point, deeds=deeds, findings=()))
        if points:
            count += 1
            yield replace(section, numeral=numeral(count), points=tuple(points))
