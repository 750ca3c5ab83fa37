"""The overview as an official document: plain frozen values and finished geometry.

The template draws what stands here and works out nothing; charts are vectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import localtime

from assessments.figures.assessment_page import GradeRow
from assessments.figures.overview import CityRow, IndicatorRow, Overview, YearRow
from assessments.models import Assessment, Score
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
class Sheet:
    """One league."""

    number: str
    name: str
    posts: int
    graded: int
    squeezed: int
    mean: Decimal | None
    median: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    grades: tuple[GradeRow, ...]
    distribution: Drawing
    by_city: Drawing
    cities: tuple[CityRow, ...]
    years: tuple[YearRow, ...]
    indicators: tuple[IndicatorRow, ...]
    ranking: tuple[Score, ...]

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
        graded=overview.graded, squeezed=overview.squeezed, mean=overview.mean,
        median=overview.median, highest=overview.highest, lowest=overview.lowest,
        grades=tuple(overview.grades), cities=tuple(overview.cities),
        years=tuple(overview.years), indicators=tuple(overview.indicators),
        ranking=tuple(overview.scores[:PRINTED]),
        distribution=columns(
            [(each.label, each.number, str(each.number), FILLS[each.tone])
             for each in overview.bins]
        ),
        by_city=columns(
            [(_short(each.unit), float(each.mean), str(each.mean),
              FILLS["blue"]) for each in cities[:12]], most=100,
        ),
    )  # fmt: skip


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
