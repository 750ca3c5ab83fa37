"""The superior's table: the posts of a unit and its direct children × articles of the law.

Two queries whatever the size of the subtree: the database adds up each child's whole
branch by the beginning of its path; this file only puts the sums into rows and columns.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Min, Value, When
from django.db.models.functions import Substr
from django.urls import reverse

from assessments.figures.lights import PRESSING, counts, light_on
from assessments.figures.scope import Scope
from duties.figures import article_label
from duties.models import Requirement
from duties.models.regulation import chinese_numeral
from duties.themes import theme_of
from organizations.bilingual import speaks_english
from organizations.models import Post, Unit

#: Shares of overdue obligations at which the red of a branch grows darker.
SHADES = (0.1, 0.25)
SUMS = ("total", "met", "late", "overdue", "amber")


@dataclass
class Cell:
    """What was done of what is owed, and the most pressing light in it."""

    total: int = 0
    met: int = 0
    late: int = 0
    overdue: int = 0
    amber: int = 0
    lights: set[str] = field(default_factory=set)
    only: int | None = None
    url: str = ""

    def add(self, row: dict[str, Any]) -> None:
        for name in SUMS:
            setattr(self, name, getattr(self, name) + row[name])
        self.lights.add(row["light"])
        self.only = row["first"] if row["rows"] == 1 and len(self.lights) == 1 else None

    @property
    def light(self) -> str:
        return next((str(light) for light in PRESSING if str(light) in self.lights), "")

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

    @property
    def rows(self) -> list[Row]:
        return self.posts + self.children


def headline(scope: Scope) -> dict[str, Any]:
    """Posts, obligations and how they stand, in one query."""
    rows = scope.obligations.annotate(light=light_on(scope.on))
    figures = rows.aggregate(posts=Count("post", distinct=True), **counts(scope.on))
    figures["share"] = 100 * figures["met"] / figures["total"] if figures["total"] else None
    return figures


def board(scope: Scope) -> Board:
    sums = _sums(scope)
    columns = _columns(scope, {row["column"] for row in sums})
    cells: dict[Any, dict[Any, Cell]] = defaultdict(lambda: defaultdict(Cell))
    foot: dict[Any, Cell] = defaultdict(Cell)
    for row in sums:
        branch = row["own_post"] or row["branch"]
        for cell in (cells[branch][row["column"]], cells[branch][None]):
            cell.add(row)
        for cell in (foot[row["column"]], foot[None]):
            cell.add(row)
    posts = [_post_row(scope, post, columns, cells[post.pk]) for post in _posts(scope, cells)]
    units = [_unit_row(scope, unit, columns, cells[unit.path]) for unit in _units(scope, cells)]
    return Board(columns, posts, units, [foot[each.key] for each in columns], foot[None])


def _sums(scope: Scope) -> list[dict[str, Any]]:
    """Branch (post of the unit itself, or child) × column × light → counts."""
    law = F("requirement__clause__article")
    own = When(post__unit=scope.unit, then=F("post_id"))
    length = len(scope.unit.path) + Unit.steplen
    rows = scope.obligations.order_by().annotate(
        light=light_on(scope.on),
        branch=Substr("post__unit__path", 1, length),
        own_post=Case(own, default=Value(None), output_field=IntegerField()),
        column=F("requirement__code") if scope.article else law,
    )
    groups = rows.values("branch", "own_post", "column", "light")
    return list(groups.annotate(rows=Count("pk"), first=Min("pk"), **counts(scope.on)))


def _columns(scope: Scope, keys: set) -> list[Column]:
    if scope.article:
        return _requirement_columns(scope, keys)
    return [
        Column(key, article_label(key), theme_of(key), _short(key), f"?{scope.query(article=key)}")
        for key in sorted(keys)
    ]


def _short(article: int) -> str:
    return str(article) if speaks_english() else chinese_numeral(article)


def _requirement_columns(scope: Scope, keys: set) -> list[Column]:
    rows = Requirement.objects.filter(clause__article=scope.article, code__in=keys)
    by_code = {row.code: row for row in rows.order_by("valid_from")}
    order = sorted(by_code.values(), key=lambda row: (row.clause_id, row.position))
    return [Column(row.code, row.code, row.statement, row.code) for row in order]


def _posts(scope: Scope, cells) -> Iterable[Post]:
    keys = [key for key in cells if isinstance(key, int)]
    return Post.objects.filter(pk__in=keys).order_by("-track", "pk")


def _units(scope: Scope, cells) -> Iterable[Unit]:
    """Children in the order of their codes; those without one stand last."""
    keys = [key for key in cells if isinstance(key, str) and key != scope.unit.path]
    found = Unit.objects.filter(path__in=keys)
    return sorted(found, key=lambda unit: (unit.code is None, unit.code or "", unit.path))


def _post_row(scope: Scope, post: Post, columns: list[Column], cells) -> Row:
    page = f"{post.get_absolute_url()}?year={scope.year}"
    return _row(post.label, page, columns, cells, lambda column, cell: _post_url(page, cell), True)


def _post_url(page: str, cell: Cell) -> str:
    return reverse("duties:obligation", args=[cell.only]) if cell.only else page


def _unit_row(scope: Scope, unit: Unit, columns: list[Column], cells) -> Row:
    page = reverse("assessments:dashboard")

    def below(column: Column, cell: Cell) -> str:
        article = scope.article or column.key
        return f"{page}?{scope.query(unit=unit, article=article)}"

    return _row(unit.label, f"{page}?{scope.query(unit=unit)}", columns, cells, below)


def _row(label, url, columns, cells, link, is_post=False) -> Row:
    for column in columns:
        cell = cells[column.key]
        cell.url = link(column, cell) if cell.total else ""
    shown = [cells[each.key] for each in columns]
    return Row(label, url, shown, cells[None], columns, is_post)
