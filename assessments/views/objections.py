"""All objections of an assessment that one may read: a page at a time, and as a workbook."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import Objection
from assessments.views.assessments import find
from organizations.excel import workbook_response
from organizations.paging import page_of

ORDER = ("raised_at", "pk")


@login_required
@require_safe
def objections(request, pk):
    row = find(request, pk)
    rows, waiting = _rows(request, row), request.GET.get("state") == "waiting"
    context = {
        "assessment": row, "waiting": waiting, "total": rows.count(),
        "unanswered": rows.unanswered().count(),
        "page": page_of(request, rows.unanswered() if waiting else rows, order=ORDER),
    }  # fmt: skip
    return render(request, "assessments/results/objections.html", context)


@login_required
@require_safe
def objections_export(request, pk):
    row = find(request, pk)
    head = [_("单位"), _("职务"), _("提出人"), _("提出时间"), _("异议内容"), _("处理结果"),
            _("答复"), _("答复人"), _("答复时间")]  # fmt: skip
    lines = (
        [each.score.post.unit.label, each.score.post.label, each.raised_by.label, each.raised_at,
         each.text, each.get_ruling_display(), each.answer,
         each.answered_by.label if each.answered_by else "", each.answered_at]
        for each in _rows(request, row).order_by(*ORDER)
    )  # fmt: skip
    return workbook_response(_("异议"), _("异议"), head, lines)


def _rows(request, row):
    rows = Objection.objects.visible_to(request.user, localdate()).filter(score__assessment=row)
    return rows.select_related("score__post__unit", "raised_by", "answered_by")
