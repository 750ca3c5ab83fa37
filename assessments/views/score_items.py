"""Bonus, deductions and vetoes: entered, confirmed by a second person, with their evidence."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from assessments.models import ScoreItemFile
from duties.views.serving import serve


@login_required
@require_safe
def score_item_file(request, pk):
    rows = ScoreItemFile.objects.visible_to(request.user, localdate())
    return serve(get_object_or_404(rows, pk=pk), inline=request.GET.get("inline") == "1")
