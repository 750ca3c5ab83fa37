"""Schemes of indicators (Art. 22): which there are, what each says, and its life."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import schemes as actions
from assessments.actions import trying
from assessments.figures import scheme_page
from assessments.figures import scope as scopes
from assessments.figures.applying import default_scheme, scheme_below
from assessments.forms.scheme import NewSchemeForm, SchemeEditor
from assessments.models import IndicatorScheme, SchemeState
from assessments.views import scheme_files
from assessments.views.inspecting import attempt
from organizations import access
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.models.unit import Kind
from organizations.paging import page_of

EXPORTED = 10_000
#: The try-out as a page, and the part of it that htmx puts in its own place.
WHOLE, PART = "assessments/schemes/effects.html", "assessments/schemes/_parts/effects.html"


def find(request, pk) -> IndicatorScheme:
    rows = IndicatorScheme.objects.visible_to(request.user, localdate())
    return get_object_or_404(rows.select_related("unit", "drafted_by", "forced_by"), pk=pk)


@login_required
@require_safe
def schemes(request):
    rows = IndicatorScheme.objects.visible_to(request.user, localdate()).select_related("unit")
    page = page_of(request, rows, order=("-year", "-pk"))
    context = {"page": page, "may_draft": bool(scopes.top_units(request.user, ["assess"]))}
    return render(request, "assessments/schemes/schemes.html", context)


@login_required
@require_safe
def schemes_export(request):
    rows = IndicatorScheme.objects.visible_to(request.user, localdate()).select_related("unit")
    head = [_("年度"), _("制定单位"), _("名称"), _("版本"), _("状态"), _("施行时间"), _("修改理由")]
    lines = (
        [row.year, row.unit.label, row.title, row.version, row.get_state_display(), row.forced_at,
         row.reason]
        for row in rows.order_by("-year", "-pk")[:EXPORTED]
    )  # fmt: skip
    return workbook_response(_("指标体系"), _("指标体系"), head, lines)


@login_required
def scheme_new(request):
    on = localdate()
    tops = scopes.top_units(request.user, ["assess"])
    if not tops:
        raise PermissionDenied
    units = scopes.reached(tops).in_force(on).filter(kind=Kind.REGION, numchild__gt=0)
    years = sorted({*scopes.years(), on.year, on.year + 1}, reverse=True)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NewSchemeForm(*posted, units=units, years=years, initial={"year": on.year})
    known = None
    if form.is_valid():
        said = form.cleaned_data
        unit = get_object_or_404(units, pk=said["unit"])
        try:
            row = actions.draft(
                unit=unit, year=said["year"], content=_beginning(unit, said),
                reason=said["reason"], by=request.user, on=on,
            )  # fmt: skip
            return redirect("assessments:scheme_edit", row.pk)
        except scheme_files.BadFile as bad:
            for line in bad.lines:
                form.add_error("file", line)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            known = IndicatorScheme.objects.drafts().filter(unit=unit, year=said["year"]).first()
    return render(request, "assessments/schemes/new.html", {"form": form, "known": known})


def _beginning(unit, said):
    """The scheme to begin from: a file, the default, or what applies to the unit's posts now."""
    if said["begin"] == "file":
        return scheme_files.scheme_of(said["file"])
    if said["begin"] == "current":
        return scheme_below(unit, said["year"])
    return default_scheme()


@login_required
@require_safe
def scheme(request, pk):
    row = find(request, pk)
    context = {
        "scheme": row,
        "rows": scheme_page.rows_of(row.parsed),
        "bands": [scheme_page.BandRow(band) for band in row.parsed.bands],
        "rules": scheme_page.rules_of(row.parsed),
        "versions": _versions(request, row),
        "may_edit": access.allows(request.user, "assess", row.unit),
    }
    return render(request, "assessments/schemes/scheme.html", context)


