"""The duty list 履职清单 of a post for a year, as plain frozen values in one language.

One row a requirement with all its periods: what is owed, what counts as done, by when, and
where each stands on the day.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _

from duties.choices import Status
from duties.figures import DONE, article_label, rule_in_words
from duties.models import Obligation
from duties.themes import theme_of
from organizations import pdf
from organizations.bars import FILLS, Bars, Key, bar
from organizations.models import Post


@dataclass(frozen=True)
class Term:
    """One period of a requirement."""

    period: str
    due_on: date
    status: str
    status_label: str


@dataclass(frozen=True)
class Duty:
    number: int
    citation: str
    statement: str
    rule: str
    quantified: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Part:
    """The duties of one article."""

    label: str
    theme: str
    duties: tuple[Duty, ...]

    @property
    def terms(self) -> list[Term]:
        return [term for duty in self.duties for term in duty.terms]


@dataclass(frozen=True)
class DutyList:
    signatory: str
    holder: str
    regulation: str
    year: int
    on: date
    language: str
    parts: tuple[Part, ...]
    bars: Bars

    @property
    def duties(self) -> list[Duty]:
        return [duty for part in self.parts for duty in part.duties]

    @property
    def terms(self) -> list[Term]:
        return [term for part in self.parts for term in part.terms]

    @property
    def quantified(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.quantified]

    @property
    def done(self) -> list[Term]:
        return [term for term in self.terms if term.status in DONE]

    @property
    def missed(self) -> list[Term]:
        return [term for term in self.terms if term.status == Status.MISSED]

    @property
    def waived(self) -> list[Term]:
        return [term for term in self.terms if term.status == Status.WAIVED]


def read(*, post: Post, year: int, on: date, language: str = "zh-hans") -> DutyList:
    """As it stands on ``on``; a handful of queries, however many duties."""
    with translation.override(language):
        rows = list(post.obligations.of_year(year).with_law().in_legal_order())
        parts = tuple(_parts(rows))
        holder = post.incumbent_on(min(on, date(year, 12, 31)))
        return DutyList(
            signatory=post.full_title,
            holder=holder.label if holder else "",
            regulation=rows[0].requirement.clause.regulation.title if rows else "",
            year=year, on=on, language=language, parts=parts, bars=_bars(parts),
        )  # fmt: skip


def _parts(rows: list[Obligation]):
    number = 0
    for article, group in groupby(rows, lambda row: row.requirement.clause.article):
        duties = []
        for requirement, terms in groupby(group, lambda row: row.requirement):
            number += 1
            duties.append(
                Duty(
                    number=number, citation=requirement.clause.citation,
                    statement=requirement.statement, rule=rule_in_words(requirement),
                    quantified=requirement.quantified,
                    terms=tuple(_term(row) for row in terms),
                )
            )  # fmt: skip
        yield Part(article_label(article), theme_of(article), tuple(duties))


def _term(row: Obligation) -> Term:
    return Term(row.period_label, row.due_on, row.status, row.get_status_display())


def _bars(parts: tuple[Part, ...]) -> Bars:
    """What each article asks for, by where it stands; the longest fills the width."""
    whole = max((len(part.terms) for part in parts), default=0)
    found = []
    for part in parts:
        stand = [term.status for term in part.terms]
        done = sum(status in DONE for status in stand)
        missed = stand.count(Status.MISSED)
        rest = len(stand) - done - missed
        pieces = [("green", done), ("red", missed), ("grey", rest)]
        found.append(bar(f"{part.label} {part.theme}", f"{done}/{len(stand)}", pieces, whole))
    keys = (
        Key(_("已完成"), FILLS["green"]),
        Key(_("逾期未完成"), FILLS["red"]),
        Key(_("未到期或免于履行"), FILLS["grey"]),
    )
    return Bars(tuple(found), keys)


def file_name(facts: DutyList) -> str:
    name = _("%(who)s%(year)s年度履职清单（%(day)s）") % {
        "who": facts.signatory, "year": facts.year, "day": facts.on,
    }  # fmt: skip
    return pdf.file_name(name)
