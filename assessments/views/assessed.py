"""One post's score in an assessment: for those who assess, and for the official who comments."""

from uuid import uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.actions import objections as actions
from assessments.figures.assessed_page import assessed_page, indicator_choices, shown_grade
from assessments.figures.assessment_page import assesses, latest, previous, tie_behind
from assessments.figures.published import score_of
from assessments.forms.assessment import ObjectionForm, RulingForm
from assessments.models import Objection, ObjectionFile, Score
from duties.views import uploads
from duties.views.serving import serve
from organizations import access
from organizations.errors import Refused
from organizations.models import Post


def find(request, pk, post) -> Score:
    rows = Score.objects.visible_to(request.user, localdate())
    rows = rows.filter(assessment=pk, post__pk__exact=post)
    return get_object_or_404(rows.select_related("assessment__unit", "post__unit"))


@login_required
@require_safe
def assessed(request, pk, post):
    return show(request, find(request, pk, post))


def show(request, score, form=None, bad_files=()):
    on, row = localdate(), score.assessment
    objections = Objection.objects.visible_to(request.user, on).filter(score=score)
    insider = assesses(row, request.user)
    ranked = insider or row.is_published
    context = {
        "score": assessed_page(score), "row": score, "assessment": row, "post": score.post,
        "on": on, "insider": insider, "ranked": ranked,
        "tie": tie_behind(score) if ranked else None,
        "league_size": Score.objects.filter(
            assessment=row, level=score.level, track=score.track, rank__isnull=False
        ).count(),
        "objections": objections.select_related("raised_by", "answered_by")
        .prefetch_related("files"),
        "published": _published(request, score), "before": _last_year(request, score), "latest": latest(row),
        "shown_grade": shown_grade(score),
        "may_object": actions.may_object(score, request.user, on),
        "sees_live": Post.objects.visible_to(request.user, on).filter(pk=score.post_id).exists(),
    }  # fmt: skip
    if context["may_object"]:
        waiting = ObjectionFile.objects.waiting(request.user, score)
        context |= uploads.context(waiting, bad_files)
        context["form"] = form or ObjectionForm(indicators=indicator_choices(score))
    return render(request, "assessments/results/assessed.html", context)


def _published(request, score) -> Score | None:
    """What a correction under way would take the place of, for those who may see that."""
    row = score.assessment
    before = previous(row) if row.version > 1 and not row.is_published else None
    if before is None:
        return None
    seen = Score.objects.visible_to(request.user, localdate()).light()
    return seen.filter(assessment=before, post=score.post_id).select_related("assessment").first()


def _last_year(request, score) -> Score | None:
    """Last year's score of the post, perhaps another person's: only for those who may see it."""
    before = score_of(score.post, score.assessment.year - 1)
    seen = Score.objects.visible_to(request.user, localdate())
    return before if before and seen.filter(pk=before.pk).exists() else None


@login_required
@require_POST
def assessed_object(request, pk, post):
    """First the files are kept, then the rest is looked at."""
    score, on = find(request, pk, post), localdate()
    if not score.holders.filter(person=request.user).exists():
        raise PermissionDenied
    form = ObjectionForm(request.POST, indicators=indicator_choices(score))
    bad = _receive(request, score, uploads.key_of(request))
    _drop(request, score)
    if form.is_valid() and not bad and "drop" not in request.POST:
        try:
            actions.raise_objection(score=score, **form.cleaned_data, by=request.user, on=on)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("异议已提交，答复后会通知您。"))
            return redirect(score)
    if not actions.may_object(score, request.user, on):
        messages.error(request, _("当前不在征求意见期限内，不能提出异议。"))
        return redirect(score)
    return show(request, score, form, bad)


def _receive(request, score, key) -> list[str]:
    """Keep every good file; the same form sent again keeps nothing twice."""
    bad = []
    for number, file in enumerate(request.FILES.getlist("files")):
        name = uuid5(key, f"{number}:{file.name}:{file.size}")
        try:
            actions.attach(score=score, key=name, file=file, by=request.user, on=localdate())
        except Refused as refusal:
            bad.append(str(refusal))
    return bad


def _drop(request, score) -> None:
    """Take off the waiting file whose button was pressed."""
    for file in ObjectionFile.objects.waiting(request.user, score):
        if str(file.pk) == request.POST.get("drop"):
            actions.remove(row=file, by=request.user, on=localdate())


def _find_objection(request, pk) -> Objection:
    rows = Objection.objects.visible_to(request.user, localdate())
    links = ("score__assessment__unit", "score__post__unit", "raised_by", "answered_by")
    return get_object_or_404(rows.select_related(*links), pk=pk)


@login_required
@require_safe
def objection(request, pk):
    return _show_objection(request, _find_objection(request, pk))


@login_required
@require_POST
def objection_answer(request, pk):
    row = _find_objection(request, pk)
    access.require(request.user, "assess", row.score.assessment.unit)
    form = RulingForm(request.POST)
    if form.is_valid():
        try:
            actions.answer(objection=row, **form.cleaned_data, by=request.user, on=localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已答复，并已通知提出人。"))
            row.refresh_from_db()
            if row.is_without_effect:
                messages.warning(request, _(
                    "该异议已采纳，但该职务的得分与提出异议时相同。如需更正，请更正计分依据后重新计算。"
                ))  # fmt: skip
            return redirect(row.score.assessment)
    return _show_objection(request, row, form)


def _show_objection(request, row, form=None):
    score = row.score
    about = dict(indicator_choices(score)).get(row.code, _("得分整体"))
    insider = assesses(score.assessment, request.user)
    context = {
        "objection": row, "row": score, "assessment": score.assessment, "about": about,
        "insider": insider, "files": row.files.all(),
        "form": (form or RulingForm()) if insider and row.answered_at is None else None,
    }  # fmt: skip
    return render(request, "assessments/results/objection.html", context)


@login_required
@require_safe
def objection_file(request, pk):
    rows = ObjectionFile.objects.visible_to(request.user, localdate())
    return serve(get_object_or_404(rows, pk=pk), inline=request.GET.get("inline") == "1")
