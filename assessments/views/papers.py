"""Working papers on site, with a phone and a poor connection.

A browser with the script sends JSON-speaking requests and tries again; without it the same
address takes the plain form. Both are counted once by the key that came with the page.
"""

from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments import checklists
from assessments.actions import files as file_actions
from assessments.actions import papers as actions
from assessments.figures.inspection_page import is_insider
from assessments.figures.papers import neighbours, next_unwritten, progress_of
from assessments.forms.paper import PaperForm
from assessments.models import EntryState, InspectionFile, Stage
from assessments.views.inspecting import attempt, find, is_member
from duties.likeness_hints import hints_for
from duties.views import uploads
from duties.views.serving import serve
from organizations.errors import Refused


@login_required
def paper(request, pk, paper):
    row = _find(request, pk, paper)
    questions = checklists.questions(actions.kinds_of(row))
    if request.method != "POST":
        return _page(request, row, PaperForm(questions=questions, initial=_initial(row)))
    if not is_member(request, row.inspection):
        raise PermissionDenied
    bad = _photographs(request, row)
    form = PaperForm(request.POST, questions=questions)
    if not form.is_valid() or bad:
        return _refused(request, row, form, bad)
    try:
        entry, _new = actions.write(
            paper=row, **form.entry(), by=request.user, on=localdate()
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, row, form)
    return _kept(request, row, entry)


def _kept(request, row, entry):
    """Saved: on to the next; or beside a colleague's text: back to the paper, to merge both."""
    beside = entry.state == EntryState.BESIDE
    onward = row if beside else next_unwritten(row) or row.inspection
    if _wants_json(request):
        state = "beside" if beside else "saved"
        return JsonResponse({"state": state, "next": onward.get_absolute_url()})
    if beside:
        messages.warning(request, _("同事刚刚也填写了这份底稿。两份内容都已保存，请核对后合并。"))
    else:
        messages.success(request, _("第%(number)s份底稿已保存。") % {"number": row.position})
    return redirect(onward)


def _refused(request, row, form, bad=()):
    if _wants_json(request):
        said = [text for errors in form.errors.values() for text in errors]
        return JsonResponse({"state": "refused", "errors": [*said, *bad]}, status=422)
    return _page(request, row, form, bad)


@login_required
@require_POST
def paper_photo(request, pk, paper):
    """One photograph with its own key, sent by the script as soon as there is a connection."""
    row = _find(request, pk, paper)
    if not is_member(request, row.inspection):
        raise PermissionDenied
    file = request.FILES.get("photo")
    if file is None:
        raise Http404
    try:
        kept = file_actions.photograph(
            paper=row, key=uploads.key_of(request), file=file, by=request.user, on=localdate()
        )
    except Refused as refusal:
        return JsonResponse({"state": "refused", "errors": [str(refusal)]}, status=422)
    return JsonResponse({"state": "saved", "url": kept.get_absolute_url(), "name": kept.name})


@login_required
@require_POST
def papers_sign(request, pk):
    """Sign what colleagues wrote; each with the version that was on the page."""
    row = find(request, pk)
    if not is_member(request, row):
        raise PermissionDenied
    attempt(request, _("已签字。"), actions.sign, inspection=row, seen=_seen(request))
    return redirect(row)


@login_required
@require_safe
def inspection_progress(request, pk):
    """The part of the inspection's page that keeps itself up to date."""
    row = find(request, pk)
    if not is_insider(row, request.user):
        raise Http404
    context = progress_of(row, request.user)
    return render(request, "assessments/inspections/_parts/progress.html", context)


@login_required
@require_safe
def inspection_file(request, pk):
    rows = InspectionFile.objects.visible_to(request.user, localdate())
    return serve(get_object_or_404(rows, pk=pk), inline=request.GET.get("inline") == "1")


@login_required
@require_POST
def inspection_file_remove(request, pk):
    rows = InspectionFile.objects.visible_to(request.user, localdate())
    row = get_object_or_404(rows.select_related("paper", "finding", "inspection"), pk=pk)
    attempt(request, _("文件已移除。"), file_actions.remove, row=row)
    return redirect(row.paper or row.finding)


def _find(request, pk, paper):
    """Papers are for the team and those who order; for all others there are none."""
    row = find(request, pk)
    if not is_insider(row, request.user):
        raise Http404
    papers = row.papers.select_related("current", "record__post__unit", "signed_by")
    found = get_object_or_404(papers, pk=paper)
    found.inspection = row
    return found


def _page(request, row, form, bad=()):
    record = row.record
    before, after = neighbours(row)
    parts = record.items.select_related("obligation__requirement__clause__regulation")
    english = (get_language() or "").startswith("en")
    entries = list(row.entries.select_related("written_by").order_by("-written_at"))
    context = uploads.context(()) | {
        "paper": row, "inspection": row.inspection, "record": record, "form": form,
        "parts": parts.order_by("obligation_id", "pk"), "files": record.evidence.all(),
        "reasons": [pair[english] for pair in row.reasons],
        "entries": entries, "current": row.current,
        "beside": [each for each in entries if each.state == EntryState.BESIDE],
        "photos": row.files.select_related("taken_by"),
        "before": before, "after": after, "total": row.inspection.papers.count(),
        "may_write": row.inspection.stage == Stage.ON_SITE and is_member(request, row.inspection),
        "bad_files": bad,
        "hints": hints_for([record], request.user, localdate()).get(record.pk, []),
    }  # fmt: skip
    return render(request, "assessments/inspections/paper.html", context)


def _initial(row) -> dict:
    """What stands, to go on from; where two texts wait, both, for merging."""
    blank = {"key": uuid4(), "base": row.version}
    if row.current is None:
        return blank
    beside = row.entries.filter(state=EntryState.BESIDE).order_by("written_at")
    notes = [row.current.note, *(each.note for each in beside)]
    checks = {f"check_{key}": said for key, said in row.current.checks.items()}
    note = "\n".join(text for text in notes if text)
    return blank | checks | {"verdict": row.current.verdict, "note": note}


def _photographs(request, row) -> list[str]:
    """Keep the pictures of the plain form; the same form sent again keeps none twice."""
    key, bad = uploads.key_of(request), []
    for number, file in enumerate(request.FILES.getlist("photos")):
        name = uuid5(key, f"{number}:{file.name}:{file.size}")
        try:
            file_actions.photograph(paper=row, key=name, file=file, by=request.user, on=localdate())
        except Refused as refusal:
            bad.append(str(refusal))
    return bad


def _seen(request) -> dict[UUID, int]:
    """``seen=<paper>:<version>`` of each paper on the page; what is spoilt is left out."""
    seen = {}
    for text in request.POST.getlist("seen"):
        key, _colon, version = text.partition(":")
        try:
            seen[UUID(key)] = int(version)
        except ValueError:
            continue
    return seen


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
