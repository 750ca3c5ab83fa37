"""One inspection on one page: plan, team, draws, progress, findings and how it ends."""

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import closing
from assessments.figures.circular import circular
from assessments.figures.inspection_page import page_of
from assessments.forms.finding import PraiseForm, WithdrawForm
from assessments.models import DocumentKind
from assessments.views.inspecting import attempt, find, version_of
from organizations import access, pdf
from organizations.errors import Refused


@login_required
@require_safe
def inspection(request, pk):
    return show(request, find(request, pk))


def show(request, row, withdraw_form=None):
    """The page; ``withdraw_form`` is a bound one that has to be shown again."""
    context = page_of(row, request.user, localdate())
    if context["may_withdraw"]:
        initial = {"version": row.version}
        context["withdraw_form"] = withdraw_form or WithdrawForm(initial=initial)
    return render(request, "assessments/inspections/inspection.html", context)


@login_required
def inspection_praise(request, pk, unit):
    """What a unit in scope does well, in the team's words, for the circular."""
    row = find(request, pk)
    part = get_object_or_404(row.scope.select_related("unit", "inspection"), unit=unit)
    access.require(request.user, "inspect", row.unit)
    posted = request.POST if request.method == "POST" else None
    form = PraiseForm(posted, initial={"text": part.good_practice})
    if form.is_valid():
        attempt(request, _("已保存。"), closing.praise, row=part, **form.cleaned_data)
        return redirect(row)
    context = {"inspection": row, "part": part, "form": form}
    return render(request, "assessments/inspections/praise.html", context)


@login_required
@require_POST
def inspection_feed_back(request, pk):
    row = find(request, pk)
    access.require(request.user, "oversee", row.unit)
    attempt(
        request, _("已向被督查单位反馈，整改期限开始计算。"), closing.feed_back,
        inspection=row, version=version_of(request),
    )  # fmt: skip
    return redirect(row)


@login_required
def inspection_publish(request, pk):
    """Read the circular as it will go out, then publish it."""
    row = find(request, pk)
    access.require(request.user, "oversee", row.unit)
    if row.is_over:
        return redirect(row)
    on = localdate()
    if request.method == "POST":
        try:
            closing.publish(inspection=row, version=version_of(request), by=request.user, on=on)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("通报已发布，并已通知被督查单位。"))
            return redirect(row)
    context = {
        "inspection": row, "letter": circular(row, on=on), "left": closing.obstacle(row),
    }  # fmt: skip
    return render(request, "assessments/inspections/publish.html", context)


@login_required
@require_safe
def inspection_document(request, pk, kind, language):
    """The letter as it was sent out, byte for byte."""
    row = find(request, pk)
    if kind not in DocumentKind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    document = row.documents.filter(kind=kind, language=language).first()
    if document is None:
        raise Http404
    name = pdf.file_name(f"{row.title}-{document.get_kind_display()}")
    return FileResponse(
        BytesIO(document.content), as_attachment=True, filename=name,
        content_type="application/pdf", headers={"X-Content-SHA256": document.sha256},
    )  # fmt: skip
