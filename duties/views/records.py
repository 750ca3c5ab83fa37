"""A record as it stands, and what its writers may do with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duties import likeness_hints
from duties.actions import completeness, records
from duties.choices import RecordState
from duties.forms.review import ReasonForm
from duties.models import Obligation, Record, RecordItem
from organizations.errors import Refused
from organizations.models import Post


@login_required
def record(request, pk):
    return show(request, find(request, pk))


def show(request, row: Record, **forms):
    """The page of a record; ``forms`` are bound ones that have to be shown again."""
    user, on = request.user, localdate()
    may_log = row.post.may_log(user, on)
    reviewing, striking = row.can_be_reviewed_by(user), row.can_be_struck_by(user)
    context = {
        "record": row, "on": on, "served": _served(row, user, on),
        "may_open_post": Post.objects.visible_to(user, on).filter(pk=row.post_id).exists(),
        "has_pictures": any(file.is_image for file in row.evidence.all()),
        "hints": likeness_hints.hints_for([row], user, on).get(row.pk, []),
        "may_edit": may_log and row.is_editable,
        "gaps": completeness.gaps(row) if may_log and row.is_editable else [],
        "may_withdraw": may_log and row.state == RecordState.SUBMITTED,
        "may_review": reviewing, "may_strike": striking,
        "return_form": forms.get("return_form") or (ReasonForm(prefix="return") if reviewing else None),
        "strike_form": forms.get("strike_form") or (ReasonForm(prefix="strike") if striking else None),
    }  # fmt: skip
    return render(request, "duties/record.html", context)


@login_required
@require_POST
def record_submit(request, pk):
    row = _own(request, pk)
    act(request, records.submit, _("已提交核实。"), record=row)
    return redirect(row)


@login_required
@require_POST
def record_withdraw(request, pk):
    row = _own(request, pk)
    act(request, records.withdraw, _("已撤回为草稿，可以继续修改。"), record=row)
    return redirect(row)


@login_required
@require_POST
def record_discard(request, pk):
    row = _own(request, pk)
    post = row.post
    done = act(request, records.discard, _("草稿已删除。"), record=row)
    return redirect(post if done else row)


def act(request, action, done: str, **what) -> bool:
    """Call one action; say what came of it."""
    try:
        action(by=request.user, on=localdate(), **what)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def find(request, pk) -> Record:
    visible = Record.objects.visible_to(request.user, localdate())
    people = ("post__unit", "logged_by", "submitted_by", "reviewed_by", "struck_by")
    return get_object_or_404(visible.select_related(*people).prefetch_related("evidence"), pk=pk)


def _own(request, pk) -> Record:
    row = find(request, pk)
    if not row.post.may_log(request.user, localdate()):
        raise PermissionDenied
    return row


def _served(row: Record, user, on) -> list[tuple]:
    """Obligation and what the record gives to it, in legal order; those the reader may see."""
    visible = Obligation.objects.visible_to(user, on).values("pk")
    items = row.items.filter(obligation__in=visible)
    items = items.select_related("obligation__requirement__clause").order_by(
        "obligation__requirement__clause__article",
        "obligation__requirement__clause__item",
        "obligation__requirement__position",
        "obligation__due_on",
        "pk",
    )
    by_obligation: dict = {}
    for item in items:
        by_obligation.setdefault(item.obligation, []).append(_said(item))
    return [(key, [text for text in texts if text]) for key, texts in by_obligation.items()]


def _said(item: RecordItem) -> str:
    """One part of a record as a reader takes it in."""
    name = item.obligation.requirement.name_of(item.name)
    if item.nil:
        return _("%(name)s本期无此类事项（零报告）") % {"name": name and f"{name}："}
    if item.denominator is not None:
        figure = f"{item.numerator.normalize():f} / {item.denominator.normalize():f}"
        return f"{name}：{figure}" if name else figure
    if item.valid_from and item.valid_until:
        span = {"name": name, "start": item.valid_from, "end": item.valid_until}
        return _("%(name)s（%(start)s至%(end)s有效）") % span
    if item.valid_from:
        return _("%(name)s（%(start)s起有效）") % {"name": name, "start": item.valid_from}
    return name
