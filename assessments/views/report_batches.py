"""All reports of a city or the province in one go: order, watch, stop, go on, take away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments import reporting
from assessments.actions import report_batches as actions
from assessments.figures.report_batches import progress_of, units_to_choose
from assessments.forms.report_batch import BatchForm
from assessments.models import ReportBatch
from assessments.models.report_batch import CODES
from assessments.views.inspecting import attempt
from duties.views.serving import serve
from organizations import access, doorbell
from organizations.errors import Refused
from organizations.models import Post
from organizations.paging import page_of

#: Messages for one order: as many workers begin at once.
BELLS = 2


@login_required
@require_safe
def report_batches(request):
    _require_some(request.user)
    rows = ReportBatch.objects.visible_to(request.user, localdate())
    rows = rows.with_progress().select_related("unit")
    page = page_of(request, rows, order=("-asked_at", "pk"))
    return render(request, "assessments/batches/list.html", {"page": page})


@login_required
def report_batch_new(request):
    on = localdate()
    _require_some(request.user)
    units = units_to_choose(request.user)
    years = reporting.years_of(Post.objects.visible_to(request.user, on)) or [on.year]
    posted = request.POST if request.method == "POST" else None
    initial = {"unit": request.GET.get("unit"), "year": request.GET.get("year")}
    form = BatchForm(posted, units=units, years=years, initial=_given(initial))
    if form.is_valid():
        fields = form.cleaned_data | {"unit": units.get(pk=form.cleaned_data["unit"])}
        try:
            batch = actions.order(**fields, by=request.user, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _ring(batch)
            return redirect(batch)
    return render(request, "assessments/batches/form.html", {"form": form})


@login_required
@require_safe
def report_batch(request, pk):
    return render(request, "assessments/batches/batch.html", progress_of(_find(request, pk)))


@login_required
@require_safe
def report_batch_progress(request, pk):
    """The part of the page that asks for itself again while there is work."""
    context = progress_of(_find(request, pk))
    return render(request, "assessments/batches/_parts/progress.html", context)


@login_required
@require_POST
def report_batch_cancel(request, pk):
    batch = _find(request, pk)
    attempt(request, _("已停止，已生成的报告予以保留。"), actions.cancel, batch=batch)
    return redirect(batch)


@login_required
@require_POST
def report_batch_resume(request, pk):
    batch = _find(request, pk)
    if attempt(request, _("已继续生成。"), actions.resume, batch=batch):
        _ring(batch)
    return redirect(batch)


@login_required
@require_safe
def report_batch_archive(request, pk):
    batch = _find(request, pk)
    try:
        actions.hand_out(batch=batch, by=request.user, on=localdate())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(batch)
    return serve(batch, inline=False)


def _find(request, pk):
    rows = ReportBatch.objects.visible_to(request.user, localdate()).with_progress()
    return get_object_or_404(rows.select_related("unit"), pk=pk)


def _require_some(user) -> None:
    if not access.codes(user).intersection(CODES):
        raise PermissionDenied


def _given(initial: dict) -> dict:
    return {name: value for name, value in initial.items() if value}


def _ring(batch: ReportBatch) -> None:
    for _bell in range(BELLS):
        doorbell.ring("assessments.tasks.make_reports", str(batch.pk))
