"""What the year-end report says, as plain frozen values in one language (no database)."""

from dataclasses import dataclass
from datetime import date

from duties.choices import Status

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
    done: int
    needed: int
    reason: str
    #: Who answers for it, where the post was held by several; empty while it is vacant.
    answers: str = ""


@dataclass(frozen=True)
class Deed:
    """One confirmed record."""

    number: int
    title: str
    held_on: date
    place: str
    same_year: bool
    citations: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """What was done for one clause: deeds, then what the verdict's figures say."""

    title: str
    deeds: tuple[Deed, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    numeral: str
    heading: str
    owed: int
    done: int
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Material:
    """A file of evidence under the record it belongs to."""

    record: Deed
    name: str
    sha256: str


@dataclass(frozen=True)
class Report:
    signatory: str
    regulation: str
    year: int
    on: date
    final: bool
    language: str
    holders: tuple[Holder, ...]
    score: str
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    deeds: tuple[Deed, ...]
    materials: tuple[Material, ...]

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
    def changed_hands(self) -> bool:
        return len(self.holders) > 1

    @property
    def next_year(self) -> int:
        return self.year + 1
