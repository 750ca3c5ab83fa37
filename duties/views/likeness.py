"""Evidence that is alike: the list, and two files side by side. Hints, never verdicts."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duties import likeness_hints
from duties.forms.likeness import KindForm
from organizations import access
from organizations.excel import workbook_response
from organizations.paging import page_of

ORDER = ("-pk",)
EXPORTED = 10_000


@login_required
@require_safe
def likenesses(request):
    form = KindForm(request.GET)
    page = page_of(request, _asked(request, form), order=ORDER)
    for row in page:
        row.said = likeness_hints.said_of(row.kind, row.measure)
    return render(
        request, "duties/likenesses.html", {"page": page, "filters": form, "asked": form.asked}
    )


@login_required
@require_safe
def likenesses_export(request):
    head = [_("雷同情况"), _("相似度（%）")]
    for side in (_("甲"), _("乙")):
        head += [f"{side} · {name}" for name in (_("文件名"), _("履职记录"), _("职务"), _("日期"))]
    rows = (
        [likeness_hints.said_of(row.kind, row.measure), row.measure,
         *_cells(row.first), *_cells(row.second)]
        for row in _asked(request, KindForm(request.GET)).order_by(*ORDER)[:EXPORTED]
    )  # fmt: skip
    return workbook_response(_("佐证雷同"), _("佐证雷同"), head, rows)


@login_required
@require_safe
def evidence_beside(request, pk, other):
    """``pk`` on the left; nothing is said of a pair whose other side the reader may not see."""
    pairs = likeness_hints.pairs_for(request.user, localdate())
    ends = {"first": min(pk, other), "second": max(pk, other)}
    rows = list(pairs.filter(**ends).select_related(*likeness_hints.SIDES).order_by("-measure"))
    if not rows:
        raise Http404
    sides = [rows[0].first, rows[0].second]
    sides.sort(key=lambda side: side.pk != pk)
    read = likeness_hints.dated(side.sha256 for side in sides)
    for side in sides:
        side.read = read.get(side.sha256)
        side.contradiction = likeness_hints.contradiction(side, side.read)
    said = [likeness_hints.said_of(row.kind, row.measure) for row in rows]
    context = {"sides": sides, "said": said, "agreeing": _agreeing(*sides)}
    return render(request, "duties/evidence_beside.html", context)


def _agreeing(left, right) -> list[str]:
    """What else the two have in common, for the reader to weigh."""
    same = [
        (left.record.post_id == right.record.post_id, _("同一职务")),
        (left.record.held_on == right.record.held_on, _("同一日期")),
        (left.record.title == right.record.title, _("同一事项名称")),
        (left.uploaded_by_id == right.uploaded_by_id, _("同一人上传")),
        (left.name == right.name, _("同一文件名")),
    ]
    return [text for holds, text in same if holds]


def _asked(request, form):
    if not access.codes(request.user) & set(likeness_hints.CODES):
        raise PermissionDenied
    pairs = likeness_hints.pairs_for(request.user, localdate()).select_related(
        *likeness_hints.SIDES
    )
    return pairs.filter(kind=form.asked) if form.asked else pairs


def _cells(file) -> list:
    record = file.record
    return [file.name, record.title, record.post.label, record.held_on]
