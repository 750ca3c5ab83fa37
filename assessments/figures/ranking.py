"""The ranking: posts of one track and one level side by side, never others.

One query for the posts, one for their obligations; the score itself is ``scoring.score``.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from assessments import scoring
from assessments.figures.scope import Scope
from duties.choices import Outcome, Status
from duties.figures import article_label
from duties.models import Obligation
from duties.models.obligation import UNMET
from duties.themes import theme_of
from organizations.models import Post
from organizations.models.post import Track
from organizations.models.unit import Level

#: The tracks as tabs name them.
SHORT = {Track.PARTY: _("党委"), Track.GOVERNMENT: _("政府")}


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
    cells: list["Degree"] = field(default_factory=list)
    rank: int | None = None

    @property
    def tone(self) -> str:
        if self.total is None:
            return "grey"
        return "green" if self.total >= 90 else "amber" if self.total >= 60 else "red"


class Degree(NamedTuple):
    """An article's degree of fulfilment as a cell of the ranking."""

    light: str
    text: str
    title: str


def leagues(scope: Scope) -> list[League]:
    """Levels from the highest, party before government."""
    found = scope.obligations.order_by().values_list("post__unit__level", "post__track")
    found = found.annotate(posts=Count("post", distinct=True))
    levels, tracks = Level.values, Track.values
    return sorted(
        (League(*each) for each in found),
        key=lambda league: (levels.index(league.level), tracks.index(league.track)),
    )


def largest(found: list[League]) -> League | None:
    """The one with most posts; among equals the higher level, party before government."""
    return max(found, key=lambda league: league.posts, default=None)


def ranking(scope: Scope, league: League) -> list[Place]:
    """Best first; equal scores share a rank, those without a score stand last."""
    posts = scope.posts.filter(unit__level=league.level, track=league.track).in_bulk()
    facts = defaultdict(list)
    for key, fact in _facts(scope, league):
        facts[key].append(fact)
    places = [_place(posts[key], facts[key]) for key in facts if key in posts]
    places.sort(key=lambda place: place.post.unit.path)
    places.sort(key=lambda place: -1 if place.total is None else place.total, reverse=True)
    _number(places)
    columns = articles_of(places)
    for place in places:
        place.cells = [_degree(number, place.articles.get(number)) for number in columns]
    return places


def articles_of(places: list[Place]) -> list[int]:
    """The articles that anyone in the league owes: the columns."""
    return sorted({number for place in places for number in place.articles})


def _degree(article: int, degree: Decimal | None) -> Degree:
    light = "grey" if degree is None else "green" if degree == 1 else "amber" if degree else "red"
    text = "–" if degree is None else f"{100 * degree:.0f}"
    return Degree(light, text, f"{article_label(article)} {theme_of(article)}：{text}")


def fact_of(row: Obligation, on: date) -> scoring.Fact:
    """An obligation fetched whole, as score page and report have it."""
    return _fact(
        row.requirement.clause.article, row.requirement.code,
        row.status, row.done, row.needed, row.outcome, row.due_on, on,
    )  # fmt: skip


def _fact(article, code, status, done, needed, outcome, due_on, on: date) -> scoring.Fact:
    """The one way from the columns of an obligation to what is scored."""
    return scoring.Fact(
        article, code, status, done, needed, basis=outcome != Outcome.NO_BASIS, due=due_on < on
    )


def _facts(scope: Scope, league: League):
    rows = scope.obligations.filter(
        post__track=league.track, post__unit__level=league.level
    ).values_list(
        "post_id", "requirement__clause__article", "requirement__code",
        "status", "done", "needed", "outcome", "due_on",
    )  # fmt: skip
    for post, *columns in rows.order_by():
        yield post, _fact(*columns, scope.on)


def _place(post: Post, facts: list[scoring.Fact]) -> Place:
    tree = scoring.score(facts)
    return Place(
        post=post,
        total=tree.total,
        met=sum(fact.status == Status.MET for fact in facts),
        late=sum(fact.status == Status.MET_LATE for fact in facts),
        missed=sum(fact.due and fact.status in UNMET for fact in facts),
        owed=sum(fact.status != Status.WAIVED for fact in facts),
        articles={each.article: each.degree for each in tree.articles},
    )


def _number(places: list[Place]) -> None:
    before = None
    for number, place in enumerate(places, 1):
        if place.total is not None:
            same = before is not None and before.total == place.total
            place.rank = before.rank if same else number
            before = place