def _versions(request, row):
    rows = IndicatorScheme.objects.visible_to(request.user, localdate())
    return rows.filter(unit=row.unit_id, year=row.year).order_by("-version")


@login_required
@require_safe
def scheme_file(request, pk, ending):
    if ending not in ("yaml", "xlsx"):
        raise Http404
    return scheme_files.download(find(request, pk), ending)


@login_required
def scheme_edit(request, pk):
    row = find(request, pk)
    access.require(request.user, "assess", row.unit)
    if not row.is_draft:
        messages.error(request, _("已经施行的指标体系不能修改，请起草新的版本。"))
        return redirect(row)
    posted = request.POST if request.method == "POST" else None
    editor = SchemeEditor(row.parsed, row.reason, row.revision, posted)
    if posted is not None and editor.is_valid() and _revised(request, row, editor):
        return redirect(row)
    context = {"scheme": row, "editor": editor, "checked": posted is not None}
    return render(request, "assessments/schemes/edit.html", context)


def _revised(request, row, editor) -> bool:
    said = editor.settings.cleaned_data
    if request.POST.get("do") == "check":
        messages.success(request, _("没有发现问题，尚未保存。"))
        return False
    try:
        actions.revise(
            scheme=row, revision=said["revision"] or 0, content=editor.scheme,
            reason=said["reason"], by=request.user, on=localdate(),
        )  # fmt: skip
    except Refused as refusal:
        editor.settings.add_error(None, str(refusal))
        return False
    messages.success(request, _("草案已保存。"))
    return True


@login_required
@require_POST
def scheme_discard(request, pk):
    row = find(request, pk)
    access.require(request.user, "assess", row.unit)
    attempt(request, _("草案已删除。"), actions.discard, scheme=row)
    return redirect("assessments:schemes")


@login_required
@require_safe
def scheme_effects(request, pk):
    """Whose figures would move, the largest first; what is not tried yet goes on by itself."""
    row = _draft(request, pk)
    left = trying.left(scheme=row)
    moved = row.effects.filter(moved=True).select_related("post__unit")
    page = page_of(request, moved, order=("-shift", "post_id"))
    total = trying.concerned(row).count()
    context = {
        "scheme": row, "left": left, "total": total, "tried": total - left, "page": page,
        "moved": moved.count(), "rows": [scheme_page.EffectRow(each) for each in page],
        "needs_reason": row.version > 1 and not row.reason,
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    return render(request, PART if part else WHOLE, context)


@login_required
@require_POST
def scheme_try(request, pk):
    row = _draft(request, pk)
    trying.try_out(scheme=row, on=localdate())
    return redirect("assessments:scheme_effects", row.pk)


@login_required
@require_safe
def scheme_effects_export(request, pk):
    row = _draft(request, pk)
    head = [_("单位"), _("职务"), _("现得分"), _("试算得分"), _("变动"), _("现等次"), _("试算等次")]
    effects = row.effects.select_related("post__unit").order_by("-shift", "post_id")
    lines = (
        [each.unit, each.post, each.before, each.after, each.change, each.grade_before,
         each.grade_after]
        for each in map(scheme_page.EffectRow, effects[:EXPORTED])
    )  # fmt: skip
    return workbook_response(f"{row.title}-{row.year}", _("试算结果"), head, lines)


@login_required
@require_POST
def scheme_force(request, pk):
    row = find(request, pk)
    access.require(request.user, "assess", row.unit)
    text = request.POST.get("revision", "")
    revision = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    done = attempt(
        request, _("指标体系已施行，所涉职务将按新的指标体系重新计分。"),
        actions.put_in_force, scheme=row, revision=revision,
    )  # fmt: skip
    return redirect(row if done else "assessments:scheme_effects", *([] if done else [row.pk]))


def _draft(request, pk) -> IndicatorScheme:
    row = find(request, pk)
    access.require(request.user, "assess", row.unit)
    if row.state != SchemeState.DRAFT:
        raise Http404
    return row
