"""The overview of an assessment: one league at a time, as people are compared only within one.

Distribution, by city, year on year, by indicator; everything also as rows for Excel.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from django.db.models import Count, Q, Sum

from assessments.figures.assessment_page import GradeRow, grades_of
from assessments.figures.ranking import League
from assessments.figures.score_page import said
from assessments.models import Assessment, Score
from assessments.schemes import Grade, parse
from assessments.scoring.rounding import to_hundredth
from organizations.models import Unit

#: Lower ends of the columns of the histogram; the first also holds all that is less.
BINS = (55, 60, 65, 70, 75, 80, 85, 90, 95)
SHOWN_FIRST = 10


@dataclass(frozen=True)
class Bin:
    label: str
    number: int
    tone: str


@dataclass(frozen=True)
class CityRow:
    unit: Unit
    posts: int
    mean: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None
    excellent: int


@dataclass(frozen=True)
class YearRow:
    year: int
    posts: int
    mean: Decimal | None
    excellent: Decimal | None


@dataclass(frozen=True)
class IndicatorRow:
    """``posts``: those for whom it has a basis; the others are not in its mean. ``weighed``: out
    of 100; the others add or take off points."""

    title: str
    weighed: bool
    posts: int
    mean: Decimal | None
    highest: Decimal | None
    lowest: Decimal | None


@dataclass(frozen=True)
class Overview:
    assessment: Assessment
    league: League
    scores: list[Score]
    grades: list[GradeRow]
    bins: list[Bin]
    cities: list[CityRow]
    years: list[YearRow]
    indicators: list[IndicatorRow]

    @property
    def totals(self) -> list[Decimal]:
        return [each.total for each in self.scores if each.total is not None]

    @property
    def mean(self) -> Decimal | None:
        return mean_of(self.totals)

    @property
    def median(self) -> Decimal | None:
        return to_hundredth(median(self.totals)) if self.totals else None

    @property
    def highest(self) -> Decimal | None:
        return max(self.totals, default=None)

    @property
    def lowest(self) -> Decimal | None:
        return min(self.totals, default=None)

    @property
    def graded(self) -> int:
        return sum(bool(each.grade) for each in self.scores)

    @property
    def squeezed(self) -> int:
        """Whom the quota left without the grade that the points had earned."""
        return sum(each.squeezed for each in self.scores)

    @property
    def ties(self) -> list[str]:
        """Why places stay empty, where equal points are the reason."""
        return [each.tie.sentence for each in self.grades if each.tie]

    @property
    def first(self) -> list[Score]:
        return [each for each in self.scores if each.rank is not None][:SHOWN_FIRST]


def overview_of(row: Assessment, league: League) -> Overview:
    scores = list(
        row.scores.of_league(league.level, league.track).light()
        .select_related("post__unit").order_by("position", "post_id")
    )  # fmt: skip
    for each in scores:
        each.assessment = row
    return Overview(
        row, league, scores, grades_of(row, league), bins_of(scores), _cities(row, scores),
        _years(row, league), _indicators(row, scores),
    )  # fmt: skip


def mean_of(values: Iterable[Decimal]) -> Decimal | None:
    found = list(values)
    return to_hundredth(sum(found) / len(found)) if found else None


def bins_of(scores: Iterable[Score]) -> list[Bin]:
    totals = [each.total for each in scores if each.total is not None]
    ends = [*BINS[1:], 101]
    found = []
    for number, (least, end) in enumerate(zip(BINS, ends, strict=True)):
        low = -1 if number == 0 else least
        inside = sum(low <= total < end for total in totals)
        label = f"<{end}" if number == 0 else f"{least}–{min(end, 100)}"
        found.append(Bin(label, inside, _tone(least)))
    return found


def _tone(least: int) -> str:
    return "green" if least >= 90 else "blue" if least >= 80 else "amber" if least >= 60 else "red"


def _cities(row: Assessment, scores: list[Score]) -> list[CityRow]:
    """By the units right below the one that assesses."""
    length = (row.unit.depth + 1) * Unit.steplen
    below = Unit.objects.filter(path__startswith=row.unit.path, depth=row.unit.depth + 1)
    groups = defaultdict(list)
    for each in scores:
        groups[each.post.unit.path[:length]].append(each)
    return [_city(unit, groups[unit.path]) for unit in below if groups[unit.path]]


def _city(unit: Unit, scores: list[Score]) -> CityRow:
    totals = [each.total for each in scores if each.total is not None]
    excellent = sum(each.grade == Grade.EXCELLENT for each in scores)
    return CityRow(
        unit, len(scores), mean_of(totals), max(totals, default=None), min(totals, default=None),
        excellent,
    )  # fmt: skip


def _years(row: Assessment, league: League) -> list[YearRow]:
    """This one and the last published version of every other year, the earliest first."""
    published = Assessment.objects.published().filter(unit=row.unit_id).exclude(year=row.year)
    kept = dict(published.order_by("version").values_list("year", "pk")) | {row.year: row.pk}
    counted = (
        Score.objects.filter(assessment__in=kept.values(), level=league.level, track=league.track)
        .order_by().values_list("assessment__year")
        .annotate(posts=Count("pk"), scored=Count("total"), sum=Sum("total"),
                  graded=Count("pk", ~Q(grade="")),
                  excellent=Count("pk", Q(grade=Grade.EXCELLENT)))
    )  # fmt: skip
    return [
        YearRow(year, posts, _mean_of_sum(whole, scored), _share(best, graded))
        for year, posts, scored, whole, graded, best in sorted(counted)
    ]


def _mean_of_sum(whole: Decimal | None, number: int) -> Decimal | None:
    """As ``mean_of``: the sum is exact in hundredths, whatever the database adds up in."""
    return to_hundredth(to_hundredth(Decimal(whole)) / number) if number else None


def _share(part: int, whole: int) -> Decimal | None:
    """Of a hundred, to the tenth."""
    share = Decimal(100) * part / whole if whole else None
    return None if share is None else share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _indicators(row: Assessment, scores: list[Score]) -> list[IndicatorRow]:
    known = {
        indicator.code: indicator
        for each in row.schemes.values() for indicator in parse(each["content"]).indicators
    }  # fmt: skip
    found = []
    for code, indicator in known.items():
        values = [
            Decimal(points) for each in scores
            if (points := each.indicators.get(code)) is not None
        ]  # fmt: skip
        found.append(IndicatorRow(
            said(indicator.title), indicator.weight is not None, len(values), mean_of(values),
            max(values, default=None), min(values, default=None),
        ))  # fmt: skip
    return found
