"""What the year-end report says, as plain frozen values in one language (no database).

``key`` names the row each value was taken from: every sentence can be traced to it, and
``dump`` keeps it in the data that travels with the document.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from assessments import report_json
from duties.choices import Status
from organizations.bars import FILLS, Bars, Key, bar
from organizations.qr import Square

DONE = (Status.MET, Status.MET_LATE)
PENDING = (Status.OPEN, Status.PARTIAL)


@dataclass(frozen=True)
class Holder:
    """Who held the post, and on which days of the year."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Row:
    """One obligation, as the table of attachment 1 prints it."""

    number: int
    theme: str
    citation: str
    requirement: str
    period: str
    due_on: date
    status: str
    status_label: str
    #: None where it is told of a day past and not known any more.
    done: int | None
    needed: int
    reason: str
    #: Who answers for it, where the post was held by several; empty while it is vacant.
    answers: str = ""
    key: int = 0


@dataclass(frozen=True)
class Deed:
    """One confirmed record."""

    number: int
    title: str
    held_on: date
    place: str
    same_year: bool
    citations: tuple[str, ...]
    key: int = 0
    #: A document from before the year that serves it: since when it is in force.
    since: date | None = None


@dataclass(frozen=True)
class Point:
    """What was done for one clause: deeds, then what the verdict's figures say."""

    title: str
    deeds: tuple[Deed, ...]
    findings: tuple[str, ...]
    #: How many more deeds there are than are told.
    more: int = 0
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    numeral: str
    heading: str
    owed: int
    done: int
    points: tuple[Point, ...]
    #: What the official wrote to it, and the place where he does.
    words: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Inspected:
    """A published inspection of the unit, and how far what it found was put right."""

    key: str
    title: str
    number: str
    published_on: date
    found: int
    righted: int


@dataclass(frozen=True)
class Found:
    """One finding, as the table of attachment 3 prints it."""

    key: str
    number: int
    inspection: str
    article: str
    severity: str
    text: str
    due_on: date
    state: str
    righted_on: date | None


@dataclass(frozen=True)
class Words:
    """What the official wrote where no section of an article stands."""

    opening: tuple[str, ...] = ()
    inspections: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """What lets a reader check the document against the portal."""

    code: str
    address: str
    square: Square


@dataclass(frozen=True)
class Material:
    """A file of evidence under the record it belongs to."""

    record: Deed
    name: str
    sha256: str


@dataclass(frozen=True)
class NamedFigure:
    """Points under the name of their indicator."""

    name: str
    points: str


@dataclass(frozen=True)
class Report:
    signatory: str
    regulation: str
    year: int
    on: date
    final: bool
    language: str
    holders: tuple[Holder, ...]
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    deeds: tuple[Deed, ...]
    materials: tuple[Material, ...]
    #: Of the post as a whole: the published result, or how it stands; none in a person's report.
    score: str = ""
    #: What of it are duties fulfilled, by indicator, each out of 100.
    score_of_duties: tuple[NamedFigure, ...] = ()
    score_published_on: date | None = None
    #: Whose report it is, where it is a person's and not the post's as a whole.
    reporter: Holder | None = None
    words: Words = field(default_factory=Words)
    #: The number of the section on inspections; empty where there is nothing to say.
    inspections_numeral: str = ""
    inspections: tuple[Inspected, ...] = ()
    found: tuple[Found, ...] = ()
    #: Only what has been handed in carries it.
    proof: Proof | None = None
    #: Not handed in: on whatever page it stands, it says so and nobody signs it.
    draft: bool = False

    def _with(self, *statuses: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.status in statuses)

    @property
    def met(self):
        return self._with(Status.MET)

    @property
    def late(self):
        return self._with(Status.MET_LATE)

    @property
    def missed(self):
        return self._with(Status.MISSED)

    @property
    def waived(self):
        return self._with(Status.WAIVED)

    @property
    def pending(self):
        """Not due yet, the nearest due date first."""
        return tuple(sorted(self._with(*PENDING), key=lambda row: (row.due_on, row.number)))

    @property
    def bars(self) -> Bars:
        return bars_of(self.rows)

    @property
    def changed_hands(self) -> bool:
        return len(self.holders) > 1

    @property
    def is_of_part_of_a_year(self) -> bool:
        """Did somebody else, or nobody, hold the post on other days of the year?"""
        whole = (date(self.year, 1, 1), date(self.year, 12, 31))
        span = self.reporter
        return span is not None and (span.starts_on, span.ends_on) != whole

    @property
    def next_year(self) -> int:
        return self.year + 1

    @property
    def righted(self) -> int:
        return sum(each.righted for each in self.inspections)


def bars_of(rows: Iterable[Row]) -> Bars:
    """How far duties are, by theme: in time, late, overdue, not yet due."""
    groups = [(theme, list(group)) for theme, group in groupby(rows, lambda row: row.theme)]
    whole = max((len(group) for _theme, group in groups), default=0)
    found = []
    for theme, group in groups:
        stand = [row.status for row in group]
        done = sum(status in DONE for status in stand)
        pieces = [
            ("green", stand.count(Status.MET)), ("pale", stand.count(Status.MET_LATE)),
            ("red", stand.count(Status.MISSED)),
            ("grey", len(group) - done - stand.count(Status.MISSED)),
        ]  # fmt: skip
        found.append(bar(theme, f"{done}/{len(group)}", pieces, whole))
    keys = (
        Key(_("按期完成"), FILLS["green"]), Key(_("逾期完成"), FILLS["pale"]),
        Key(_("逾期未完成"), FILLS["red"]), Key(_("未到期或免于履行"), FILLS["grey"]),
    )  # fmt: skip
    return Bars(tuple(found), keys)


def dump(report: Report) -> dict[str, Any]:
    """As plain JSON: what is frozen with the document and travels in it."""
    return report_json.dump(report)


def load(data: dict[str, Any]) -> Report:
    return report_json.load(Report, data)
