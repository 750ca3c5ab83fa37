"""Draw confirmed records at random and look at each, on a desk or on site with a phone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assessments.actions import spot_checks as actions
from assessments.figures import scope as scopes
from assessments.figures.spot_checks import neighbours, next_to_look, with_progress
from assessments.forms.spot_check import DrawForm, LookForm
from assessments.models import SpotCheck
from assessments.models.spot_check import CODES
from organizations.errors import Refused
from organizations.paging import page_of


@login_required
def spot_checks(request):
    _require_inspector(request.user)
    rows = with_progress(_visible(request.user)).select_related("drawn_by")
    page = page_of(request, rows, order=("-pk",))
    return render(request, "assessments/spot_checks.html", {"page": page})


@login_required
def spot_check_new(request):
    on = localdate()
    units = scopes.reached(_require_inspector(request.user)).in_force(on)
    years = sorted({*scopes.years(), on.year}, reverse=True)
    form = DrawForm(_posted(request), units=units, years=years, initial={"year": on.year})
    if form.is_valid():
        fields = form.cleaned_data | {"unit": units.get(pk=form.cleaned_data["unit"])}
        try:
            spot_check, _created = actions.draw(**fields, by=request.user, on=on)
            return redirect(spot_check)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "assessments/spot_check_form.html", {"form": form})


@login_required
def spot_check(request, pk):
    drawn = get_object_or_404(with_progress(_visible(request.user)), pk=pk)
    items = drawn.items.select_related("record__post__unit", "looked_by")
    context = {"spot_check": drawn, "items": items, "next": next_to_look(drawn.items)}
    return render(request, "assessments/spot_check.html", context)


@login_required
def spot_check_look(request, pk, item):
    drawn = get_object_or_404(with_progress(_visible(request.user)), pk=pk)
    items = drawn.items.select_related("spot_check__unit", "record__post__unit", "looked_by")
    item = get_object_or_404(items, pk=item)
    form = LookForm(_posted(request), initial=_noted(item))
    if form.is_valid():
        try:
            actions.look(item=item, **form.cleaned_data, by=request.user, on=localdate())
        except Refused as refusal:
            form = _asking_again(request, item, str(refusal))
        else:
            return _onward(request, drawn, item)
    return render(request, "assessments/spot_check_look.html", _look_context(drawn, item, form))


def _look_context(drawn, item, form) -> dict:
    before, after = neighbours(drawn.items, item)
    record = item.record
    parts = record.items.select_related("obligation__requirement__clause__regulation")
    return {
        "spot_check": drawn,
        "item": item,
        "record": record,
        "parts": parts.order_by("obligation_id", "pk"),
        "files": record.evidence.all(),
        "before": before,
        "after": after,
        "form": form,
    }


def _noted(item) -> dict:
    seen = item.looked_at.isoformat() if item.looked_at else ""
    return {"verdict": item.verdict, "note": item.note, "seen": seen}


def _asking_again(request, item, message: str) -> LookForm:
    """What was typed, over what the other person noted meanwhile."""
    typed = request.POST.copy()
    typed["seen"] = _noted(item)["seen"]
    form = LookForm(typed)
    form.add_error(None, message)
    return form


def _onward(request, drawn, item):
    """The next one without a verdict; after the last, the overview."""
    following = next_to_look(drawn.items, after=item.position)
    if following is None:
        messages.success(request, _("本次抽查已全部核对完毕。"))
        return redirect(drawn)
    messages.success(request, _("已记录第%(number)s条的结论。") % {"number": item.position})
    return redirect("assessments:spot_check_look", drawn.pk, following.pk)


def _visible(user):
    return SpotCheck.objects.visible_to(user).select_related("unit")


def _posted(request):
    """What was sent, even if nothing was filled in; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def _require_inspector(user):
    """The units in which ``user`` may inspect; 403 without any."""
    tops = scopes.top_units(user, CODES)
    if not tops:
        raise PermissionDenied
    return tops
