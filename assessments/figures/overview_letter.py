"""The overview as an official document: plain frozen values and finished geometry.

The template draws what stands here and works out nothing; charts are vectors. At publication
the values are kept, so that the document says the same for ever: names of units may change
later, and other years may be corrected.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments import letterheads, report_json, sealing
from assessments.figures.assessment_page import GradeRow, leagues_of
from assessments.figures.overview import CityRow, IndicatorRow, Overview, YearRow, overview_of
from assessments.models import Assessment, AssessmentStage, Score
from duties.models.regulation import numeral
from organizations.bilingual import speaks_english

#: Lines of a ranking that are printed; the rest is in the portal and in Excel.
PRINTED = 120
FILLS = {"green": "#2f8a55", "blue": "#1f4f82", "amber": "#d59a2c", "red": "#c43a36"}


@dataclass(frozen=True)
class Bar:
    """A column with its figure above and its label below, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    above: float
    label: str
    figure: str
    fill: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    base: float
    left: float
    right: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Grade:
    label: str
    number: int
    earned: int


@dataclass(frozen=True)
class City:
    label: str
    posts: int
    mean: str
    highest: str
    lowest: str
    excellent: int


@dataclass(frozen=True)
class Year:
    year: int
    posts: int
    mean: str
    excellent: str


@dataclass(frozen=True)
class Indicator:
    title: str
    posts: int
    mean: str
    highest: str
    lowest: str


@dataclass(frozen=True)
class Place:
    rank: int | None
    unit: str
    post: str
    total: str
    grade: str


@dataclass(frozen=True)
class Sheet:
    """One league; a figure that there is not is an empty text."""

    number: str
    name: str
    posts: int
    graded: int
    squeezed: int
    mean: str
    median: str
    highest: str
    lowest: str
    grades: tuple[Grade, ...]
    distribution: Drawing
    by_city: Drawing
    cities: tuple[City, ...]
    years: tuple[Year, ...]
    indicators: tuple[Indicator, ...]
    ranking: tuple[Place, ...]
    ties: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        return self.posts - len(self.ranking)


@dataclass(frozen=True)
class OverviewLetter:
    language: str
    title: str
    issuer: str
    year: int
    version: int
    reason: str
    day: date
    as_of: date
    final: bool
    sha256: str
    posts: int
    sheets: tuple[Sheet, ...]

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines of the title."""
        return letterheads.lines(_("%(title)s情况通报") % {"title": self.title})


def kept_of(row: Assessment, language: str) -> OverviewLetter | None:
    """As it was when the assessment was published."""
    if not row.overview:
        return None
    return report_json.load(OverviewLetter, sealing.unpack(row.overview)[language])


def to_keep(row: Assessment, *, published_at: datetime, sha256: str) -> bytes:
    """What ``kept_of`` reads, in each language, for an assessment that is just published."""
    row = copy(row)
    row.stage, row.published_at, row.sha256 = AssessmentStage.PUBLISHED, published_at, sha256
    told = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told[language] = report_json.dump(letter_now(row, language))
    return sealing.pack(told)


def letter_now(row: Assessment, language: str) -> OverviewLetter:
    leagues = leagues_of(row.scores.all())
    return letter_of(row, [overview_of(row, league) for league in leagues], language)


def letter_of(row: Assessment, overviews: Sequence[Overview], language: str) -> OverviewLetter:
    return OverviewLetter(
        language=language, title=row.title, issuer=row.unit.label, year=row.year,
        version=row.version, reason=row.reason,
        day=localtime(row.published_at).date() if row.published_at else row.as_of,
        as_of=row.as_of, final=row.is_published, sha256=row.sha256,
        posts=sum(len(each.scores) for each in overviews),
        sheets=tuple(_sheet(number, each) for number, each in enumerate(overviews, 1)),
    )  # fmt: skip


def _sheet(number: int, overview: Overview) -> Sheet:
    cities = sorted(
        (each for each in overview.cities if each.mean is not None), key=lambda each: -each.mean
    )
    return Sheet(
        number=numeral(number), name=overview.league.label, posts=len(overview.scores),
        graded=overview.graded, squeezed=overview.squeezed, mean=_text(overview.mean),
        median=_text(overview.median), highest=_text(overview.highest),
        lowest=_text(overview.lowest),
        grades=tuple(_grades(overview.grades)), cities=tuple(map(_city, overview.cities)),
        years=tuple(map(_year, overview.years)),
        indicators=tuple(map(_indicator, overview.indicators)),
        ranking=tuple(map(_place, overview.scores[:PRINTED])), ties=tuple(overview.ties),
        distribution=columns(
            [(each.label, each.number, str(each.number), FILLS[each.tone])
             for each in overview.bins]
        ),
        by_city=columns(
            [(_short(each.unit), float(each.mean), str(each.mean),
              FILLS["blue"]) for each in cities[:12]], most=100,
        ),
    )  # fmt: skip


def _text(number: Decimal | None) -> str:
    return "" if number is None else str(number)


def _grades(rows: Iterable[GradeRow]):
    return (Grade(str(row.label), row.number, row.earned) for row in rows)


def _city(row: CityRow) -> City:
    figures = map(_text, (row.mean, row.highest, row.lowest))
    return City(row.unit.label, row.posts, *figures, row.excellent)


def _year(row: YearRow) -> Year:
    return Year(row.year, row.posts, _text(row.mean), _text(row.excellent))


def _indicator(row: IndicatorRow) -> Indicator:
    return Indicator(row.title, row.posts, *map(_text, (row.mean, row.highest, row.lowest)))


def _place(row: Score) -> Place:
    post = row.post
    return Place(row.rank, post.unit.label, post.label, _text(row.total), row.grade_label)


def _short(unit) -> str:
    """Few enough signs to stand under a column."""
    return unit.name_en.partition(" ")[0] if speaks_english() else unit.short_zh or unit.name_zh


def columns(rows: Sequence[tuple[str, float, str, str]], most: float | None = None) -> Drawing:
    """Columns side by side in a drawing of 580 × 190."""
    width, height, base, top, left = 580, 190, 160.0, 24.0, 6.0
    step = (width - 2 * left) / max(len(rows), 1)
    largest = most or max((value for _, value, _, _ in rows), default=0) or 1
    bars = []
    for number, (label, value, figure, fill) in enumerate(rows):
        tall = round((base - top) * value / largest, 2)
        broad = round(min(step * 0.62, 44), 2)
        middle = round(left + step * (number + 0.5), 2)
        bars.append(Bar(
            round(middle - broad / 2, 2), round(base - tall, 2), broad, tall, middle,
            round(base - tall - 5, 2), label, figure, fill,
        ))  # fmt: skip
    return Drawing(width, height, base, left, width - left, tuple(bars))
