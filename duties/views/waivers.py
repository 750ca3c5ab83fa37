"""The superior's desk for what cannot apply: waive with reason and evidence, take back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duties.actions import waivers
from duties.forms.waiver import ReinstateForm, WaiverForm
from duties.models import Evidence, Waiver
from duties.views import uploads
from organizations.errors import Refused
from organizations.models import Post


@login_required
def waiver_new(request, pk, year):
    on = localdate()
    visible = Post.objects.visible_to(request.user, on).select_related("unit")
    post = get_object_or_404(visible, pk=pk)
    if not waivers.may_waive(request.user, post, on):
        raise PermissionDenied
    if request.method == "POST":
        return _take(request, post, year, on)
    chosen = _chosen(request, post, year)
    token = uploads.token_of(request)
    form = WaiverForm(post=post, year=year, initial={"obligations": chosen, "token": token})
    return _page(request, form, post, token)


def _take(request, post, year, on):
    """First the files are kept, then the rest is looked at."""
    token = uploads.token_of(request)
    bad = uploads.receive(request, post.unit, token, on)
    waiting = Evidence.objects.waiting(request.user, token)
    uploads.drop(request, post.unit, waiting, on)
    form = WaiverForm(request.POST, post=post, year=year)
    known = Waiver.objects.filter(token=token, granted_by=request.user, post=post).first()
    if known is not None:  # The same form sent twice.
        return redirect(known)
    if "drop" not in request.POST and form.is_valid() and not bad:
        try:
            waiver = waivers.grant(
                post=post, obligations=form.cleaned_data["obligations"],
                reason=form.cleaned_data["reason"], token=token, by=request.user, on=on,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已免除，责任人和联络员会收到通知。"))
            return redirect(waiver)
    return _page(request, form, post, token, bad)


def _page(request, form, post, token, bad=()):
    waiting = Evidence.objects.waiting(request.user, token)
    hints = [_("情况说明"), _("机构改革文件"), _("案件台账")]
    context = {"form": form, "post": post, "token": token, **uploads.context(waiting, bad, hints)}
    return render(request, "duties/waiver_form.html", context)


def _chosen(request, post, year) -> list[int]:
    """What the page was opened for; for an abolished post all that falls due after its end."""
    asked = request.GET.get("obligation", "")
    if asked.isdecimal() and len(asked) < 19:
        return [int(asked)]
    if post.abolished_on is None:
        return []
    rows = post.obligations.of_year(year).unmet().filter(due_on__gte=post.abolished_on)
    return list(rows.values_list("pk", flat=True))


@login_required
@require_safe
def waiver(request, pk):
    return _show(request, _find(request, pk))


@login_required
@require_POST
def waiver_reinstate(request, pk, item):
    row = _find(request, pk)
    item = get_object_or_404(row.items.select_related("waiver__post__unit", "obligation"), pk=item)
    if not waivers.may_waive(request.user, row.post, localdate()):
        raise PermissionDenied
    form = ReinstateForm(request.POST, prefix=str(item.pk))
    if not form.is_valid():
        return _show(request, row, {item.pk: form})
    try:
        waivers.reinstate(
            item=item, reason=form.cleaned_data["reason"], by=request.user, on=localdate()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已恢复履行，并重新核验。"))
    return redirect(row)


def _find(request, pk) -> Waiver:
    visible = Waiver.objects.visible_to(request.user, localdate())
    return get_object_or_404(visible.select_related("post__unit", "granted_by"), pk=pk)


def _show(request, row: Waiver, forms=None):
    """The page of a waiver; ``forms`` are bound ones that have to be shown again."""
    may = waivers.may_waive(request.user, row.post, localdate())
    items = list(
        row.items.select_related(
            "obligation__requirement__clause__regulation", "obligation__post__unit",
            "reinstated_by",
        ).order_by("pk")
    )  # fmt: skip
    for item in items:
        item.form = None
        if may and item.reinstated_at is None:
            item.form = (forms or {}).get(item.pk) or ReinstateForm(prefix=str(item.pk))
    context = {"waiver": row, "items": items, "files": row.evidence.all(), "on": localdate()}
    return render(request, "duties/waiver.html", context)
