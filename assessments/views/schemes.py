"""Schemes of indicators (Art. 22): which there are, what each says, and its life."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments.figures import scheme_page
from assessments.models import IndicatorScheme
from organizations import access


def find(request, pk) -> IndicatorScheme:
    rows = IndicatorScheme.objects.visible_to(request.user, localdate())
    return get_object_or_404(rows.select_related("unit", "drafted_by", "forced_by"), pk=pk)


@login_required
@require_safe
def scheme(request, pk):
    row = find(request, pk)
    context = {
        "scheme": row,
        "rows": scheme_page.rows_of(row.parsed),
        "bands": [scheme_page.BandRow(band) for band in row.parsed.bands],
        "rules": scheme_page.rules_of(row.parsed),
        "may_edit": access.allows(request.user, "assess", row.unit),
    }
    return render(request, "assessments/schemes/scheme.html", context)
