"""Bonus, deductions and vetoes: entered, confirmed by a second person, with their evidence."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments import schemes
from assessments.actions import assessors
from assessments.actions import score_items as actions
from assessments.figures import scope as scopes
from assessments.figures.applying import scheme_for
from assessments.figures.facts import holders_in
from assessments.forms.inputs import DecideForm, ItemForm, NoteForm
from assessments.models import ItemState, ScoreItem, ScoreItemFile
from assessments.views.inspecting import attempt
from duties.figures import years_of
from duties.views import uploads
from duties.views.serving import serve
from duties.wording import plain
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.models import Post
from organizations.paging import page_of
from organizations.templatetags.portal import in_language

EXPORTED = 20_000


@login_required
@require_safe
def score_items(request):
    rows = _listed(request)
    page = page_of(request, rows, order=("-entered_at", "pk"))
    return render(request, "assessments/items/items.html", {"page": page})


@login_required
@require_safe
def score_items_export(request):
    head = [
        _("年度"),
        _("单位"),
        _("职务"),
        _("类别"),
        _("分值"),
        _("最高等次"),
        _("事由"),
        _("状态"),
        _("说明"),
    ]
    lines = (
        [row.year, row.post.unit.label, row.post.label, row.get_kind_display(), row.points,
         row.get_grade_display(), row.reason, row.get_state_display(), row.note]
        for row in _listed(request).order_by("-entered_at", "pk")[:EXPORTED]
    )  # fmt: skip
    return workbook_response(_("加减分事项"), _("加减分事项"), head, lines)


def _listed(request):
    if not scopes.top_units(request.user, ["assess"]):
        raise PermissionDenied
    rows = ScoreItem.objects.visible_to(request.user, localdate())
    return rows.select_related("post__unit", "entered_by")


@login_required
def score_item_new(request, pk, year):
    on = localdate()
    visible = Post.objects.visible_to(request.user, on).select_related("unit")
    post = get_object_or_404(visible, pk=pk)
    assessors.require(request.user, [post.unit])
    if year not in years_of(post):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    token = uploads.token_of(request)
    bad = _received(request, post, token, on)
    dropped = _dropped(request, post, token, on)
    form = ItemForm(posted, indicators=_indicators(post, year), holders=_holders(post, year))
    if form.is_valid() and not bad and not dropped:
        try:
            row = actions.enter(
                post=post, year=year, token=token, by=request.user, on=on,
                **{name: form.cleaned_data[name] for name in ("kind", "code", "points", "grade", "reason")},
                holder=form.cleaned_data.get("holder"),
            )  # fmt: skip
            messages.success(request, _("已录入，待另一人复核后生效。"))
            return redirect(row)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    files = ScoreItemFile.objects.waiting(request.user, token)
    context = {"post": post, "year": year, "form": form, "token": token}
    context |= uploads.context(files, bad)
    return render(request, "assessments/items/new.html", context)


def _indicators(post, year):
    """Those of the scheme under which something can be entered, called in the reader's tongue."""
    found = scheme_for(post, year).scheme.of_source(*schemes.ENTERED)
    return [_Named(each) for each in found]


def _holders(post, year) -> list[tuple[int, str]]:
    """Who held the post in the year, and when."""
    return [
        (
            each.person,
            f"{in_language(each, 'name')}（{each.spans[0].starts_on} — {each.spans[-1].ends_on}）",
        )
        for each in holders_in(post, year)
    ]


class _Named:
    def __init__(self, indicator):
        self.code, self.source, self.params = indicator.code, indicator.source, indicator.params
        self.title = indicator.title.in_language(get_language())


def _received(request, post, token: UUID, on) -> list[str]:
    """Files are kept as they come, whatever else is wrong; a sentence for each that cannot be."""
    bad = []
    for file in request.FILES.getlist("files"):
        try:
            actions.attach(post=post, token=token, file=file, by=request.user, on=on)
        except Refused as refusal:
            bad.append(str(refusal))
    return bad


def _dropped(request, post, token: UUID, on) -> bool:
    """The button beside a file was pressed: it is taken off and nothing is entered."""
    key = request.POST.get("drop", "")
    if not key.isdecimal() or len(key) > 18:
        return False
    for row in ScoreItemFile.objects.waiting(request.user, token).filter(pk=int(key)):
        actions.detach(row=row, post=post, by=request.user, on=on)
    return True


@login_required
@require_safe
def score_item(request, pk):
    return _page(request, _find(request, pk))


@login_required
@require_POST
def score_item_decide(request, pk):
    row = _find(request, pk)
    assessors.require(request.user, [row.post.unit])
    confirmed = request.POST.get("do") == "confirm"
    said = _("已复核，开始计分。") if confirmed else _("已退回。")
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, row, decide_form=form)
    note = form.cleaned_data["note"]
    attempt(request, said, actions.decide, item=row, confirmed=confirmed, note=note)
    return redirect(row)


@login_required
@require_POST
def score_item_withdraw(request, pk):
    row = _find(request, pk)
    assessors.require(request.user, [row.post.unit])
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    reason = form.cleaned_data["note"]
    attempt(request, _("已撤销，不再计分。"), actions.withdraw, item=row, reason=reason)
    return redirect(row)


def _page(request, row: ScoreItem, form=None, decide_form=None):
    may = assessors.may_enter(request.user, row.post.unit)
    scheme = scheme_for(row.post, row.year).scheme
    indicator = scheme.by_code(row.code)
    context = {
        "item": row, "files": row.files.all(),
        "indicator": indicator.title.in_language(get_language()) if indicator else row.code,
        **_cap(row, indicator), "may_decide": may and row.state == ItemState.WAITING and row.entered_by_id != request.user.pk,
        "may_withdraw": may and row.state in (ItemState.WAITING, ItemState.CONFIRMED),
        "form": form or NoteForm(), "decide_form": decide_form or DecideForm(),
    }  # fmt: skip
    return render(request, "assessments/items/item.html", context)


def _cap(row: ScoreItem, indicator) -> dict:
    """How much its indicator can count, and what was entered under it if that is more."""
    cap = indicator and indicator.params.cap
    if cap is None:
        return {"cap": None}
    entered = ScoreItem.objects.sharing_cap_of(row).aggregate(points=Sum("points"))["points"]
    above = plain(entered) if entered and entered > cap else ""
    return {"cap": plain(cap), "above": above}


def _find(request, pk) -> ScoreItem:
    rows = ScoreItem.objects.visible_to(request.user, localdate())
    related = ("post__unit", "entered_by", "decided_by", "withdrawn_by", "holder")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@login_required
@require_safe
def score_item_file(request, pk):
    rows = ScoreItemFile.objects.visible_to(request.user, localdate())
    return serve(get_object_or_404(rows, pk=pk), inline=request.GET.get("inline") == "1")
