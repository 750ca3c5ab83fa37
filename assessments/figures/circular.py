"""What the circular and the notice letter say, as plain frozen values in one language."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments import letterheads
from assessments.models import Finding, Inspection, LookVerdict, Paper
from duties.figures import article_label
from duties.models.regulation import numeral
from duties.themes import theme_of


@dataclass(frozen=True)
class FoundItem:
    article: str
    severity: str
    text: str
    due_on: date
    state: str


@dataclass(frozen=True)
class UnitResult:
    """One unit's row and paragraph of the circular."""

    name: str
    looked: int
    confirmed: int
    discrepancy: int
    unverifiable: int
    good_practice: str
    findings: tuple[FoundItem, ...]


@dataclass(frozen=True)
class Letter:
    """What goes out: a notice before, a circular after. ``number`` stands on circulars.

    ``heading`` are the lines of its title, ``head`` the red words on top.
    """

    language: str
    title: str
    heading: tuple[str, ...]
    kind: str
    issuer: str
    number: str
    day: date
    starts_on: date
    ends_on: date
    year: int
    size: int
    themes: tuple[str, ...]
    team: tuple[str, ...]
    units: tuple[UnitResult, ...]

    @property
    def head(self) -> str:
        return _("%(issuer)s文件") % {"issuer": self.issuer}

    @property
    def head_size(self) -> str:
        return letterheads.size(self.head)

    @property
    def looked(self) -> int:
        return sum(unit.looked for unit in self.units)

    @property
    def confirmed(self) -> int:
        return sum(unit.confirmed for unit in self.units)

    @property
    def discrepancy(self) -> int:
        return sum(unit.discrepancy for unit in self.units)

    @property
    def unverifiable(self) -> int:
        return sum(unit.unverifiable for unit in self.units)

    @property
    def found(self) -> int:
        return sum(len(unit.findings) for unit in self.units)

    @property
    def praised(self) -> tuple[UnitResult, ...]:
        return tuple(unit for unit in self.units if unit.good_practice)

    @property
    def faulted(self) -> tuple[tuple[str, UnitResult], ...]:
        """With the number of its paragraph: 一、二、三 … or 1, 2, 3 …"""
        faulted = [unit for unit in self.units if unit.findings]
        return tuple((numeral(place), unit) for place, unit in enumerate(faulted, 1))


def notice(inspection: Inspection, *, on: date) -> Letter:
    """What tells the units of an inspection, in the language that is active."""
    return _letter(inspection, on, _("关于开展%(title)s的通知"), "")


def circular(inspection: Inspection, *, on: date, number: int = 0) -> Letter:
    """What an inspection found as it stands; ``number`` is given at publication alone."""
    said = letterheads.number(on.year, number).in_language(get_language()) if number else ""
    return _letter(inspection, on, _("关于%(title)s情况的通报"), said)


def _letter(inspection: Inspection, on: date, heading: str, number: str) -> Letter:
    return Letter(
        language=get_language(),
        title=inspection.title,
        heading=letterheads.lines(heading % {"title": inspection.title}),
        kind=inspection.get_kind_display(),
        issuer=inspection.issuer_label,
        number=number,
        day=on,
        starts_on=inspection.starts_on,
        ends_on=inspection.ends_on,
        year=inspection.year,
        size=inspection.size,
        themes=tuple(themes(inspection.articles)),
        team=tuple(m.person.label for m in inspection.members.select_related("person")),
        units=tuple(_units(inspection, on)),
    )


def themes(articles: list[int]) -> list[str]:
    """The articles of the theme with what they are about, one line each."""
    return [f"{article_label(article)} {theme_of(article)}" for article in articles]


def _units(inspection: Inspection, on: date):
    counted = _verdicts(inspection)
    found = {}
    rows = inspection.findings.select_related("unit").order_by("article", "found_at", "pk")
    for finding in rows:
        found.setdefault(finding.unit_id, []).append(_item(finding, on))
    for row in inspection.scope.select_related("unit"):
        verdicts = counted.get(row.unit_id, Counter())
        yield UnitResult(
            name=row.unit.label,
            looked=verdicts.total(),
            confirmed=verdicts[LookVerdict.CONFIRMED],
            discrepancy=verdicts[LookVerdict.DISCREPANCY],
            unverifiable=verdicts[LookVerdict.UNVERIFIABLE],
            good_practice=row.good_practice,
            findings=tuple(found.get(row.unit_id, ())),
        )


def _verdicts(inspection: Inspection) -> dict[int, Counter]:
    counted = {}
    rows = Paper.objects.filter(inspection=inspection, current__isnull=False)
    for unit, verdict in rows.values_list("record__post__unit", "current__verdict"):
        counted.setdefault(unit, Counter())[verdict] += 1
    return counted


def _item(finding: Finding, on: date) -> FoundItem:
    return FoundItem(
        article=finding.article_label,
        severity=finding.get_severity_display(),
        text=finding.text,
        due_on=finding.due_if_delivered(on),
        state=finding.get_state_display() if finding.due_on else "",
    )
