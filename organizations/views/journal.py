from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from organizations import access
from organizations.excel import workbook_response
from organizations.forms.journal import ACTIONS, JournalFilter
from organizations.models import JournalEntry
from organizations.paging import page_of

EXPORT_MAX = 50_000


def _entries(request):
    """The entries the auditor may read, filtered; nobody else gets further."""
    if "audit" not in access.codes(request.user):
        raise PermissionDenied("audit")
    form = JournalFilter(request.GET)
    rows = JournalEntry.objects.visible_to(request.user).select_related("actor", "unit")
    return form, form.apply(rows)


@login_required
def journal(request):
    form, rows = _entries(request)
    page = page_of(request, rows, order=("-pk",), size=50)
    for entry in page:
        entry.action_label = ACTIONS.get(entry.action, entry.action)
    return render(request, "organizations/journal.html", {"form": form, "page": page})


@login_required
def journal_export(request):
    _form, rows = _entries(request)
    headers = [
        _("时间"), _("操作人"), _("来源地址"), _("操作"), _("对象"), _("单位"), _("内容"), _("校验值"),
    ]  # fmt: skip
    lines = (
        (
            e.at, e.actor and e.actor.username, e.address, ACTIONS.get(e.action, e.action),
            e.target, e.unit and e.unit.label, e.detail, e.hash,
        )
        for e in rows[:EXPORT_MAX].iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook_response(f"{_('操作日志')}-{localdate()}", _("操作日志"), headers, lines)
