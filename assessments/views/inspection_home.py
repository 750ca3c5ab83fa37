"""Where inspectors and inspected begin: what is to do, what is going on, what was found."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import teams
from assessments.figures import scope as scopes
from assessments.figures.inspection_board import board_of
from assessments.figures.inspection_tasks import mine, tasks_of, with_progress
from assessments.forms.inspection_filters import FindingFilter, InspectionFilter
from assessments.forms.relation import RelationForm
from assessments.models import Finding, Inspection, Relation
from assessments.views import charts
from assessments.views.inspecting import attempt
from assessments.views.scoping import filters, scope_of, unit_of
from organizations import access
from organizations.excel import workbook_response
from organizations.models import Unit
from organizations.paging import page_of

EXPORTED = 20_000
FINDING_ORDER = ("due_on", "pk")


@login_required
@require_safe
def inspections(request):
    """My inspections, what is due, the figures of those above, and the list of all."""
    on, tops = localdate(), _tops(request)
    form, rows = _listed(request, on)
    context = {
        "on": on, "tasks": tasks_of(request.user, on), "mine": mine(request.user, on),
        "form": form, "page": page_of(request, rows, order=("-starts_on", "-pk")), "tops": tops,
        "may_plan": "oversee" in access.codes(request.user),
        "may_inspect": "inspect" in access.codes(request.user),
    }  # fmt: skip
    if tops:
        context |= _figures(request, on, tops)
    return render(request, "assessments/inspections/home.html", context)


def _figures(request, on, tops) -> dict:
    scope = scope_of(request, on, tops, unit_of(request, tops))

    def query(**narrower) -> str:
        asked = {"unit": scope.unit.pk, "year": scope.year} | narrower
        return f"{reverse('assessments:findings')}?{urlencode(asked)}"

    board = board_of(request.user, scope, query)
    shown = filters(scope, tops, hidden=("track", "article"))
    return {"scope": scope, "filters": shown, "board": board, "chart": charts.by_month(board)}


@login_required
@require_safe
def inspections_export(request):
    _tops(request)
    on = localdate()
    _form, rows = _listed(request, on)
    head = [_("督查名称"), _("类型"), _("组织单位"), _("阶段"), _("开始日期"), _("结束日期"),
            _("文号"), _("底稿数"), _("已填写"), _("已签字")]  # fmt: skip
    lines = (
        [row.title, row.get_kind_display(), row.unit.label, row.get_stage_display(),
         row.starts_on, row.ends_on, row.number_label, row.papers_total, row.papers_written,
         row.papers_signed]
        for row in rows[:EXPORTED]
    )  # fmt: skip
    return workbook_response(f"{_('督查')}-{on}", _("督查"), head, lines)


@login_required
@require_safe
def findings(request):
    form, rows = _found(request)
    page = page_of(request, rows, order=FINDING_ORDER)
    on = localdate()
    for row in page:
        row.late = row.is_overdue(on)
    context = {"form": form, "page": page, "query": request.GET.urlencode()}
    return render(request, "assessments/inspections/findings.html", context)


@login_required
@require_safe
def findings_export(request):
    _form, rows = _found(request)
    head = [_("被督查单位"), _("督查"), _("条款"), _("严重程度"), _("问题描述"), _("整改期限"),
            _("状态"), _("整改日期"), _("销号时间")]  # fmt: skip
    lines = (
        [row.unit.label, row.inspection.title, row.article_label, row.get_severity_display(),
         row.text, row.due_on, row.get_state_display(), row.righted_on, row.closed_at]
        for row in rows[:EXPORTED]
    )  # fmt: skip
    return workbook_response(f"{_('问题清单')}-{localdate()}", _("问题清单"), head, lines)


@login_required
def relations(request):
    """An inspector's own declarations; nobody else reads them here."""
    units = scopes.reached(_inspecting(request)).in_force(localdate())
    posted = request.POST if request.method == "POST" else None
    form = RelationForm(posted, units=units)
    if form.is_valid() and attempt_to_declare(request, form):
        return redirect("assessments:relations")
    rows = request.user.relations.select_related("unit")
    return render(request, "assessments/inspections/relations.html", {"form": form, "rows": rows})


def attempt_to_declare(request, form) -> bool:
    return attempt(
        request, _("已申报，抽取和指定督查人员时自动回避。"), _declare, **form.cleaned_data
    )


def _declare(*, unit, note, by, on):
    return teams.declare(unit=unit, note=note, by=by)


@login_required
@require_POST
def relation_withdraw(request, pk):
    _inspecting(request)
    for row in Relation.objects.filter(pk=pk, person=request.user):
        teams.withdraw(relation=row, by=request.user)
    return redirect("assessments:relations")


def _inspecting(request):
    tops = scopes.top_units(request.user, ("inspect",))
    if not tops:
        raise PermissionDenied
    return tops


def _tops(request):
    """The units overseen; none for the inspected side; 403 for who has to do with neither."""
    tops = scopes.top_units(request.user)
    if not tops and not Unit.objects.content_visible_to(request.user, localdate()).exists():
        raise PermissionDenied
    return tops


def _listed(request, on):
    form = InspectionFilter(request.GET)
    rows = with_progress(form.apply(Inspection.objects.visible_to(request.user, on)))
    return form, rows.select_related("unit").order_by("-starts_on", "-pk")


def _found(request):
    _tops(request)
    on = localdate()
    form = FindingFilter(request.GET, articles=scopes.articles())
    units = Unit.objects.content_visible_to(request.user, on)
    rows = Finding.objects.visible_to(request.user, on).delivered()
    rows = form.apply(rows, units, on).select_related("unit", "inspection")
    return form, rows.order_by(*FINDING_ORDER)
