"""The register of interference: its pages for those who record and those who sum up."""

from uuid import uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accountability.actions import handling
from accountability.actions import interference as actions
from accountability.forms.interference import (
    AdditionForm,
    EntryForm,
    HandlingForm,
    RegisterFilter,
    RevealForm,
)
from accountability.models import InterferenceEntry, InterferenceFile
from duties.views import uploads
from duties.views.serving import serve
from organizations import access
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.paging import page_of


def require_keeper(user) -> None:
    """Nobody else gets as far as the list; it would be empty, but it is no page of his."""
    if not access.codes(user) & set(access.JUSTICE):
        raise PermissionDenied("register")


def _rows(request):
    form = RegisterFilter(request.GET)
    rows = InterferenceEntry.objects.visible_to(request.user, localdate()).with_handling()
    return form, form.apply(rows.select_related("unit", "post__unit"))


@login_required
def register(request):
    require_keeper(request.user)
    form, rows = _rows(request)
    context = {
        "form": form,
        "page": page_of(request, rows, order=("-recorded_on", "-id")),
        "may_record": "register" in access.codes(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "accountability/register/list.html", context)


@login_required
def register_export(request):
    """The same columns as the list: nothing of who recorded it."""
    require_keeper(request.user)
    _form, rows = _rows(request)
    headers = [_("记录日期"), _("登记单位"), _("涉及职务"), _("发生日期"), _("情形"), _("方式"),
               _("涉及案件"), _("处理")]  # fmt: skip
    lines = (
        (row.recorded_on, row.unit.label, row.about, row.happened_on, row.get_kind_display(),
         row.get_way_display(), row.matter, _("已处理") if row.is_handled else _("待处理"))
        for row in rows
    )  # fmt: skip
    return workbook_response(
        f"{_('干预司法活动记录')}-{localdate()}", _("干预司法活动记录"), headers, lines
    )


@login_required
def register_new(request):
    """What was typed and uploaded: first the files are kept, then the rest is looked at."""
    units = actions.units_of(request.user, "register")
    if not units.exists():
        raise PermissionDenied("register")
    if request.method != "POST":
        form = EntryForm(units=units, on=localdate(), initial={"key": uploads.new_key()})
        return _entry_form(request, form, form.initial["key"])
    form = EntryForm(request.POST, units=units, on=localdate())
    key = uploads.key_of(request)
    bad = receive(request, key)
    if form.is_valid() and not bad and "drop" not in request.POST:
        try:
            row = actions.file(by=request.user, on=localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记。记录不能修改，有遗漏或者差错请作补充。"))
            return redirect(row)
    return _entry_form(request, form, key, bad)


def _entry_form(request, form, key, bad=()):
    context = {
        "form": form,
        **uploads.context(waiting(request, key), bad, (_("录音、短信截图、批示件"),)),
    }
    return render(request, "accountability/register/entry_form.html", context)


def find(request, pk) -> InterferenceEntry:
    seen = InterferenceEntry.objects.visible_to(request.user, localdate()).with_handling()
    return get_object_or_404(seen.select_related("unit", "post__unit"), pk=pk)


@login_required
@require_safe
def register_entry(request, pk):
    return _show(request, find(request, pk))


@login_required
@require_POST
def register_add(request, pk):
    row = find(request, pk)
    form, key = AdditionForm(request.POST), uploads.key_of(request)
    bad = receive(request, key)
    if form.is_valid() and not bad and "drop" not in request.POST:
        actions.add(entry=row, by=request.user, on=localdate(), **form.cleaned_data)
        messages.success(request, _("已补充。"))
        return redirect(row)
    return _show(request, row, addition_form=form, key=key, bad=bad)


@login_required
@require_POST
def register_handle(request, pk):
    row = find(request, pk)
    _require_collator(request, row)
    form = HandlingForm(request.POST, entry=row)
    if form.is_valid():
        try:
            handling.handle(entry=row, by=request.user, on=localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已记录处理情况。"))
            return redirect(row)
    return _show(request, row, handling_form=form)


@login_required
@require_POST
def register_reveal(request, pk):
    """Shown this once; the reason stays in the entry's own chain."""
    row = find(request, pk)
    _require_collator(request, row)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _show(request, row, reveal_form=form)
    person = actions.reveal(
        entry=row, reason=form.cleaned_data["reason"], by=request.user, on=localdate()
    )
    return _show(request, row, recorder=person)


@login_required
@require_safe
def register_file(request, pk):
    seen = InterferenceFile.objects.visible_to(request.user, localdate())
    row = _named_for(request.user, get_object_or_404(seen, pk=pk))
    return serve(row, inline=request.GET.get("inline") == "1")


def _named_for(user, row):
    """Its own name is for whoever gave it."""
    if row.taken_by_id != user.pk:
        row.name = row.plain_name
    return row


def receive(request, key) -> list[str]:
    """Keep every good file under the key of its form; a sentence for each that cannot be taken."""
    bad = []
    for number, file in enumerate(request.FILES.getlist("files")):
        name = uuid5(key, f"{number}:{file.name}:{file.size}")
        try:
            actions.attach(of=key, key=name, file=file, by=request.user, on=localdate())
        except Refused as refusal:
            bad.append(str(refusal))
    for file in waiting(request, key):
        if str(file.pk) == request.POST.get("drop"):
            actions.detach(row=file, by=request.user, on=localdate())
    return bad


def waiting(request, key):
    return InterferenceFile.objects.waiting(request.user).filter(of=key)


def _require_collator(request, row) -> None:
    if not actions.units_of(request.user, "collate").filter(pk=row.unit_id).exists():
        raise PermissionDenied("collate")


def _show(request, row, *, addition_form=None, handling_form=None, reveal_form=None,
          recorder=None, key=None, bad=()):  # fmt: skip
    """The page; bound forms are shown again with what was typed."""
    collates = actions.units_of(request.user, "collate").filter(pk=row.unit_id).exists()
    key = key or uploads.new_key()
    context = {
        "entry": row,
        "mine": row.recorded_by_id == request.user.pk,
        "recorder": recorder,
        "collates": collates,
        "files": _files(request.user, [row.pk]),
        "additions": _additions(request.user, row),
        "handlings": row.handlings.prefetch_related("documents"),
        "quarter": getattr(row, "reported", None),
        "addition_form": addition_form or AdditionForm(initial={"key": key}),
        "handling_form": handling_form or (HandlingForm(entry=row) if collates else None),
        "reveal_form": reveal_form or RevealForm(),
        "upload": uploads.context(waiting(request, key), bad),
    }
    return render(request, "accountability/register/entry.html", context)


def _files(user, keys):
    return [_named_for(user, row) for row in InterferenceFile.objects.filter(of__in=keys)]


def _additions(user, row):
    """Each with its files, without asking once for every addition."""
    rows = list(row.additions.all())
    files = {}
    for file in _files(user, [each.pk for each in rows]):
        files.setdefault(file.of, []).append(file)
    return [(each, files.get(each.pk, [])) for each in rows]
