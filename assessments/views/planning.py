"""Planning, ordering and calling off an inspection."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions import fieldwork
from assessments.actions import inspections as actions
from assessments.figures import scope as scopes
from assessments.forms.finding import WithdrawForm
from assessments.forms.inspection import InspectionForm
from assessments.views.inspecting import attempt, find, version_of
from assessments.views.inspections import show
from organizations import access
from organizations.errors import Refused


@login_required
def inspection_new(request):
    on = localdate()
    tops = scopes.top_units(request.user, ("oversee",))
    if not tops:
        raise PermissionDenied
    unit = _ordering_unit(request, tops)
    form = InspectionForm(
        request.POST if request.method == "POST" else None,
        initial=InspectionForm.blank(unit, on), tops=tops, unit=unit, by=request.user,
        years=sorted({*scopes.years(), on.year}, reverse=True), articles=scopes.articles(), on=on,
    )  # fmt: skip
    if form.is_valid():
        try:
            row = actions.plan(unit=unit, by=request.user, on=on, **form.arguments())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已拟定，请核对后下达。"))
            return redirect(row)
    context = {"form": form, "unit": unit, "tops": tops}
    return render(request, "assessments/inspections/inspection_form.html", context)


def _ordering_unit(request, tops):
    """The granted unit that was asked for, else the widest."""
    key = request.POST.get("unit") or request.GET.get("unit") or ""
    if not key:
        return tops[0]
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 10 else 0
    return get_object_or_404(scopes.reached(tops).filter(pk__in=[t.pk for t in tops]), pk=number)


@login_required
@require_POST
def inspection_order(request, pk):
    row = _to_oversee(request, pk)
    attempt(request, _("已下达。"), actions.order, inspection=row, version=version_of(request))
    return redirect(row)


@login_required
@require_POST
def inspection_begin(request, pk):
    row = find(request, pk)
    if not (access.allows(request.user, "oversee", row.unit) or _on_team(request, row)):
        raise PermissionDenied
    attempt(
        request, _("已抽取记录，可以开始核查。"), fieldwork.begin,
        inspection=row, version=version_of(request),
    )  # fmt: skip
    return redirect(row)


@login_required
@require_POST
def inspection_withdraw(request, pk):
    row = _to_oversee(request, pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return show(request, row, withdraw_form=form)
    attempt(request, _("已取消。"), actions.withdraw, inspection=row, **form.cleaned_data)
    return redirect(row)


def _on_team(request, row) -> bool:
    return row.members.filter(person=request.user).exists()


def _to_oversee(request, pk):
    row = find(request, pk)
    access.require(request.user, "oversee", row.unit)
    return row
