"""One inspection on one page: plan, team, draws, progress, findings and how it ends."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from assessments.views.inspecting import find


@login_required
def inspection(request, pk):
    return render(
        request, "assessments/inspections/inspection.html", {"inspection": find(request, pk)}
    )
