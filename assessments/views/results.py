"""Annual rule-of-law results of units: the list, one by hand, many from Excel with a preview."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.actions import assessors
from assessments.actions import results as actions
from assessments.actions.results import Entered
from assessments.figures import scope as scopes
from assessments.figures.result_list import check
from assessments.forms.inputs import ImportForm, ResultForm, YearForm
from assessments.forms.scope import tree_choices
from assessments.models import UnitResult
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.models import Unit
from organizations.paging import page_of
from organizations.spreadsheet import read

ASSESS = ("assess",)
EXPORTED = 20_000


@login_required
@require_safe
def results(request):
    units, unit, year, form = _asked(request)
    page = page_of(request, _scored(units, unit), order=("path",))
    known = {row.unit_id: row for row in UnitResult.objects.filter(
        year=year, unit__in=[each.pk for each in page]
    ).select_related("entered_by")}  # fmt: skip
    context = {
        "page": page, "rows": [(each, known.get(each.pk)) for each in page], "year": year,
        "unit": unit, "form": form,
    }  # fmt: skip
    return render(request, "assessments/results/results.html", context)


@login_required
@require_safe
def results_export(request):
    """The list as it stands, and at once the template to fill in and import."""
    units, unit, year, _form = _asked(request)
    known = {row.unit_id: row for row in UnitResult.objects.filter(year=year, unit__in=units)}
    head = [_("单位代码"), _("单位名称"), _("得分"), _("备注")]
    lines = (
        [each.code, each.name_zh, row and row.points, row and row.note]
        for each in _scored(units, unit)[:EXPORTED]
        for row in [known.get(each.pk)]
    )
    title = _("%(unit)s%(year)s年度法治建设考核结果") % {"unit": unit.label, "year": year}
    return workbook_response(title, _("年度考核结果"), head, lines)


@login_required
def result(request, pk, year):
    """One unit's result by hand."""
    on = localdate()
    unit = get_object_or_404(Unit.objects.content_visible_to(request.user, on), pk=pk)
    assessors.require(request.user, [unit])
    if year not in _years(on):
        raise Http404
    known = UnitResult.objects.filter(unit=unit, year=year).first()
    posted = request.POST if request.method == "POST" else None
    initial = {"points": known.points, "note": known.note} if known else {}
    form = ResultForm(posted, initial=initial | {"seen": actions.state_of([unit.pk], year)})
    if form.is_valid() and _saved(request, unit, year, form, on):
        messages.success(request, _("已保存“%(unit)s”的考核结果。") % {"unit": unit.label})
        return redirect(f"{reverse('assessments:results')}?year={year}")
    context = {"unit": unit, "year": year, "form": form}
    return render(request, "assessments/results/result.html", context)


def _saved(request, unit, year, form, on) -> bool:
    """Of two who enter at once one is told; what he typed stays, and he may insist."""
    said = form.cleaned_data
    row = Entered(unit, said["points"], said["note"])
    try:
        actions.enter(rows=[row], year=year, seen=said["seen"], by=request.user, on=on)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.data = form.data.copy()
        form.data["seen"] = actions.state_of([unit.pk], year)
        return False
    return True


@login_required
def results_import(request):
    """First the preview of every row, then, sent again from there, the writing."""
    on = localdate()
    units = _units(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*posted, years=_years(on), initial={"year": on.year})
    context = {"form": form}
    if form.is_valid():
        try:
            table = _table(form.cleaned_data)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            year = form.cleaned_data["year"]
            rows = check(table, year, units)
            if _may_write(request, form, rows) and _written(request, rows, year, on):
                return redirect(f"{reverse('assessments:results')}?year={year}")
            context |= _preview(rows, table, year)
            if not context["rows"]:
                form.add_error("file", _("没有一行填写了得分，请填写后重新上传。"))
    return render(request, "assessments/results/import.html", context)


def _may_write(request, form, rows) -> bool:
    wanted = request.POST.get("do") == "write"
    return wanted and _is_fine(rows)


def _is_fine(rows) -> bool:
    """Something is told, and nothing of it is wrong."""
    return any(not row.is_blank for row in rows) and not any(row.errors for row in rows)


def _preview(rows, table, year) -> dict:
    """``text`` carries the cells on to the second step, where they are checked anew."""
    told = [row for row in rows if not row.is_blank or row.errors]
    counts = {
        what: sum(row.what == what for row in rows)
        for what in ("new", "change", "same", "blank", "error")
    }
    return {
        "rows": told, "counts": counts, "year": year, "fine": _is_fine(rows),
        "text": json.dumps(table, ensure_ascii=False),
        "seen": actions.state_of([row.unit.pk for row in told if row.unit], year),
    }  # fmt: skip


def _written(request, rows, year, on) -> bool:
    """What another has entered since the preview is previewed again and not overwritten."""
    entered = [Entered(row.unit, row.points, row.note) for row in rows if not row.is_blank]
    seen = request.POST.get("seen", "")
    try:
        number = actions.enter(rows=entered, year=year, seen=seen, by=request.user, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("已写入%(number)s个单位的考核结果。") % {"number": number})
    return True


def _table(said) -> list[tuple[int, list[str]]]:
    """``(row number, cells)``; the number is the one that Excel shows."""
    if said["file"]:
        return [(number, row) for number, row in enumerate(read(said["file"]), 1) if number > 1]
    text = said["pasted"]
    if text.startswith("[["):
        return _carried(text)
    return [(number, line.split("\t")) for number, line in enumerate(text.splitlines(), 1)]


def _carried(text: str) -> list[tuple[int, list[str]]]:
    try:
        return [(int(number), [str(cell) for cell in cells]) for number, cells in json.loads(text)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Refused(_("页面已失效，请刷新后重试。")) from error


def _units(request):
    if not scopes.top_units(request.user, ASSESS):
        raise PermissionDenied
    return assessors.units_below(request.user)


def _scored(units, unit):
    """Units below that have a post: those whose result counts for somebody."""
    return units.filter(path__startswith=unit.path, posts__isnull=False).distinct()


def _years(on):
    return sorted({*scopes.years(), on.year}, reverse=True)


def _asked(request):
    tops = scopes.top_units(request.user, ASSESS)
    if not tops:
        raise PermissionDenied
    units, years = assessors.units_below(request.user), _years(localdate())
    nearby = tree_choices(scopes.nearby(tops, tops[0]))
    form = YearForm(request.GET, units=nearby, years=years)
    said = form.cleaned_data if form.is_valid() else {}
    everything = scopes.reached(tops)
    unit = get_object_or_404(everything, pk=said["unit"]) if "unit" in said else tops[0]
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), years[0])
    shown = YearForm(initial={"unit": unit.pk, "year": year}, units=nearby, years=years)
    return units, unit, year, shown
