"""The superior's dashboard: lights of a unit's subtree by article, and what is overdue."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessments import figures
from assessments.forms.filters import Narrowing, OverdueNarrowing
from duties.figures import article_label
from duties.models import Obligation
from duties.models.regulation import chinese_numeral
from duties.themes import theme_of
from organizations import access
from organizations.bilingual import speaks_english
from organizations.excel import workbook_response
from organizations.models import Level, Track, Unit

PER_PAGE = 25
#: Whoever holds one of these looks down the tree from the unit it was granted on.
LOOKING = ("oversee", "inspect", "assess")


@dataclass
class Scope:
    """What one request looks at: unit, year, filters, and the board that answers it."""

    on: date
    tops: list[Unit]
    unit: Unit
    form: Narrowing
    columns: list[tuple[str, int]]
    board: figures.Board

    @property
    def year(self) -> int:
        return int(self.form["year"].value())

    def query(self, **changed) -> str:
        """The filters as a query string, with some of them changed."""
        asked = {name: self.form.asked(name) for name in ("year", "track", "article")}
        asked = {"unit": self.unit.pk, "year": self.year} | {k: v for k, v in asked.items() if v}
        return "?" + urlencode(asked | changed)


@login_required
def dashboard(request):
    scope = _scope(request)
    board = scope.board
    children = [_row(scope, line, line.unit.label) for line in board.children]
    context = {
        "scope": scope,
        "unit": scope.unit,
        "total": board.total.total,
        "post_count": len(board.total.posts),
        "trail": _trail(scope),
        "tops": _tabs(scope),
        "tracks": _tracks(scope.columns),
        "heads": [_head(number) for _track, number in scope.columns],
        "rows": _own_rows(scope) + children,
        "sum": _row(scope, board.total, "") if children else None,
        "overdue_query": scope.query(),
        "export_query": scope.query(),
    }
    return render(request, "assessments/dashboard.html", context)


@login_required
def dashboard_export(request):
    scope = _scope(request)
    headers = [
        _("单位"), _("职务"), _("条款"), _("事项数"), _("已完成"), _("其中逾期完成"),
        _("未到期"), _("临近到期"), _("逾期未完成"), _("完成率（%）"),
    ]  # fmt: skip
    rows = (
        [line.unit.label, line.post and line.post.label, article_label(article), cell.total,
         cell.green, cell.late, cell.grey, cell.amber, cell.red, cell.percent]
        for line in (*scope.board.posts, *scope.board.children)
        for article, cell in sorted(line.cells.items())
    )  # fmt: skip
    name = _("%(unit)s%(year)s年度履职情况") % {"unit": scope.unit.label, "year": scope.year}
    return workbook_response(name, _("履职情况"), headers, rows)


@login_required
def overdue(request):
    on = localdate()
    form, obligations = _overdue(request, on)
    page = Paginator(figures.overdue(obligations, on), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.days_late = (on - row.due_on).days
    context = {"form": form, "page": page, "export_query": request.GET.urlencode()}
    return render(request, "assessments/overdue.html", context)


@login_required
def overdue_export(request):
    on = localdate()
    _form, obligations = _overdue(request, on)
    headers = [
        _("单位"), _("职务"), _("条款"), _("要求"), _("周期"), _("截止日期"), _("逾期天数"),
        _("完成"), _("应完成"), _("原因"),
    ]  # fmt: skip
    rows = (
        [row.unit.label, row.post.label, row.requirement.clause.citation,
         row.requirement.statement, row.period_label, row.due_on, (on - row.due_on).days,
         row.done, row.needed, row.reason]
        for row in figures.overdue(obligations, on).iterator(chunk_size=500)
    )  # fmt: skip
    return workbook_response(_("逾期未完成事项"), _("逾期未完成"), headers, rows)


# --- Who looks at what ------------------------------------------------------------------


def _tops(user) -> list[Unit]:
    """The topmost units granted for looking; whoever has none may not come here."""
    found: list[Unit] = []
    for unit in access.granted(user, LOOKING, Unit.objects.all()).order_by("depth", "path"):
        if not any(unit.path.startswith(top.path) for top in found):
            found.append(unit)
    if not found:
        raise PermissionDenied
    return found


def _below(tops: list[Unit], prefix: str = "") -> Q:
    """``access.reach`` for units already fetched."""
    condition = Q()
    for top in tops:
        condition |= Q(**{f"{prefix}path__startswith": top.path})
    return condition


def _unit(request, tops: list[Unit]) -> Unit:
    asked = request.GET.get("unit")
    if not asked:
        return tops[0]
    if not asked.isdecimal():
        raise Http404
    return get_object_or_404(Unit.objects.filter(_below(tops)), pk=asked)


def _scope(request) -> Scope:
    on = localdate()
    tops = _tops(request.user)
    unit = _unit(request, tops)
    years = figures.years_below(unit) or [on.year]
    year = _year(request, years, on)
    columns = figures.articles_in(year)
    data = request.GET.dict() | {"unit": unit.pk, "year": year}
    form = Narrowing(data, years=years, articles=[article for _track, article in columns])
    track, article = form.asked("track"), form.asked("article")
    columns = [pair for pair in columns if track in (None, pair[0]) and article in (None, pair[1])]
    board = figures.board(_narrowed(Obligation.objects.of_year(year), form), unit, on)
    return Scope(on, tops, unit, form, columns, board)


def _year(request, years: list[int], on: date) -> int:
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    return on.year if on.year in years else years[0]


def _narrowed(obligations, form: Narrowing):
    if track := form.asked("track"):
        obligations = obligations.filter(requirement__clause__track=track)
    if article := form.asked("article"):
        obligations = obligations.filter(requirement__clause__article=article)
    return obligations


def _overdue(request, on: date):
    """The bound filter form and the obligations it leaves, all of them reached."""
    tops = _tops(request.user)
    unit = _unit(request, tops)
    cities = Unit.objects.filter(_below(tops), level=Level.CITY, kind="region")
    units = {each.pk: each for each in (*tops, unit, *cities)}
    years = sorted({year for top in tops for year in figures.years_below(top)}, reverse=True)
    articles = [article for _track, article in figures.articles_in(on.year)]
    form = OverdueNarrowing(
        request.GET.dict(), units=units.values(), years=years, articles=articles
    )
    reached = [unit] if request.GET.get("unit") else tops
    obligations = _narrowed(Obligation.objects.filter(_below(reached, "post__unit__")), form)
    if year := form.asked("year"):
        obligations = obligations.of_year(year)
    return form, obligations


# --- How it is shown --------------------------------------------------------------------


def _head(article: int) -> dict:
    short = str(article) if speaks_english() else chinese_numeral(article)
    return {"short": short, "label": f"{article_label(article)} {theme_of(article)}"}


def _tracks(columns) -> list[dict]:
    """The head above the articles: whose duties they are, and how many columns wide."""
    return [
        {"label": Track(track).label, "width": len(list(group))}
        for track, group in groupby(columns, key=lambda pair: pair[0])
    ]


def _trail(scope: Scope) -> list[dict]:
    """The way down to this unit, as far up as the reader may look."""
    ancestors = scope.unit.get_ancestors().filter(_below(scope.tops))
    return [{"label": each.label, "url": scope.query(unit=each.pk)} for each in ancestors]


def _tabs(scope: Scope) -> list[dict]:
    """A choice between the granted units, for whoever has several."""
    if len(scope.tops) == 1:
        return []
    return [
        {
            "label": top.label,
            "url": scope.query(unit=top.pk),
            "active": scope.unit.path.startswith(top.path),
        }
        for top in scope.tops
    ]


def _own_rows(scope: Scope) -> list[dict]:
    """The unit's own posts in one row; at a leaf, post by post."""
    board = scope.board
    if not board.children:
        return [_row(scope, line, line.post.label) for line in board.posts]
    return [_row(scope, board.own, _("本级"))] if board.posts else []


