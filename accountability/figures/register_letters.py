"""What leaves the register on paper, as plain frozen values: never who recorded it.

Three papers: the quarter's report upward, the circular on one entry, and the certificate that
goes to the duty of Art. 8(4), which tells figures alone because more people read it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext

from accountability.models import Answer, InterferenceEntry
from duties.models.regulation import numeral
from duties.periods import Period
from organizations.models import Unit


def committee(unit: Unit) -> str:
    """The political-legal committee of a region."""
    return gettext("%(unit)s委政法委") % {"unit": unit.label}


@dataclass(frozen=True)
class Line:
    """One entry on paper."""

    number: str
    about: str
    happened_on: date
    kind: str
    way: str
    matter: str
    account: str
    additions: tuple[str, ...]
    handling: str


@dataclass(frozen=True)
class QuarterLetter:
    language: str
    issuer: str
    own: str
    superior: str
    period: str
    day: date
    lines: tuple[Line, ...]

    @property
    def handled(self) -> int:
        return sum(bool(line.handling) for line in self.lines)


@dataclass(frozen=True)
class CircularLetter:
    language: str
    issuer: str
    number: str
    day: date
    about: str
    happened_on: date
    kind: str
    text: str


@dataclass(frozen=True)
class Certificate:
    language: str
    issuer: str
    period: str
    day: date
    entries: int


def quarter_letter(
    unit: Unit, period: Period, entries: Iterable[InterferenceEntry], *, on: date
) -> QuarterLetter:
    """In the language that is active."""
    parent = Unit.objects.get_parent(unit)
    return QuarterLetter(
        language=get_language(), issuer=committee(unit), superior=committee(parent) if parent else "",
        own=gettext("%(unit)s委") % {"unit": unit.label},
        period=_said(period), day=on,
        lines=tuple(line_of(entry, place) for place, entry in enumerate(entries, 1)),
    )  # fmt: skip


def circular_letter(
    entry: InterferenceEntry, number: str, text: str, *, on: date
) -> CircularLetter:
    """Not the account: its details would tell who recorded it. ``text`` is written to be read."""
    return CircularLetter(
        language=get_language(), issuer=committee(entry.unit), number=number, day=on,
        about=entry.about, happened_on=entry.happened_on, kind=entry.get_kind_display(), text=text,
    )  # fmt: skip


def certificate(unit: Unit, period: Period, entries: int, *, on: date) -> Certificate:
    return Certificate(get_language(), committee(unit), _said(period), on, entries)


def line_of(entry: InterferenceEntry, place: int) -> Line:
    return Line(
        number=numeral(place), about=entry.about, happened_on=entry.happened_on,
        kind=entry.get_kind_display(), way=entry.get_way_display(), matter=entry.matter,
        account=entry.account, additions=tuple(row.text for row in entry.additions.all()),
        handling="、".join(str(Answer(row.answer).label) for row in entry.handlings.all()),
    )  # fmt: skip


def _said(period: Period) -> str:
    return period.label.in_language("en" if (get_language() or "").startswith("en") else "zh")
