"""What happens to a report that was handed in: sent back, corrected, judged; and its terms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import report_terms as term_actions
from assessments.actions import reports as actions
from assessments.figures.reports import may_judge
from assessments.forms.annual_report import EvaluationForm, ReopenForm, TermForm
from assessments.models import ReportTerm
from assessments.views.annual_reports import find, show
from organizations import access
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.models import Unit
from organizations.paging import page_of

SETTING = ("assess", "oversee")
TERMS_ORDER = ("-year", "unit__path", "pk")


@login_required
@require_POST
def annual_report_return(request, pk, year):
    report = _to_judge(request, pk, year)
    form = ReopenForm(request.POST)
    if form.is_valid() and _attempt(request, form, actions.send_back, report=report):
        messages.success(request, _("已退回，由述职人补充后重新提交。"))
        return redirect(report)
    return show(request, report, return_form=form)


@login_required
@require_POST
def annual_report_correct(request, pk, year):
    report = find(request, pk, year)
    if not report.is_by(request.user):
        raise PermissionDenied
    form = ReopenForm(request.POST)
    if form.is_valid() and _attempt(request, form, actions.correct, report=report):
        messages.success(request, _("可以更正了；原报告保留，更正后请重新提交。"))
        return redirect("assessments:annual_report_edit", pk, year)
    return show(request, report, correct_form=form)


@login_required
@require_POST
def annual_report_evaluate(request, pk, year):
    report = _to_judge(request, pk, year)
    form = EvaluationForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        frozen = get_object_or_404(report.versions, version=said.pop("version"))
        if _attempt(request, form, actions.evaluate, frozen=frozen, **said):
            messages.success(request, _("评议已登记。"))
            return redirect(report)
    return show(request, report, evaluation_form=form)


def _attempt(request, form, action, **arguments) -> bool:
    """Run the action with the form's edition, if it asks for one; a refusal goes into the form."""
    if isinstance(form, ReopenForm):
        arguments |= form.cleaned_data
    try:
        action(**arguments, by=request.user, on=localdate())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _to_judge(request, pk, year):
    report = find(request, pk, year)
    if not may_judge(request.user, report, localdate()):
        raise PermissionDenied
    return report


@login_required
def report_terms(request):
    """From when and until when: set for all posts below a unit one oversees or assesses."""
    if not access.codes(request.user) & set(SETTING):
        raise PermissionDenied
    units = access.granted(request.user, SETTING, Unit.objects.all())
    year = localdate().year
    form = TermForm(
        request.POST or None, units=units, initial={"year": year, "unit": units.first()}
    )
    if form.is_valid():
        try:
            term_actions.set_term(**form.cleaned_data, by=request.user, on=localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("述法期限已设定。"))
            return redirect("assessments:report_terms")
    page = page_of(request, _terms(request.user), order=TERMS_ORDER)
    return render(request, "assessments/reports/terms.html", {"form": form, "page": page})


@login_required
@require_safe
def report_terms_export(request):
    if not access.codes(request.user) & set(SETTING):
        raise PermissionDenied
    head = [_("年度"), _("单位"), _("开始提交日期"), _("提交截止日期"), _("设定人"), _("设定时间")]
    rows = (
        [row.year, row.unit.label, row.opens_on, row.due_on, row.set_by.label, row.set_at]
        for row in _terms(request.user).order_by(*TERMS_ORDER)
    )
    return workbook_response(_("述法期限"), _("述法期限"), head, rows)


def _terms(user):
    units = access.units_for(user, SETTING, Unit.objects.all())
    return ReportTerm.objects.filter(unit__in=units).select_related("unit", "set_by")
