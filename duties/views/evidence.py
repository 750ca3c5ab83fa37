from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties.actions import evidence as actions
from duties.models import Evidence
from duties.views.serving import serve
from organizations.errors import Refused


@login_required
def evidence(request, pk):
    visible = Evidence.objects.visible_to(request.user, localdate())
    row = get_object_or_404(visible, pk=pk)
    return serve(row, inline=request.GET.get("inline") == "1")


@login_required
@require_POST
def evidence_remove(request, pk):
    on = localdate()
    visible = Evidence.objects.visible_to(request.user, on).filter(record__isnull=False)
    row = get_object_or_404(visible.select_related("record__post__unit"), pk=pk)
    record = row.record
    if not record.post.may_log(request.user, on):
        raise PermissionDenied
    try:
        actions.remove(evidence=row, unit=record.unit, by=request.user, on=on)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("佐证材料已移除。"))
    return redirect(record)
