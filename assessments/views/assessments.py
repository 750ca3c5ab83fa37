"""One assessment on one page: stage, progress, leagues, objections, and its next step."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import assessing, computing, publishing
from assessments.figures import assessment_changes as changes
from assessments.figures import assessment_page as page
from assessments.figures.verifying import sha256_of
from assessments.forms.assessment import BackForm, OpenForm
from assessments.models import Assessment, Score
from assessments.views.assessment_home import work_out
from organizations import access
from organizations.errors import Refused
from organizations.excel import workbook_response
from organizations.forms.confirming import ConfirmForm
from organizations.paging import page_of
from organizations.views import confirming

EXPORTED = 20_000
#: Changes that a page lists, the largest first; all of them are in the workbook.
LISTED = 100
#: And so many beside the approval, which leads on to all.
APPROVED = 10


def find(request, pk) -> Assessment:
    """404 for whatever this person may not know of, as for what does not exist."""
    rows = Assessment.objects.visible_to(request.user, localdate())
    people = ("unit", "drafted_by", "opened_by", "submitted_by", "published_by")
    return get_object_or_404(rows.select_related(*people), pk=pk)


@login_required
@require_safe
def assessment(request, pk):
    return show(request, find(request, pk))


def show(request, row, open_form=None, back_form=None):
    """The page; bound forms are shown again with what was typed."""
    on = localdate()
    context = page.context_of(row, request.user, on)
    scores = _scores(request, row, on)
    leagues = page.leagues_of(scores)
    league = next((each for each in leagues if each.key == request.GET.get("league")), None)
    league = league or max(leagues, key=lambda each: each.posts, default=None)
    context |= {"on": on, "leagues": leagues, "league": league}
    if league:
        rows = scores.of_league(league.level, league.track).select_related("post__unit")
        context["page"] = page_of(request, rows, order=page.ORDER)
        for each in context["page"]:
            each.assessment = row
        if context["whole"]:
            context["grades"] = page.grades_of(row, league)
    if context["may_open"]:
        context["open_form"] = open_form or OpenForm(on=on, initial={"edition": row.edition})
    if context["may_withdraw"]:
        context["back_form"] = back_form or BackForm(initial={"edition": row.edition})
    return render(request, "assessments/results/assessment.html", context)


def _scores(request, row, on):
    return Score.objects.visible_to(request.user, on).filter(assessment=row).light()


@login_required
@require_safe
def assessment_export(request, pk):
    """A league as one sees it, in its order; ranks only to whom the page shows them."""
    row, on = find(request, pk), localdate()
    ranked = row.is_published or page.oversees(row, request.user)
    scores = _scores(request, row, on).select_related("post__unit")
    leagues = page.leagues_of(scores)
    league = next((each for each in leagues if each.key == request.GET.get("league")), None)
    if league:
        scores = scores.of_league(league.level, league.track)
    head = [_("名次"), _("单位"), _("职务"), _("层级"), _("序列"), _("得分"), _("按得分等次"),
            _("等次"), _("说明"), _("征求意见时得分"), "SHA-256"]  # fmt: skip
    lines = (
        [each.rank if ranked else None, each.post.unit.label, each.post.label, each.get_level_display(),
         each.get_track_display(), each.total, each.earned_label, each.grade_label, each.quota,
         each.shown_total, each.sha256]
        for each in scores.order_by("level", "track", *page.ORDER)[:EXPORTED]
    )  # fmt: skip
    return workbook_response(row.title, _("得分"), head, lines)


@login_required
@require_safe
def assessment_progress(request, pk):
    """The part of the page that shows how far the figures are; htmx asks for it again."""
    row = find(request, pk)
    access.require(request.user, "assess", row.unit)
    response = render(request, "assessments/results/_parts/progress.html", {"assessment": row})
    if row.is_computed:
        response["HX-Refresh"] = "true"
    return response


def _edition(request) -> int:
    """What the page showed; 0, which never fits, where it is missing or spoilt."""
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _attempt(request, row, done: str, action, **arguments) -> bool:
    """Run a step; a refusal is told on the next page."""
    access.require(request.user, "assess", row.unit)
    try:
        action(
            assessment=row, edition=_edition(request), by=request.user, on=localdate(),
            **arguments,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


@login_required
@require_POST
def assessment_compute(request, pk):
    row = find(request, pk)
    if _attempt(request, row, _("已开始重新计算。"), computing.ask):
        work_out(row)
    return redirect(row)


@login_required
@require_POST
def assessment_open(request, pk):
    row, on = find(request, pk), localdate()
    access.require(request.user, "assess", row.unit)
    form = OpenForm(request.POST, on=on)
    if not form.is_valid():
        return show(request, row, open_form=form)
    _attempt(
        request, row, _("已开始征求意见，并已通知被考核人。"), assessing.open_comment,
        until=form.cleaned_data["until"],
    )  # fmt: skip
    return redirect(row)


@login_required
@require_POST
def assessment_submit(request, pk):
    row = find(request, pk)
    _attempt(request, row, _("已报批，由另一人审批公布。"), assessing.submit)
    return redirect(row)


@login_required
@require_POST
def assessment_withdraw(request, pk):
    row = find(request, pk)
    access.require(request.user, "assess", row.unit)
    form = BackForm(request.POST)
    if not form.is_valid():
        return show(request, row, back_form=form)
    _attempt(
        request, row, _("已退回草案。"), assessing.withdraw, reason=form.cleaned_data["reason"]
    )
    return redirect(row)


@login_required
@require_POST
def assessment_discard(request, pk):
    row = find(request, pk)
    if _attempt(request, row, _("已删除草案。"), assessing.discard):
        return redirect("assessments:assessments")
    return redirect(row)


@sensitive_post_parameters("password")
@login_required
def assessment_approve(request, pk):
    """What the second person looks at before he publishes. He gives his password again, as what
    is published cannot be taken back."""
    row, on = find(request, pk), localdate()
    access.require(request.user, "assess", row.unit)
    if row.is_published:
        return redirect(row)
    form = ConfirmForm(request.POST or None, initial={"edition": row.edition})
    if form.is_valid() and _published(request, row, form):
        return redirect(row)
    context = page.context_of(row, request.user, on) | _answered_for(row)
    context |= {"form": form, "on": on, "why": page.hindrance(context, request.user)}
    return render(request, "assessments/results/approve.html", context)


def _answered_for(row) -> dict:
    """What the second person answers for: the differences from what is in force, if anything
    is, and from what was shown for comment, if it was."""
    before = page.previous(row)
    found = changes.between(before, row) if before else []
    since = changes.since_comment(row) if row.opened_at else []
    leagues = page.leagues_of(row.scores.all())
    return {
        "before": before, "changes": found[:APPROVED], "changed": len(found),
        "since": since[:APPROVED], "changed_since": len(since),
        "rulings": page.rulings_of(row), "digest": sha256_of(row),
        "leagues": [(league, page.grades_of(row, league)) for league in leagues],
    }  # fmt: skip


def _published(request, row, form) -> bool:
    said = form.cleaned_data
    if why := confirming.refusal(request, said["password"]):
        form.add_error("password", why)
        return False
    try:
        publishing.publish(assessment=row, edition=said["edition"], by=request.user, on=localdate())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已公布并冻结，已通知被考核人。"))
    return True


@login_required
@require_safe
def assessment_changes(request, pk):
    """The history of versions, and what this one changed."""
    row, on = find(request, pk), localdate()
    if not page.oversees(row, request.user):
        access.require(request.user, "assess", row.unit)
    versions = Assessment.objects.visible_to(request.user, on).with_later().filter(
        unit=row.unit_id, year=row.year
    )  # fmt: skip
    before = page.previous(row)
    found = changes.between(before, row) if before else []
    shown = row.opened_at and not row.is_published
    since = changes.since_comment(row) if shown else []
    context = {
        "assessment": row, "before": before,
        "versions": versions.select_related("unit", "published_by").order_by("-version"),
        "changes": found[:LISTED], "changed": len(found),
        "since": since[:LISTED], "changed_since": len(since),
    }  # fmt: skip
    return render(request, "assessments/results/changes.html", context)


@login_required
@require_safe
def assessment_changes_export(request, pk):
    """All of them: against the version before, or (``?since=comment``) what was shown then."""
    row = find(request, pk)
    if not page.oversees(row, request.user):
        access.require(request.user, "assess", row.unit)
    before = None if request.GET.get("since") == "comment" else page.previous(row)
    found = changes.between(before, row) if before else changes.since_comment(row)
    head = [_("单位"), _("职务"), _("原得分"), _("现得分"), _("原等次"), _("现等次")]
    lines = (
        [each.post.unit.label, each.post.label, each.before, each.after, each.label_before,
         each.label_after]
        for each in found
    )  # fmt: skip
    return workbook_response(_("变动情况"), _("变动情况"), head, lines)
