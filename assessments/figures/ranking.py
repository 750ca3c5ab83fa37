"""The ranking: posts of one track and one level side by side, never others.

One query for the posts, one for their obligations; the score itself is ``scoring.score``.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from assessments import scoring
from assessments.figures.lights import FULFILLED
from assessments.figures.scope import Scope
from duties.choices import Outcome, Status
from duties.figures import article_label
from duties.models import Obligation
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

    @property
    def label(self) -> str:
        return f"{Level(self.level).label} · {SHORT[self.track]}"

    @property
    def key(self) -> str:
        return f"{self.level}-{self.track}"


@dataclass
class Place:
    """A post in its league. ``rank`` is None where nothing can be scored yet."""

    post: Post
    total: Decimal | None
    met: int
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
    levels, tracks = Level.values, Track.values
    return sorted(
        (League(*each) for each in found.distinct()),
        key=lambda league: (levels.index(league.level), tracks.index(league.track)),
    )


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


def fact_of(row: Obligation, on) -> scoring.Fact:
    return scoring.Fact(
        article=row.requirement.clause.article,
        requirement=row.requirement.code,
        status=row.status,
        done=row.done,
        needed=row.needed,
        basis=row.outcome != Outcome.NO_BASIS,
        due=row.due_on < on,
    )


def _facts(scope: Scope, league: League):
    rows = scope.obligations.filter(
        post__track=league.track, post__unit__level=league.level
    ).values_list(
        "post_id", "requirement__clause__article", "requirement__code",
        "status", "done", "needed", "outcome", "due_on",
    )  # fmt: skip
    for post, article, code, status, done, needed, outcome, due_on in rows.order_by():
        basis, due = outcome != Outcome.NO_BASIS, due_on < scope.on
        yield post, scoring.Fact(article, code, status, done, needed, basis, due)


def _place(post: Post, facts: list[scoring.Fact]) -> Place:
    tree = scoring.score(facts)
    return Place(
        post=post,
        total=tree.total,
        met=sum(fact.status in FULFILLED for fact in facts),
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
