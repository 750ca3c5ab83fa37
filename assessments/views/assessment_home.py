"""Assessments of the years: the list, and the beginning of one."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.actions import assessing, computing
from assessments.figures import scope as scopes
from assessments.forms.assessment import AssessmentForm
from assessments.models import Assessment, Score
from organizations import access, doorbell
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.models import Unit
from organizations.paging import page_of

ORDER = ("-year", "-drafted_at", "pk")
EXPORTED = 5_000
#: So few posts are worked out while one waits; more than that is the worker's affair.
AT_ONCE = 30


@login_required
@require_safe
def assessments(request):
    on = localdate()
    own = Score.objects.light().shown_to(request.user, on).filter(holders__person=request.user)
    later = Assessment.objects.taking_the_place("assessment__")
    own = own.select_related("assessment__unit", "post__unit").annotate(
        later=Subquery(later.values("pk")[:1]), later_version=Subquery(later.values("version")[:1])
    )
    context = {
        "on": on,
        "page": page_of(request, _rows(request, on), order=ORDER),
        "own": own.order_by("-assessment__year", "-assessment__version", "pk")[:20],
        "may_begin": "assess" in access.codes(request.user),
    }
    return render(request, "assessments/results/list.html", context)


@login_required
@require_safe
def assessments_export(request):
    head = [_("年度"), _("单位"), _("版本"), _("阶段"), _("职务数"), _("数据截至"),
            _("意见截止日期"), _("公布时间"), _("更正为"), "SHA-256"]  # fmt: skip
    rows = (
        [row.year, row.unit.label, row.version, row.get_stage_display(), row.total, row.as_of,
         row.comment_until, row.published_at, row.later_version, row.sha256]
        for row in _rows(request, localdate()).order_by(*ORDER)[:EXPORTED]
    )  # fmt: skip
    return workbook_response(_("年度考核"), _("年度考核"), head, rows)


def _rows(request, on):
    return Assessment.objects.visible_to(request.user, on).with_later().select_related("unit")


@login_required
def assessment_new(request):
    """Begin a year, or correct a published one; with few posts the figures are there at once."""
    on = localdate()
    tops = scopes.top_units(request.user, ("assess",))
    if not tops:
        raise PermissionDenied
    form = AssessmentForm(
        request.POST if request.method == "POST" else None, tops=tops,
        years=scopes.years() or [on.year], initial=_asked(request),
        published=Assessment.objects.assessable_by(request.user).published().exists(),
    )  # fmt: skip
    known = None
    if form.is_valid():
        said = form.cleaned_data
        unit = Unit.objects.filter(pk=said["unit"]).first()
        if unit is None:
            raise Http404
        try:
            row = assessing.draft(
                unit=unit, year=said["year"], reason=said.get("reason", ""), by=request.user, on=on
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            rows = Assessment.objects.assessable_by(request.user).under_way()
            known = rows.filter(unit=unit, year=said["year"]).first()
        else:
            work_out(row)
            return redirect(row)
    return render(request, "assessments/results/new.html", {"form": form, "known": known})


def work_out(row: Assessment) -> None:
    """At once where there is little to do, otherwise by a worker, who is told."""
    if row.total <= AT_ONCE:
        computing.run(row.pk)
    else:
        doorbell.ring("assessments.tasks.compute_assessments")


def _asked(request) -> dict:
    """Unit and year of the page one comes from."""
    return {name: request.GET[name] for name in ("unit", "year") if name in request.GET}
