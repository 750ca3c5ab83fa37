"""A draw as anyone who may see the inspection can check it (docs/draw.md)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from assessments import risk, sampling
from assessments.figures.draw_page import rows_of
from assessments.figures.inspection_page import is_insider
from assessments.models import Drawn
from assessments.views.inspecting import find
from organizations.pdf import file_name

#: Candidates on the page besides those drawn; the file holds them all.
SHOWN = 200


@login_required
@require_safe
def drawing(request, pk, what):
    row, sealed, known = _find(request, pk, what)
    language = get_language()
    rows = rows_of(sealed) if known else []
    first = [lot for lot in rows if lot.position]
    rest = rows[len(first) :]
    checked = sampling.verify(sealed.published)
    context = {
        "inspection": row, "drawing": sealed, "known": known, "checked": checked,
        "sentences": [each.in_language(language) for each in checked.sentences],
        "base": risk.BASE,
        "weights": [(w.label.in_language(language), w.points) for w in risk.WEIGHTS.values()],
        "rows": first + rest[:SHOWN], "total": len(rows), "left_out": len(rest[SHOWN:]),
        "named": sealed.what != Drawn.RECORDS,
    }  # fmt: skip
    return render(request, "assessments/inspections/drawing.html", context)


@login_required
@require_safe
def drawing_json(request, pk, what):
    """The draw as a file that a script of 25 lines checks anywhere."""
    row, sealed, known = _find(request, pk, what)
    if not known:
        raise Http404
    content = sampling.document(sealed.published)
    name = file_name(f"draw-{what}-{row.pk}").removesuffix(".pdf") + ".json"
    return JsonResponse(
        content, json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _find(request, pk, what):
    """The draw; its list only for the team and those who order it until publication."""
    row = find(request, pk)
    if what not in Drawn.values:
        raise Http404
    sealed = get_object_or_404(row.drawings.select_related("inspection"), what=what)
    known = row.published_at is not None or is_insider(row, request.user)
    return row, sealed, known