def _row(scope: Scope, line: figures.Line, label: str) -> dict:
    cells = [_cell(scope, line, label, article) for _track, article in scope.columns]
    url = _url(scope, line, None)
    return {"label": label, "url": url, "total": line.total, "cells": cells}


def _cell(scope: Scope, line: figures.Line, label: str, article: int) -> dict:
    tally = line.cells.get(article, figures.Tally())
    title = _("%(unit)s %(article)s：完成%(done)s项，共%(total)s项，逾期%(red)s项") % {
        "unit": label, "article": article_label(article),
        "done": tally.green, "total": tally.total, "red": tally.red,
    }  # fmt: skip
    url = _url(scope, line, article)
    return {"light": tally.light, "text": tally.text, "title": title, "url": url}


def _url(scope: Scope, line: figures.Line, article: int | None) -> str:
    """Down to the child, or to the one post behind a row or cell of the unit itself."""
    if line is scope.board.total:
        return ""
    if line.unit != scope.unit:
        return scope.query(unit=line.unit.pk)
    behind = [
        each.post
        for each in scope.board.posts
        if each.posts <= line.posts and (article is None or article in each.cells)
    ]
    if len(behind) != 1:
        return ""
    return f"{reverse('duties:post', args=[behind[0].pk])}?year={scope.year}"
