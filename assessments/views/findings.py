"""Findings: noted by the team, put right by the unit, accepted by the team."""

from uuid import uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import files as file_actions
from assessments.actions import findings as actions
from assessments.figures import scope as scopes
from assessments.figures.finding_page import page_of
from assessments.forms.finding import AnswerForm, DecisionForm, FindingForm
from assessments.models import Finding, InspectionFile, Rectification
from assessments.views.inspecting import attempt, find, is_member
from duties.views import uploads
from organizations.errors import Refused


@login_required
def finding_new(request, pk):
    """A finding that hangs on no record: what was seen, heard or missing on site."""
    row = find(request, pk)
    if not is_member(request, row):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = FindingForm(posted, articles=scopes.articles(), units=row.units.order_by("path"))
    if form.is_valid():
        said = form.cleaned_data | {"inspection": row}
        del said["version"]
        if attempt(request, _("已增加问题。"), actions.add, **said):
            return redirect(row)
    context = {"inspection": row, "form": form}
    return render(request, "assessments/inspections/finding_form.html", context)


@login_required
@require_safe
def finding(request, pk):
    return show(request, _find(request, pk))


@login_required
def finding_edit(request, pk):
    row = _find(request, pk)
    if not is_member(request, row.inspection):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    initial = {
        name: getattr(row, name) for name in ("article", "severity", "text", "days", "version")
    }
    form = FindingForm(posted, initial=initial, articles=scopes.articles())
    if form.is_valid():
        said = form.cleaned_data | {"version": form.cleaned_data["version"] or 0}
        if attempt(request, _("已保存。"), actions.change, finding=row, **said):
            return redirect(row)
    context = {"inspection": row.inspection, "finding": row, "form": form}
    return render(request, "assessments/inspections/finding_form.html", context)


@login_required
@require_POST
def finding_drop(request, pk):
    row = _find(request, pk)
    if not is_member(request, row.inspection):
        raise PermissionDenied
    attempt(request, _("已删除该问题。"), actions.drop, finding=row)
    return redirect(row.inspection)


@login_required
@require_POST
def finding_answer(request, pk):
    """First the files are kept, then the rest is looked at."""
    row = _find(request, pk)
    if not Finding.objects.filter(pk=row.pk).answerable_by(request.user, localdate()).exists():
        raise PermissionDenied
    form = AnswerForm(request.POST)
    bad = _receive(request, row, uploads.key_of(request))
    _drop(request, row)
    if form.is_valid() and not bad and "drop" not in request.POST:
        try:
            actions.answer(finding=row, **form.cleaned_data, by=request.user, on=localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已报送，等待督查组验收。"))
            return redirect(row)
    return show(request, row, answer_form=form, bad_files=bad)


def _receive(request, row, key) -> list[str]:
    """Keep every good file; the same form sent again keeps nothing twice."""
    bad = []
    for number, file in enumerate(request.FILES.getlist("files")):
        name = uuid5(key, f"{number}:{file.name}:{file.size}")
        try:
            file_actions.attach(finding=row, key=name, file=file, by=request.user, on=localdate())
        except Refused as refusal:
            bad.append(str(refusal))
    return bad


def _drop(request, row) -> None:
    """Take off the waiting file whose button was pressed."""
    waiting = InspectionFile.objects.filter(finding=row, rectification=None, taken_by=request.user)
    pressed = [file for file in waiting if str(file.pk) == request.POST.get("drop")]
    for file in pressed:
        attempt(request, _("文件已移除。"), file_actions.remove, row=file)


@login_required
@require_POST
def finding_decide(request, pk):
    row = _find(request, pk)
    if not is_member(request, row.inspection):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if form.is_valid():
        asked = Rectification.objects.select_related("finding__inspection", "finding__unit")
        answer = get_object_or_404(asked, finding=row, pk=form.cleaned_data["rectification"])
        accepted = request.POST.get("decision") == "accept"
        try:
            actions.decide(
                rectification=answer, accepted=accepted, reason=form.cleaned_data["reason"],
                by=request.user, on=localdate(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已验收销号。") if accepted else _("已退回整改。"))
            return redirect(row)
    return show(request, row, decision_form=form)


def show(request, row, answer_form=None, decision_form=None, bad_files=()):
    """The page; bound forms are shown again with what was typed."""
    context = page_of(row, request.user, localdate())
    if context["may_answer"]:
        waiting = InspectionFile.objects.filter(
            finding=row, rectification=None, taken_by=request.user
        )
        context |= uploads.context(waiting, bad_files)
        context["answer_form"] = answer_form or AnswerForm(initial={"key": uploads.new_key()})
    if context["may_decide"]:
        initial = {"rectification": context["waiting"].pk}
        context["decision_form"] = decision_form or DecisionForm(initial=initial)
    return render(request, "assessments/inspections/finding.html", context)


def _find(request, pk) -> Finding:
    seen = Finding.objects.visible_to(request.user, localdate())
    return get_object_or_404(
        seen.select_related("unit", "inspection__unit", "paper__record"), pk=pk
    )
