"""What the superior reads: lights counted in SQL by post and article, rolled up the tree.

One aggregate answers the whole dashboard; units are joined to their subtree by the
prefix of their path, so the number of queries does not grow with the number of units.
"""

from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from django.db.models import Count, Q

from duties.choices import Light, Status
from duties.models import Clause, Obligation
from duties.models.obligation import UNMET, WARNING_DAYS
from organizations.models import Post, Unit

DONE = (Status.MET, Status.MET_LATE)
PENDING = (Status.OPEN, Status.PARTIAL)
#: Worst first: the light of a cell is the worst of those in it.
WORST_FIRST = (Light.RED, Light.AMBER, Light.GREY, Light.GREEN)


def light_conditions(on: date) -> dict[str, Q]:
    """``duties.rules.light_of`` said in SQL; a test holds the two together."""
    near = on + timedelta(days=WARNING_DAYS)
    red = Q(status=Status.MISSED)
    amber = Q(status__in=PENDING, due_on__lte=near)
    green = Q(status__in=DONE)
    return {"red": red, "amber": amber, "green": green, "grey": ~(red | amber | green)}


@dataclass(frozen=True)
class Tally:
    """How many obligations show which light; ``late`` are green ones done after the date."""

    red: int = 0
    amber: int = 0
    green: int = 0
    grey: int = 0
    late: int = 0
    overdue: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        names = (each.name for each in fields(self))
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def total(self) -> int:
        return self.red + self.amber + self.green + self.grey

    @property
    def light(self) -> str:
        shown = (str(light) for light in WORST_FIRST if getattr(self, light))
        return next(shown, "")

    @property
    def text(self) -> str:
        return f"{self.green}/{self.total}" if self.total else ""

    @property
    def percent(self) -> float | None:
        """Per cent fulfilled; none where nothing is owed."""
        return round(100 * self.green / self.total, 1) if self.total else None


@dataclass
class Line:
    """A row of the table: a unit with its subtree, the unit's own posts, or one post."""

    unit: Unit | None = None
    post: Post | None = None
    cells: dict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    posts: set[int] = field(default_factory=set)

    def count(self, post: int, article: int, tally: Tally) -> None:
        self.cells[article] += tally
        self.posts.add(post)

    @property
    def total(self) -> Tally:
        return sum(self.cells.values(), Tally())


@dataclass(frozen=True)
class Board:
    """The table for one unit: its own posts together and one by one, children, the sum."""

    own: Line
    posts: tuple[Line, ...]
    children: tuple[Line, ...]
    total: Line


def board(obligations, unit: Unit, on: date) -> Board:
    """Roll the counts of ``obligations`` (already narrowed) up to the children of ``unit``."""
    lines = {child.path: Line(unit=child) for child in unit.get_children().in_force(on)}
    own, total = Line(unit=unit), Line(unit=unit)
    by_post = {post.pk: Line(unit=unit, post=post) for post in unit.posts.all()}
    length = len(unit.path) + Unit.steplen
    for path, post, article, tally in counted(obligations.below(unit), on):
        at_home = path == unit.path
        reached = (own, by_post[post]) if at_home else (lines.get(path[:length]),)
        for line in filter(None, (*reached, total)):
            line.count(post, article, tally)
    posts = tuple(line for line in by_post.values() if line.posts)
    return Board(own, posts, tuple(lines.values()), total)


def counted(obligations, on: date):
    """(path of the unit, post, article, tally), in one query."""
    counts = {name: Count("pk", where) for name, where in light_conditions(on).items()}
    counts["late"] = Count("pk", Q(status=Status.MET_LATE))
    counts["overdue"] = Count("pk", Q(status__in=UNMET, due_on__lt=on))
    found = obligations.order_by().values_list(
        "post__unit__path", "post", "requirement__clause__article"
    ).annotate(**counts)  # fmt: skip
    for path, post, article, *numbers in found:
        yield path, post, article, Tally(**dict(zip(counts, numbers, strict=True)))


def articles_in(year: int, track: str = "") -> list[tuple[str, int]]:
    """(track, article) of the law in force in that year: the columns of the table."""
    clauses = Clause.objects.during(date(year, 1, 1), date(year, 12, 31)).order_by()
    if track:
        clauses = clauses.filter(track=track)
    return sorted(set(clauses.values_list("track", "article")), key=lambda pair: pair[1])


def years_below(unit: Unit) -> list[int]:
    """The years for which posts in this subtree owe anything, the latest first."""
    found = Obligation.objects.below(unit).order_by().values_list("year", flat=True)
    return sorted(found.distinct(), reverse=True)


def overdue(obligations, on: date):
    """Unmet and past the date, the longest first."""
    rows = obligations.overdue(on).with_law()
    return rows.order_by(
        "due_on",
        "post__unit__path",
        "requirement__clause__article",
        "requirement__clause__item",
        "requirement__position",
        "pk",
    )
