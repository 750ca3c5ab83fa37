"""The overview of accountability, for the offices of chapter IV."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.figures import overview as figures
from accountability.figures.turning import put_turns
from accountability.suppression import LEAST
from organizations.excel import workbook_response

#: Years back that can be chosen.
BACK = 2


def _asked(request):
    units = figures.offices(request.user)
    if not units:
        raise PermissionDenied("overview")
    this = localdate().year
    years = list(range(this, this - BACK - 1, -1))
    year = request.GET.get("year", "")
    return units, int(year) if year in map(str, years) else this, years


@login_required
@require_safe
def overview(request):
    units, year, years = _asked(request)
    on = localdate()
    near = list(figures.running_out(request.user, on))
    put_turns(near, request.user, on)
    tables = figures.statistics(units, year, figures.closed_on(on))
    context = {
        "year": year,
        "years": years,
        "near": near,
        "stages": figures.own_stages(request.user, on),
        "tables": tables,
        "hidden": [table.title for table in tables if table.is_empty],
        "until": figures.closed_on(on),
        "least": LEAST,
    }
    return render(request, "accountability/overview.html", context)


@login_required
@require_safe
def overview_export(request):
    """The same tables, the same cells left out."""
    units, year, _years = _asked(request)
    until = figures.closed_on(localdate())
    head = [_("统计表"), _("项目"), _("栏目"), _("件数")]
    hidden = _("不足%(least)s件或者为防推算不公布") % {"least": LEAST}
    lines = (
        (table.title, label, column, hidden if cell is None else cell)
        for table in figures.statistics(units, year, until)
        for label, cells in table.lines
        for column, cell in zip(table.head, cells, strict=True)
    )
    return workbook_response(f"{_('问责激励统计')}-{year}", str(year), head, lines)
