"""The quarter's report upward, nil returns included; circulars of the register."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accountability.actions import interference, quarters
from accountability.forms.interference import QuarterForm
from accountability.models import InterferenceEntry, RegisterDocument, RegisterQuarter
from accountability.views.register import require_keeper
from duties.periods import Period
from organizations import access
from organizations.bilingual import speaks_english
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.paging import page_of
from organizations.pdf import file_name


def unreported(units, on) -> list[tuple]:
    """Which quarters may be reported on a day and were not yet: unit and period."""
    periods = quarters.reportable(on)
    rows = RegisterQuarter.objects.filter(unit__in=units, period_key__in=[p.key for p in periods])
    known = set(rows.values_list("unit", "period_key"))
    return [(unit, each) for unit in units for each in periods if (unit.pk, each.key) not in known]


def _form(request, data=None):
    """Only what is left to report is offered; what comes a second time is taken as it is."""
    units, periods = (
        interference.units_of(request.user, "collate"),
        quarters.reportable(localdate()),
    )
    if data is None:
        left = unreported(units, localdate())
        units = units.filter(pk__in=[unit.pk for unit, _period in left])
        periods = [each for each in periods if each in [period for _unit, period in left]]
    return QuarterForm(data, units=units, periods=periods, english=speaks_english())


def _rows(request):
    rows = RegisterQuarter.objects.visible_to(request.user, localdate()).select_related("unit")
    return rows.order_by("-period_key", "unit__path")


@login_required
@require_safe
def quarter_list(request):
    _require_collating(request)
    return _page(request, _form(request))


def _page(request, form):
    on = localdate()
    context = {
        "form": form,
        "page": page_of(request, _rows(request), order=("-period_key", "-key")),
        "waiting": [
            (unit, quarters.open_entries(unit, request.user, on, on).count())
            for unit in form.fields["unit"].queryset
        ],
        "opens_on": quarters.opens_on(localdate()),
    }
    return render(request, "accountability/register/quarters.html", context)


@login_required
@require_safe
def quarters_export(request):
    _require_collating(request)
    headers = [_("季度"), _("登记单位"), _("登记件数"), _("零报告"), _("报送日期")]
    lines = (
        (row.period_label, row.unit.label, row.count, _("是") if row.is_nil else _("否"),
         row.reported_on)
        for row in _rows(request)
    )  # fmt: skip
    return workbook_response(f"{_('季度报告')}-{localdate()}", _("季度报告"), headers, lines)


@login_required
@require_POST
def quarter_report(request):
    _require_collating(request)
    form = _form(request, request.POST)
    if form.is_valid():
        unit, period = form.cleaned_data["unit"], Period.parse(form.cleaned_data["period"])
        again = RegisterQuarter.objects.filter(unit=unit, period_key=period.key).exists()
        try:
            row = quarters.report(unit=unit, period=period, by=request.user, on=localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(row, again))
            return redirect(row)
    return _page(request, form)


def _said(row: RegisterQuarter, again: bool) -> str:
    if again:
        return _("该季度此前已经报送，没有重复报送。")
    if hasattr(row, "fulfilment"):
        return _("已报送，并已转为履职记录提交核实，无须另行填报。")
    return _("已报送。")


@login_required
@require_safe
def quarter(request, key):
    seen = RegisterQuarter.objects.visible_to(request.user, localdate())
    row = get_object_or_404(seen.select_related("unit", "fulfilment__record"), key=key)
    own = interference.units_of(request.user, "collate").filter(pk=row.unit_id).exists()
    seen = InterferenceEntry.objects.visible_to(request.user, localdate())
    entries = row.entries.filter(entry__in=seen.values("pk")).select_related("entry__post__unit")
    papers = RegisterDocument.objects.visible_to(request.user, localdate())
    context = {
        "quarter": row,
        "own": own,
        "entries": entries if own else (),
        "documents": papers.filter(quarter=row).defer("content"),
        "fulfilment": getattr(row, "fulfilment", None),
    }
    return render(request, "accountability/register/quarter.html", context)


@login_required
@require_safe
def circulars(request):
    context = {"page": page_of(request, _circulars(request), order=("-issued_at", "-key"))}
    return render(request, "accountability/register/circulars.html", context)


@login_required
@require_safe
def circulars_export(request):
    headers = [_("文号"), _("登记单位"), _("涉及职务"), _("印发日期")]
    lines = (
        (row.handling.number, row.handling.entry.unit.label, row.handling.entry.about,
         localdate(row.issued_at))
        for row in _circulars(request).order_by("-issued_at", "-key")
    )  # fmt: skip
    title = _("干预司法活动通报")
    return workbook_response(f"{title}-{localdate()}", title, headers, lines)


def _circulars(request):
    """One row each, in the reader's language."""
    rows = RegisterDocument.objects.visible_to(request.user, localdate()).circulars()
    rows = rows.filter(language="en" if speaks_english() else "zh-hans").defer("content")
    return rows.select_related("handling__entry__unit", "handling__entry__post__unit")


@login_required
@require_safe
def register_document(request, key):
    row = get_object_or_404(RegisterDocument.objects.visible_to(request.user, localdate()), key=key)
    response = HttpResponse(bytes(row.content), content_type="application/pdf")
    name = file_name(f"{row.get_kind_display()}-{localdate(row.issued_at):%Y%m%d}")
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response


def _require_collating(request) -> None:
    require_keeper(request.user)
    if "collate" not in access.codes(request.user):
        raise PermissionDenied("collate")
