"""All objections of an assessment that one may read: a page at a time, and as a workbook."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from assessments.figures.assessment_page import assesses
from assessments.models import Objection
from assessments.views.assessments import find
from organizations.excel import workbook_response
from organizations.paging import page_of

ORDER = ("raised_at", "pk")
LABELS = {"": _lazy("全部"), "waiting": _lazy("待答复"), "idle": _lazy("采纳但得分未变")}


@login_required
@require_safe
def objections(request, pk):
    row = find(request, pk)
    rows, insider = _rows(request, row), assesses(row, request.user)
    states = {"": rows, "waiting": rows.unanswered()}
    if insider:
        states["idle"] = rows.without_effect()
    state = request.GET.get("state", "")
    state = state if state in states else ""
    context = {
        "assessment": row, "insider": insider,
        "tabs": [(f"?state={key}", LABELS[key], key == state, found.count())
                 for key, found in states.items()],
        "page": page_of(request, states[state], order=ORDER),
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
