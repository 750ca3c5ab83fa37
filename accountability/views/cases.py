"""Cases: those one is on or that concern one; each on one page."""

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accountability import stages
from accountability.actions import case_file as binding
from accountability.actions import parties
from accountability.figures.case_page import page_of
from accountability.figures.facts import roles_of
from accountability.figures.turning import put_turns
from accountability.forms.case import CaseFilter
from accountability.models import Case, CaseDocumentKind, CaseFile
from accountability.models.managing import in_charge
from accountability.views.handling import WITH, find
from duties.views.serving import serve
from organizations import paging, pdf
from organizations.errors import Refused
from organizations.excel import workbook_response

ORDER = ("-opened_on", "-pk")
EXPORTED = 20_000


@login_required
@require_safe
def cases(request):
    """For everybody the same page: it is empty for whom no case exists."""
    on = localdate()
    form, rows = _listed(request, on)
    page = paging.page_of(request, rows, order=ORDER)
    put_turns(page, request.user, on)
    context = {"form": form, "page": page, "query": request.GET.urlencode(),
               "may_see_leads": in_charge(request.user, "discipline").exists(),
               "abandoned": _abandoned(request.user, on)}  # fmt: skip
    return render(request, "accountability/cases.html", context)


def _abandoned(user, on):
    rows = Case.objects.abandoned_to(user, on).select_related("about_unit", "post__unit")
    return rows.order_by(*ORDER)


@login_required
@require_POST
def case_take_over(request, pk):
    """404 unless nobody is left who may go on with it and this person may."""
    on = localdate()
    if not Case.objects.visible_to(request.user, on).filter(pk=pk).exists():
        row = get_object_or_404(_abandoned(request.user, on), pk=pk)
        try:
            parties.take_over(case=row, by=request.user, on=on)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("accountability:cases")
        messages.success(request, _("已由您承办。"))
    return redirect("accountability:case", pk)


@login_required
@require_safe
def cases_export(request):
    _form, rows = _listed(request, localdate())
    head = [_("事由"), _("对象"), _("阶段"), _("受理日期"), _("办理期限"), _("编号"), _("终结日期")]
    lines = (
        [row.title, row.about, row.get_stage_display(), row.opened_on, row.due_on,
         row.number_label, row.ended_on]
        for row in rows.order_by(*ORDER)[:EXPORTED]
    )  # fmt: skip
    return workbook_response(f"{_('问责事项')}-{localdate()}", _("问责事项"), head, lines)


@login_required
@require_safe
def case(request, pk):
    row = find(request, pk)
    return render(request, "accountability/case.html", page_of(row, request.user, localdate()))


@login_required
@require_safe
def case_file_pdf(request, pk):
    """The whole file, for those who handle it; that it was taken out goes on record."""
    row, on = find(request, pk), localdate()
    if stages.Role.CONCERNED in roles_of(row, request.user, on):
        raise PermissionDenied
    content = binding.bind(case=row, by=request.user, on=on)
    name = pdf.file_name(f"{row.title}-{_('案卷')}")
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type="application/pdf"
    )


@login_required
@require_safe
def case_document(request, pk, kind, position, language):
    """The document as it was issued, byte for byte."""
    row = find(request, pk)
    if kind not in CaseDocumentKind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    document = get_object_or_404(row.documents, kind=kind, position=position, language=language)
    return FileResponse(
        BytesIO(document.content), as_attachment=True,
        filename=pdf.file_name(f"{document.get_kind_display()}-{document.position}"),
        content_type="application/pdf", headers={"X-Content-SHA256": document.sha256},
    )  # fmt: skip


@login_required
@require_safe
def case_file(request, pk):
    rows = CaseFile.objects.visible_to(request.user, localdate())
    return serve(get_object_or_404(rows, pk=pk), inline=request.GET.get("inline") == "1")


def _listed(request, on):
    form = CaseFilter(request.GET)
    rows = form.apply(Case.objects.visible_to(request.user, on))
    return form, rows.select_related(*WITH)
