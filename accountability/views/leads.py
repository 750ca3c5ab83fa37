"""Leads: listed, entered, merged, set aside or taken up, by the organ of the managing level."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accountability.actions import leads as actions
from accountability.forms.lead import LeadFilter, LeadForm, MergeForm, SetAsideForm, TakeUpForm
from accountability.models import Case, Lead, LeadState, Subject
from accountability.models.managing import in_charge, managed_by
from accountability.views.handling import find_lead, run
from organizations.excel import workbook_response
from organizations.models import Post
from organizations.paging import page_of

ORDER = ("-found_on", "-pk")
EXPORTED = 20_000


@login_required
@require_safe
def leads(request):
    form, rows = _listed(request)
    context = {"form": form, "page": page_of(request, rows, order=ORDER),
               "query": request.GET.urlencode()}  # fmt: skip
    return render(request, "accountability/leads.html", context)


@login_required
@require_safe
def leads_export(request):
    _form, rows = _listed(request)
    head = [
        _("发现日期"),
        _("对象"),
        _("涉及单位"),
        _("来源"),
        _("线索内容"),
        _("处置"),
        _("处置理由"),
    ]
    lines = (
        [row.found_on, row.about, row.about_unit.label, row.get_source_display(), row.text,
         row.get_state_display(), row.reason]
        for row in rows.order_by(*ORDER)[:EXPORTED]
    )  # fmt: skip
    return workbook_response(f"{_('问责线索')}-{localdate()}", _("问责线索"), head, lines)


@login_required
def lead_new(request):
    on = localdate()
    units = managed_by(_offices(request)).in_force(on)
    posts = Post.objects.filter(unit__in=units).in_force(on).select_related("unit")
    posted = request.POST if request.method == "POST" else None
    form = LeadForm(posted, units=units, posts=posts, on=on)
    if form.is_valid():
        made = run(request, form, _("已登记。"), actions.enter, **form.cleaned_data)
        if made:
            return redirect(made)
    return render(request, "accountability/lead_form.html", {"form": form})


@login_required
@require_safe
def lead(request, pk):
    """A lead that was taken up is part of its case, for those who may know of that."""
    if Case.objects.visible_to(request.user, localdate()).filter(pk=pk).exists():
        return redirect("accountability:case", pk)
    return show(request, find_lead(request, pk))


def show(request, row, **bound):
    initial = {"version": row.version}
    others = _mergeable(request, row)
    context = {
        "lead": row, "items": row.items.select_related("obligation", "finding"),
        "merged": actions.merged_with(row), "is_new": row.state == LeadState.NEW,
        "take_up_form": TakeUpForm(initial=initial | {"title": _title(row)}),
        "set_aside_form": SetAsideForm(initial=initial),
        "merge_form": MergeForm(initial=initial, others=others) if others.exists() else None,
    }  # fmt: skip
    return render(request, "accountability/lead.html", context | bound)


@login_required
@require_POST
def lead_take_up(request, pk):
    known = Case.objects.visible_to(request.user, localdate()).filter(pk=pk).first()
    if known is not None:
        return redirect(known)
    row = find_lead(request, pk)
    form = TakeUpForm(request.POST)
    if form.is_valid():
        made = run(
            request,
            form,
            _("已受理，进入初步核实。"),
            actions.take_up,
            lead=row,
            **form.cleaned_data,
        )
        if made:
            return redirect(made)
    return show(request, row, take_up_form=form)


@login_required
@require_POST
def lead_set_aside(request, pk):
    row = find_lead(request, pk)
    form = SetAsideForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        if run(request, form, _("已记录不予受理。"), actions.set_aside, lead=row, **said):
            return redirect(row)
    return show(request, row, set_aside_form=form)


@login_required
@require_POST
def lead_merge(request, pk):
    row = find_lead(request, pk)
    form = MergeForm(request.POST, others=_mergeable(request, row))
    if form.is_valid():
        into = run(request, form, _("已并案。"), actions.merge, lead=row, **form.cleaned_data)
        if into:
            return redirect(into)
    return show(request, row, merge_form=form)


def _mergeable(request, row):
    same = Lead.objects.visible_to(request.user, localdate()).new().exclude(pk=row.pk)
    return same.filter(unit=row.unit_id, about_unit=row.about_unit_id, person=row.person_id)


def _title(row: Lead) -> str:
    if row.subject == Subject.LEADER:
        return _("核实%(who)s履职问题") % {"who": row.about}
    return _("核实%(who)s有关问题") % {"who": row.about}


def _offices(request):
    offices = in_charge(request.user, "discipline")
    if not offices.exists():
        raise PermissionDenied
    return offices


def _listed(request):
    _offices(request)
    form = LeadFilter(request.GET if "state" in request.GET else {"state": LeadState.NEW})
    rows = Lead.objects.visible_to(request.user, localdate())
    return form, form.apply(rows).select_related("about_unit", "post__unit")
