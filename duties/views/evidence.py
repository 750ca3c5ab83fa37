from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties.actions import evidence as actions
from duties.models import Evidence
from organizations.errors import Refused

#: A file of somebody else's making may do nothing at all in the reader's browser.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


@login_required
def evidence(request, pk):
    visible = Evidence.objects.visible_to(request.user, localdate())
    row = get_object_or_404(visible, pk=pk)
    inline = row.is_image and request.GET.get("inline") == "1"
    try:
        content = row.path.open("rb")
    except FileNotFoundError as missing:
        raise Http404(_("该文件暂时无法读取，请联系系统管理员。")) from missing
    response = FileResponse(
        content, as_attachment=not inline, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


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
