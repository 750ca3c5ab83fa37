"""The ranking: posts of one track and one level side by side, never others.

It reads scores that ``assessments.actions.scores`` keeps up to date, a page at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments import scoring
from assessments.figures.live import Live
from assessments.figures.ranking_columns import Column, columns_of, grades_of, schemes_of
from assessments.figures.scope import Scope
from assessments.models import PostScore
from duties.choices import Status
from duties.figures import article_label
from duties.models import Headcount, Ledger
from duties.models.obligation import UNMET
from duties.themes import theme_of
from organizations.models import Post
from organizations.models.post import Track
from organizations.models.unit import Level

#: The tracks as tabs name them.
SHORT = {Track.PARTY: _("党委"), Track.GOVERNMENT: _("政府")}
TONES = {"excellent": "green", "good": "green", "pass": "amber", "fail": "red"}
#: Best first; among equals by post, so that a page has a place to go on from.
ORDER = ("-points", "post_id")


class League(NamedTuple):
    """Those who are compared with each other."""

    level: str
    track: str
    posts: int = 0

    @property
    def label(self) -> str:
        return f"{Level(self.level).label} · {SHORT[self.track]}"

    @property
    def key(self) -> str:
        return f"{self.level}-{self.track}"


class Degree(NamedTuple):
    """An article's degree of fulfilment as a cell of the ranking."""

    light: str
    text: str
    title: str


@dataclass
class Place:
    """A post in its league. ``rank`` is None where nothing can be scored yet.

    ``met`` in time, ``late``, ``missed`` (past due and not done), of all that is ``owed``.
    """

    post: Post
    total: Decimal | None
    met: int
    late: int
    missed: int
    owed: int
    articles: dict[int, Decimal | None]
    indicators: dict[str, Decimal | None]
    grade_code: str = ""
    grade: str = ""
    rank: int | None = None

    @property
    def tone(self) -> str:
        if self.total is None:
            return "grey"
        return "green" if self.total >= 90 else "amber" if self.total >= 60 else "red"

    @property
    def grade_tone(self) -> str:
        return TONES.get(self.grade_code, "grey")

    def cells(self, columns: Iterable[int]) -> list[Degree]:
        return [_degree(number, self.articles.get(number)) for number in columns]

    def figures(self, columns: Iterable[Column]) -> list[Decimal | None]:
        return [self.indicators.get(column.code) for column in columns]


def leagues(scope: Scope) -> list[League]:
    """Levels from the highest, party before government."""
    below = Headcount.objects.filter(unit=scope.unit, year=scope.year, posts__gt=0)
    own = Ledger.objects.filter(post__unit=scope.unit, year=scope.year, owed__gt=0).order_by()
    posts: dict[tuple[str, str], int] = {}
    for track, number in own.values_list("post__track").annotate(number=Count("pk")):
        posts[scope.unit.level, track] = number
    for level, track, number in below.values_list("level", "track", "posts"):
        posts[level, track] = posts.get((level, track), 0) + number
    levels, tracks = Level.values, Track.values
    return sorted(
        (League(*key, number) for key, number in posts.items()),
        key=lambda league: (levels.index(league.level), tracks.index(league.track)),
    )


def largest(found: list[League]) -> League | None:
    """The one with most posts; among equals the higher level, party before government."""
    return max(found, key=lambda league: league.posts, default=None)


def ledgers_of(scope: Scope, league: League) -> QuerySet[Ledger]:
    """The ledgers behind a ranking: whose scores have to be up to date."""
    rows = Ledger.objects.filter(
        year=scope.year, post__unit__level=league.level, post__track=league.track
    )
    return rows if scope.is_everything else rows.filter(
        post__unit__path__startswith=scope.unit.path
    )  # fmt: skip


def scores(scope: Scope, league: League) -> QuerySet[PostScore]:
    """All of the league in no order yet; who owes nothing is not compared."""
    rows = PostScore.objects.filter(
        year=scope.year, level=league.level, track=league.track, owed__gt=0
    ).select_related("post__unit")
    return rows if scope.is_everything else rows.filter(
        post__unit__path__startswith=scope.unit.path
    )  # fmt: skip


def places(rows: Iterable[PostScore], league: QuerySet[PostScore]) -> list[Place]:
    """A run of the ranking, in its order; equal scores share a rank, wherever a page begins."""
    rows = list(rows)
    if not rows:
        return []
    points = rows[0].points
    ahead = league.aggregate(
        better=Count("pk", filter=Q(points__gt=points)),
        equal=Count("pk", filter=Q(points=points, post_id__lt=rows[0].post_id)),
    )
    schemes = schemes_of(rows)
    grades = grades_of(rows, schemes)
    rank, found = ahead["better"] + 1, []
    for position, row in enumerate(rows, ahead["better"] + ahead["equal"] + 1):
        if row.points != points:
            rank, points = position, row.points
        place = _place(row)
        place.rank = None if points == PostScore.NONE else rank
        place.grade = grades[row.post_id]
        found.append(place)
    return found


def indicators_of(rows: Iterable[PostScore]) -> list[Column]:
    """The indicators of all schemes by which any of them was scored: the other columns."""
    return columns_of(schemes_of(rows).values())


def articles_of(found: Iterable[Place]) -> list[int]:
    """The articles that any of them owes: the columns."""
    return sorted({number for place in found for number in place.articles})


def summary_of(live: Live) -> dict:
    """What a ``PostScore`` keeps of a score."""
    tree, facts = live.tree, live.facts.duties
    articles = [node for node in tree.walk() if node.kind == "article"]
    grade = scoring.grade_by_points(live.applied.scheme, tree)
    return {
        "points": PostScore.NONE if tree.total is None else int(tree.total * 100),
        "grade": grade,
        "met": sum(fact.status == Status.MET for fact in facts),
        "late": sum(fact.status == Status.MET_LATE for fact in facts),
        "missed": sum(fact.due and fact.status in UNMET for fact in facts),
        "owed": sum(fact.status != Status.WAIVED for fact in facts),
        "articles": {node.key: _text(node.points) for node in articles},
        "indicators": {node.code: _text(node.points) for node in tree.nodes},
        "scheme": live.applied.row,
        "look_on": _look_on(live.facts.report),
    }


def _text(points: Decimal | None) -> str | None:
    return None if points is None else str(points)


def _look_on(report) -> date | None:
    """A report not handed in begins to count on the day after it was due."""
    waiting = report is not None and not report.due and report.submitted_on is None
    return report.due_on + timedelta(days=1) if waiting else None


def _place(row: PostScore) -> Place:
    return Place(
        post=row.post,
        total=None if row.points == PostScore.NONE else Decimal(row.points).scaleb(-2),
        met=row.met,
        late=row.late,
        missed=row.missed,
        owed=row.owed,
        articles={
            int(number): None if degree is None else Decimal(degree)
            for number, degree in row.articles.items()
        },
        indicators={
            code: None if points is None else Decimal(points)
            for code, points in row.indicators.items()
        },
        grade_code=row.grade,
    )


def _degree(article: int, degree: Decimal | None) -> Degree:
    light = "grey" if degree is None else "green" if degree == 100 else "amber" if degree else "red"
    text = "–" if degree is None else f"{degree:.0f}"
    return Degree(light, text, f"{article_label(article)} {theme_of(article)}：{text}")
