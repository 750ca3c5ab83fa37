"""What the superior opens first: how the subtree stands, and what is overdue in it."""

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.figures import scope as scopes
from assessments.figures.board import board, total
from assessments.views import charts
from assessments.views.scoping import asked, filters, scope_of, tops_of, unit_of
from duties.actions import tallies
from organizations.excel import workbook_response
from organizations.paging import page_of

OVERDUE_ORDER = ("due_on", "pk")
SHOWN_OVERDUE = 6
#: Seconds that a page may be older than a name on it (figures never are).
KEPT = 300
#: More rows than this no clerk reads; Excel itself ends at a million.
EXPORTED = 100_000


@login_required
@require_safe
def dashboard(request):
    """As fresh as the figures, and not made again while they have not changed."""
    on = localdate()
    tops = tops_of(request)
    unit = unit_of(request, tops)
    key = _key(request, unit, tops, on)
    if (made := cache.get(key)) is None:
        made = _made(request, tops, unit, on)
        cache.set(key, made, KEPT)
    return render(request, "assessments/dashboard.html", made)


def _key(request, unit, tops, on) -> str:
    """All that the page depends on: what was asked, by whose reach, on which day, which edition."""
    asked = [request.GET.get(name, "") for name in ("year", "track", "article")]
    year = int(asked[0]) if asked[0].isdecimal() and len(asked[0]) == 4 else on.year
    parts = [unit.pk, *asked, [top.pk for top in tops], on, get_language()]
    parts.append(tallies.edition(unit, year))
    return f"dashboard:{sha256(repr(parts).encode()).hexdigest()}"


def _made(request, tops, unit, on) -> dict:
    scope = scope_of(request, on, tops, unit)
    table = board(scope)
    context = {
        "scope": scope, "on": on, "headline": table.total, "board": table,
        "filters": filters(scope, tops), "chart": charts.by_column(table),
        "overdue": _overdue(scope)[:SHOWN_OVERDUE],
    }  # fmt: skip
    body = render_to_string("assessments/_parts/dashboard_body.html", context)
    return {"scope": scope, "on": on, "trail": scopes.trail(tops, scope.unit), "body": body}


@login_required
@require_safe
def dashboard_export(request):
    scope, _tops = asked(request, localdate())
    table = board(scope)
    head = [_("单位或职务"), _("应完成"), _("已完成"), _("逾期完成"), _("逾期"), _("临近到期")]
    head += [_("完成率（%）"), *(_column_head(column) for column in table.columns)]
    rows = [_cells(row.label, row.total, row.cells) for row in table.rows]
    rows.append(_cells(_("合计"), table.total, table.sums))
    title = _("%(unit)s%(year)s年度履职看板") % {"unit": scope.unit.label, "year": scope.year}
    return workbook_response(title, _("履职看板"), head, rows)


@login_required
@require_safe
def overdue(request):
    scope, tops = asked(request, localdate())
    page = page_of(request, _overdue(scope), order=OVERDUE_ORDER)
    for row in page:
        row.days_overdue = (scope.on - row.due_on).days
    context = {
        "scope": scope,
        "on": scope.on,
        "trail": scopes.trail(tops, scope.unit),
        "filters": filters(scope, tops),
        "page": page,
        "total": total(scope).overdue,
    }
    return render(request, "assessments/overdue.html", context)


@login_required
@require_safe
def overdue_export(request):
    scope, _tops = asked(request, localdate())
    head = [_("单位"), _("职务"), _("条款"), _("要求"), _("周期"), _("截止日期")]
    head += [_("逾期天数"), _("已完成"), _("应完成"), _("核验结论")]
    rows = (
        [row.unit.label, row.post.label, row.requirement.clause.citation,
         row.requirement.statement, row.period_label, row.due_on,
         (scope.on - row.due_on).days, row.done, row.needed, row.reason]
        for row in _overdue(scope)[:EXPORTED]
    )  # fmt: skip
    title = _("%(unit)s%(year)s年度逾期事项") % {"unit": scope.unit.label, "year": scope.year}
    return workbook_response(title, _("逾期事项"), head, rows)


def _overdue(scope):
    """The longest overdue first."""
    return scope.obligations.overdue(scope.on).with_law().order_by(*OVERDUE_ORDER)


def _column_head(column) -> str:
    return f"{column.label} {column.title}"


def _cells(label, whole, cells) -> list:
    share = None if whole.share is None else round(whole.share, 1)
    shown = [cell.text if cell.light else None for cell in cells]
    return [label, whole.total, whole.met, whole.late, whole.overdue, whole.soon, share, *shown]
