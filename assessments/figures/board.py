"""The superior's table: the posts of a unit and its direct children × articles of the law.

What lies below the children comes from summaries that the actions keep (``duties.tallies``);
what the unit's and the children's own posts owe is added up where it is. So the table costs
what it shows, for a county as for the country, and a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from assessments.figures.lights import PRESSING, counted, summed
from assessments.figures.scope import Scope
from duties.figures import article_label, article_short
from duties.models import Headcount, Requirement, Tally
from duties.themes import theme_of
from organizations.models import Post, Unit

#: Shares of overdue obligations at which the red of a branch grows darker.
SHADES = (0.1, 0.25)
ICONS = {
    "red": "bi-x-lg", "amber": "bi-exclamation-lg", "grey": "bi-circle", "green": "bi-check-lg"
}  # fmt: skip


@dataclass
class Cell:
    """What was done of what is owed, and the most pressing light in it.

    ``red``, ``amber``, ``grey``, ``green`` count lights; ``overdue`` also counts what is
    past due and waits for its check, ``soon`` only what is not.
    """

    total: int = 0
    met: int = 0
    late: int = 0
    overdue: int = 0
    soon: int = 0
    red: int = 0
    amber: int = 0
    grey: int = 0
    green: int = 0
    first: int | None = None
    url: str = ""

    def add(self, figures: Iterable[int], first: int | None = None) -> None:
        total, met, late, overdue, soon, red, amber, grey, green = figures
        self.total += total
        self.met += met
        self.late += late
        self.overdue += overdue
        self.soon += soon
        self.red += red
        self.amber += amber
        self.grey += grey
        self.green += green
        self.first = first

    @property
    def light(self) -> str:
        return next((light for light in PRESSING if getattr(self, light)), "")

    @property
    def icon(self) -> str:
        return ICONS[self.light]

    @property
    def only(self) -> int | None:
        """The one obligation that the cell is about, where it is one."""
        return self.first if self.red + self.amber + self.grey + self.green == 1 else None

    @property
    def text(self) -> str:
        return f"{self.met}/{self.total}"

    @property
    def share(self) -> float | None:
        return 100 * self.met / self.total if self.total else None

    @property
    def depth(self) -> int:
        """How much of it is overdue, in three steps: a shade within the worst light."""
        part = self.overdue / self.total if self.total else 0
        return 1 if part < SHADES[0] else 2 if part < SHADES[1] else 3


@dataclass(frozen=True)
class Column:
    """An article, or with one article chosen a requirement of it."""

    key: Any
    label: str
    title: str
    short: str
    url: str = ""


@dataclass
class Row:
    label: str
    url: str
    cells: list[Cell]
    total: Cell
    columns: list[Column]
    is_post: bool = False

    @property
    def pairs(self):
        """Each cell with its column."""
        return zip(self.cells, self.columns, strict=True)


@dataclass
class Board:
    columns: list[Column]
    posts: list[Row]
    children: list[Row]
    sums: list[Cell]
    total: Cell
    #: Posts that owe anything, those below included.
    headcount: int

    @property
    def rows(self) -> list[Row]:
        return self.posts + self.children


def board(scope: Scope) -> Board:
    children = {unit.pk: unit for unit in _children(scope.unit)}
    cells: dict[Any, dict[Any, Cell]] = defaultdict(lambda: defaultdict(Cell))
    foot: dict[Any, Cell] = defaultdict(Cell)
    for branch, column, first, *figures in [*_own(scope, children), *_below(scope, children)]:
        for cell in (cells[branch][column], cells[branch][None], foot[column], foot[None]):
            cell.add(figures, first)
    columns = _columns(scope, {key for key in foot if key is not None})
    posts = _posts(key for kind, key in cells if kind == "post")
    return Board(
        columns=columns,
        posts=[_post_row(scope, post, columns, cells["post", post.pk]) for post in posts],
        children=[
            _unit_row(scope, unit, columns, cells["unit", unit.pk])
            for unit in sorted(children.values(), key=_by_code)
            if ("unit", unit.pk) in cells
        ],
        sums=[foot[each.key] for each in columns],
        total=foot[None],
        headcount=len(posts) + _headcount(scope),
    )


def total(scope: Scope) -> Cell:
    """The whole subtree in one cell: what the table's last corner says."""
    cell = Cell()
    for _, _, first, *figures in _own(scope, {}):
        cell.add(figures, first)
    for _, _, first, *figures in _below(scope, {scope.unit.pk: scope.unit}):
        cell.add(figures, first)
    return cell


