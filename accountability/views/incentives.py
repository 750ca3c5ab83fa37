"""Incentives: a list, one page each, one address for every step."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accountability import incentive_stages as stages
from accountability.actions import good_results
from accountability.actions import incentives as actions
from accountability.forms.incentive import FORMS, IncentiveFilter, ProposalForm
from accountability.incentive_stages import Verb
from accountability.models import Incentive
from accountability.models.managing import in_charge, managed_by
from duties.views.uploads import new_key
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.models import Unit
from organizations.paging import page_of
from organizations.pdf import file_name

#: What is waited for at a stage while it is not the reader's turn.
WAITING = {
    "proposed": gettext_lazy("等待考核机构审核。"),
    "reviewed": gettext_lazy("等待党委研究决定，由党委办公室登记。"),
    "decided": gettext_lazy("等待组织部门办理。"),
    "handled": gettext_lazy("等待组织部门公布。"),
}
ORDER = ("-proposed_on", "-pk")


def offices_of(user):
    """Units at which ``user`` may propose."""
    found = Unit.objects.none()
    for code in sorted(stages.PROPOSERS):
        found |= in_charge(user, code)
    return Unit.objects.filter(pk__in=found.values("pk"))


def _rows(request):
    form = IncentiveFilter(request.GET)
    rows = Incentive.objects.visible_to(request.user, localdate())
    return form, form.apply(rows.select_related("post__unit", "unit"))


@login_required
@require_safe
def incentives(request):
    """For everybody the same page: whoever holds no office sees what was published."""
    form, rows = _rows(request)
    context = {
        "form": form,
        "page": page_of(request, rows, order=ORDER),
        "offices": offices_of(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "accountability/incentives/list.html", context)


@login_required
@require_safe
def incentives_export(request):
    _form, rows = _rows(request)
    head = [_("职务"), _("年度"), _("激励方式"), _("事由"), _("阶段"), _("文号"), _("决定日期")]
    lines = (
        (row.post.full_title, row.year, row.get_form_display(), row.reason,
         row.get_stage_display(), row.document, row.decided_on)
        for row in rows.order_by(*ORDER)
    )  # fmt: skip
    return workbook_response(f"{_('激励')}-{localdate()}", _("激励"), head, lines)


@login_required
def incentive_new(request):
    units = offices_of(request.user)
    if not units.exists():
        raise PermissionDenied("propose")
    posted = request.POST if request.method == "POST" else None
    form = ProposalForm(posted, units=managed_by(units), on=localdate(), initial={"key": new_key()})
    if form.is_valid():
        try:
            row = actions.propose(by=request.user, on=localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已提出，等待审核。"))
            return redirect(row)
    return render(request, "accountability/incentives/form.html", {"form": form})


@login_required
@require_POST
def incentives_propose(request):
    """What good results of the year give reason for and nobody has proposed yet."""
    units = offices_of(request.user)
    if not units.exists():
        raise PermissionDenied("propose")
    on = localdate()
    made = sum(
        good_results.propose(unit=unit, year=on.year, by=request.user, on=on) for unit in units
    )
    messages.success(request, _("已从考核和督查结果提出%(count)s项。") % {"count": made})
    return redirect("accountability:incentives")


def _find(request, pk) -> Incentive:
    seen = Incentive.objects.visible_to(request.user, localdate())
    return get_object_or_404(seen.select_related("post__unit", "unit", "person"), pk=pk)


@login_required
@require_safe
def incentive(request, pk):
    return _show(request, _find(request, pk))


@login_required
@require_POST
def incentive_act(request, pk, verb):
    """One step; a refusal keeps what was typed."""
    row = _find(request, pk)
    if verb not in FORMS:
        raise Http404
    verb = Verb(verb)
    if not any(s.code in actions.codes_of(request.user, row.unit) for s in stages.STEPS[verb]):
        raise PermissionDenied(verb)
    form = FORMS[verb](request.POST)
    if form.is_valid():
        try:
            getattr(actions, verb)(
                incentive=row, by=request.user, on=localdate(), **form.cleaned_data
            )
        except Refused as refusal:
            row.refresh_from_db()
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已办理。"))
            return redirect(row)
    return _show(request, row, verb, form)


@login_required
@require_safe
def incentive_document(request, pk, language):
    row = get_object_or_404(_find(request, pk).documents, language=language)
    response = HttpResponse(bytes(row.content), content_type="application/pdf")
    name = file_name(f"{_('激励决定')}-{row.incentive.document}")
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response


def _show(request, row, asked: Verb | None = None, bound=None):
    insider = bool(actions.codes_of(request.user, row.unit)) and row.person_id != request.user.pk
    verbs = stages.verbs_for(row.facts, actions.actor_of(request.user, row))
    context = {
        "incentive": row,
        "insider": insider,
        "steps": [
            (verb, _label(verb), bound if verb is asked else FORMS[verb](initial=_first(row, verb)))
            for verb in verbs
        ],
        "waiting": WAITING.get(row.stage, "")
        if insider and not set(verbs) & set(stages.FORWARD)
        else "",
        "refused": bound if asked and asked not in verbs else None,
        "documents": row.documents.defer("content") if insider or row.is_open else (),
    }
    return render(request, "accountability/incentives/page.html", context)


def next_step(row, user, codes) -> str:
    """The step of the procedure that is this person's now; empty while it is somebody else's."""
    if not codes:
        return ""
    verbs = stages.verbs_for(row.facts, stages.Actor(user.pk, frozenset(codes)))
    return next((str(_label(verb)) for verb in verbs if verb in stages.FORWARD), "")


def _first(row, verb: Verb) -> dict:
    known = {"version": row.version}
    return known | {"decided_on": localdate()} if verb is Verb.DECIDE else known


def _label(verb: Verb) -> str:
    return {
        Verb.REVIEW: _("审核通过"),
        Verb.DECIDE: _("登记党委决定"),
        Verb.HANDLE: _("登记办理情况"),
        Verb.PUBLISH: _("公布"),
        Verb.DECLINE: _("不予采纳"),
        Verb.REVOKE: _("撤销决定"),
    }[verb]
