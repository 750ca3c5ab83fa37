"""The reviewer's desk: the queue, and the three answers to a record."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties.actions import records
from duties.forms.review import ReasonForm
from duties.models import Record
from duties.views.records import act, find, show
from organizations import access
from organizations.paging import page_of


@login_required
def review(request):
    if "confirm" not in access.codes(request.user):
        raise PermissionDenied
    queue = (
        Record.objects.reviewable_by(request.user)
        .select_related("post__unit", "submitted_by")
        .prefetch_related("items__obligation__requirement__clause")
        .annotate(files=Count("evidence", distinct=True))
    )
    page = page_of(request, queue, order=("submitted_at", "pk"))
    return render(request, "duties/review.html", {"page": page})


@login_required
@require_POST
def record_confirm(request, pk):
    row = find(request, pk)
    access.require(request.user, "confirm", row.unit)
    version = _version(request.POST.get("version"))
    done = act(
        request, records.confirm, _("已核实，相关履职事项已重新核验。"), record=row, version=version
    )
    return redirect("duties:review" if done else row)


@login_required
@require_POST
def record_return(request, pk):
    row = find(request, pk)
    access.require(request.user, "confirm", row.unit)
    form = ReasonForm(request.POST, prefix="return")
    if not form.is_valid():
        return show(request, row, return_form=form)
    done = act(
        request, records.give_back, _("已退回，填报人会收到通知。"), record=row,
        version=form.cleaned_data["version"] or 0, reason=form.cleaned_data["reason"],
    )  # fmt: skip
    return redirect("duties:review") if done else show(request, find(request, pk), return_form=form)


@login_required
@require_POST
def record_strike(request, pk):
    row = find(request, pk)
    access.require(request.user, "confirm", row.unit)
    form = ReasonForm(request.POST, prefix="strike")
    if not form.is_valid():
        return show(request, row, strike_form=form)
    act(
        request, records.strike, _("已撤销，相关履职事项已重新核验。"),
        record=row, reason=form.cleaned_data["reason"],
    )  # fmt: skip
    return redirect(row)


def _version(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