def _children(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1)


def _own(scope: Scope, children: dict[int, Unit]) -> Iterable[list]:
    """The unit's posts one by one, those of each child together."""
    rows = scope.narrow("requirement__clause__article", "post__track").filter(
        post__unit__in=[scope.unit.pk, *children]
    )
    own = Case(
        When(post__unit=scope.unit, then=F("post_id")), default=Value(None),
        output_field=IntegerField(),
    )  # fmt: skip
    column = F("requirement__code") if scope.article else F("requirement__clause__article")
    groups = rows.order_by().annotate(own=own, column=column).values("own", "post__unit", "column")
    found = groups.annotate(first=Min("pk"), **counted(scope.on))
    for post, unit, *rest in found.values_list(
        "own", "post__unit", "column", "first", *counted(scope.on)
    ):
        yield [("post", post) if post else ("unit", unit), *rest]


def _below(scope: Scope, children: dict[int, Unit]) -> Iterable[list]:
    """What lies below each child, from the summaries."""
    rows = scope.narrow("article", "track", Tally.objects.all()).filter(unit__in=list(children))
    column = "code" if scope.article else "article"
    sums = summed(scope.on)
    for unit, key, *rest in rows.order_by().values("unit", column).annotate(**sums).values_list(
        "unit", column, *sums
    ):  # fmt: skip
        if any(rest):
            yield [("unit", unit), key, None, *rest]


def _headcount(scope: Scope) -> int:
    """Posts below the unit; with one article chosen those whom it binds are not told apart."""
    rows = Headcount.objects.filter(unit=scope.unit, year=scope.year)
    rows = rows.filter(Q(track=scope.track) if scope.track else Q())
    return rows.aggregate(posts=Coalesce(Sum("posts"), 0))["posts"]


def _columns(scope: Scope, keys: set) -> list[Column]:
    if scope.article:
        return _requirement_columns(scope, keys)
    return [
        Column(
            key,
            article_label(key),
            theme_of(key),
            article_short(key),
            f"?{scope.query(article=key)}",
        )
        for key in sorted(keys)
    ]


def _requirement_columns(scope: Scope, keys: set) -> list[Column]:
    rows = Requirement.objects.filter(clause__article=scope.article, code__in=keys)
    by_code = {row.code: row for row in rows.order_by("valid_from")}
    order = sorted(by_code.values(), key=lambda row: (row.clause_id, row.position))
    return [Column(row.code, row.code, row.statement, row.code) for row in order]


def _posts(keys: Iterable[int]) -> list[Post]:
    return list(Post.objects.filter(pk__in=list(keys)).order_by("-track", "pk"))


def _by_code(unit: Unit) -> tuple:
    """In the order of their codes; those without one stand last."""
    return unit.code is None, unit.code or "", unit.path


def _post_row(scope: Scope, post: Post, columns: list[Column], cells) -> Row:
    page = f"{post.get_absolute_url()}?year={scope.year}"
    return _row(post.label, page, columns, cells, lambda column, cell: _post_url(page, cell), True)


def _post_url(page: str, cell: Cell) -> str:
    return reverse("duties:obligation", args=[cell.only]) if cell.only else page


def _unit_row(scope: Scope, unit: Unit, columns: list[Column], cells) -> Row:
    page = f"{reverse('assessments:dashboard')}?{scope.query(unit=unit, article=None)}"
    article = f"&article={scope.article}" if scope.article else ""

    def below(column: Column, cell: Cell) -> str:
        return page + (article or f"&article={column.key}")

    return _row(unit.label, page + article, columns, cells, below)


def _row(label, url, columns, cells, link, is_post=False) -> Row:
    for column in columns:
        cell = cells[column.key]
        cell.url = link(column, cell) if cell.light else ""
    shown = [cells[each.key] for each in columns]
    return Row(label, url, shown, cells[None], columns, is_post)
