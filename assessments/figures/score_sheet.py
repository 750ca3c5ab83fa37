"""The score sheet 考核得分单: a score opened up, as plain frozen values in one language.

Either the figures of the day, or those that were kept with an assessment and are never worked
out again; the sheet says which.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from assessments.figures import score_origin
from assessments.figures.assessed_page import FrozenLine, assessed_page
from assessments.figures.score_origin import Origin
from assessments.figures.score_page import Entry, Line, Part, Row, ScorePage, score_page
from assessments.models import Score
from organizations import pdf
from organizations.bars import Bars, bar
from organizations.models import Post


@dataclass(frozen=True)
class Indicator:
    title: str
    depth: int
    weight: str
    share: str
    working: str
    points: str
    sentence: str


@dataclass(frozen=True)
class Deed:
    held_on: date
    title: str


@dataclass(frozen=True)
class Duty:
    number: int
    citation: str
    requirement: str
    period: str
    double: bool
    status: str
    reason: str
    deeds: tuple[Deed, ...]
    sentence: str
    points: str


@dataclass(frozen=True)
class Article:
    label: str
    theme: str
    sentence: str
    points: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Item:
    """A finding, a part of the report, a bonus, a deduction."""

    indicator: str
    title: str
    sentence: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """What one holder of the post answers for."""

    name: str
    days: int
    points: str
    grade: str
    sentence: str


@dataclass(frozen=True)
class ScoreSheet:
    signatory: str
    year: int
    language: str
    origin: Origin
    total: str
    grade: str
    sentence: str
    grade_sentence: str
    scheme: str
    version: int | None
    indicators: tuple[Indicator, ...]
    articles: tuple[Article, ...]
    items: tuple[Item, ...]
    shares: tuple[Share, ...]
    bars: Bars


def read(*, post: Post, year: int, on: date, language: str = "zh-hans") -> ScoreSheet:
    """The figures of the score page, as it would show them on ``on``."""
    with translation.override(language):
        origin = score_origin.of_today(post, year, on)
        return _sheet(post, year, language, score_page(post, year, on), origin)


def read_kept(score: Score, *, language: str = "zh-hans") -> ScoreSheet:
    """The figures that were kept with the assessment: once published the same for ever."""
    with translation.override(language):
        page, origin = assessed_page(score), score_origin.of_kept(score)
        return _sheet(score.post, score.assessment.year, language, page, origin)


def _sheet(post: Post, year: int, language: str, page: ScorePage, origin: Origin) -> ScoreSheet:
    row = page.applied.row
    return ScoreSheet(
        signatory=post.full_title, year=year, language=language, origin=origin,
        total=_text(page.total), grade=page.grade, sentence=page.sentence,
        grade_sentence=page.grade_sentence, scheme=page.scheme_title,
        version=row.version if row else None,
        indicators=tuple(_indicator(each) for each in page.rows),
        articles=tuple(_articles(page)),
        items=tuple(_item(each, entry) for each in page.rows for entry in each.entries),
        shares=tuple(_share(each) for each in page.holders),
        bars=_bars(page),
    )  # fmt: skip


def _text(number) -> str:
    return "" if number is None else str(number)


def _indicator(row: Row) -> Indicator:
    weight = "" if row.weight is None else f"{row.weight.normalize():f}"
    if row.grade:
        points = _("不高于%(grade)s") % {"grade": row.grade}
    elif row.points is None:
        points = _("不计分")
    else:
        points = f"{row.points:+}" if not row.weighed and row.points else str(row.points)
    return Indicator(
        row.title, row.depth, weight, _text(row.share), row.working, points, row.sentence
    )


def _articles(page: ScorePage):
    number = 0
    for part in page.parts:
        duties = []
        for line in part.lines:
            number += 1
            duties.append(_duty(number, line))
        yield _article(part, duties)


def _article(part: Part, duties: list[Duty]) -> Article:
    return Article(part.label, part.theme, part.sentence, _text(part.points), tuple(duties))


def _duty(number: int, line: Line | FrozenLine) -> Duty:
    return Duty(
        number=number, citation=line.citation, requirement=line.statement, period=line.period,
        double=line.double, status=line.status, reason=line.reason,
        deeds=tuple(Deed(each.held_on, each.title) for each in line.records),
        sentence=line.sentence, points=_text(line.points),
    )  # fmt: skip


def _item(row: Row, entry: Entry) -> Item:
    files = tuple(file.name for file in entry.files)
    return Item(row.title, entry.title, entry.sentence, files)


def _share(holding) -> Share:
    share = holding.share
    return Share(holding.name, share.days, _text(share.total), holding.grade, holding.sentence)


def _bars(page: ScorePage) -> Bars:
    """Weighed indicators, then articles: points out of 100."""
    rows = [row for row in page.rows if row.weighed and row.points is not None]
    found = [bar(row.title, str(row.points), [("blue", row.points)], 100) for row in rows]
    parts = [part for part in page.parts if part.points is not None]
    found += [
        bar(f"{part.label} {part.theme}", str(part.points), [(part.tone, part.points)], 100)
        for part in parts
    ]
    return Bars(tuple(found))


def file_name(sheet: ScoreSheet) -> str:
    name = _("%(who)s%(year)s年度考核得分单（%(day)s）") % {
        "who": sheet.signatory, "year": sheet.year, "day": sheet.origin.day,
    }  # fmt: skip
    return pdf.file_name(name)
