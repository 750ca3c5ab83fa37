"""One report: read it, write it, hand it in."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from assessments import drafting, narrative, pdf, report_facts, report_length, reporting
from assessments.actions import reports as actions
from assessments.figures import report_page
from assessments.figures.reports import term_for
from assessments.forms.annual_report import (
    EvaluationForm,
    NarrativeForm,
    ReopenForm,
)
from assessments.models import AnnualReport, FrozenFile, FrozenReport
from assessments.models.annual_report import writers
from assessments.views.reports import language_of, pdf_response
from duties.actions.errors import Conflict
from duties.models import Ledger
from organizations.errors import Refused
from organizations.forms.confirming import ConfirmForm
from organizations.models import Appointment
from organizations.views import confirming


@login_required
@require_safe
def annual_report(request, pk, year):
    return show(request, find(request, pk, year))


def show(request, report: AnnualReport, **forms):
    """The page; ``forms`` are bound ones that have to be shown again."""
    on = localdate()
    context = report_page.context(report, request.user, on)
    context |= _forms(report, context) | forms
    facts = _facts_shown(request, report, context["frozen"], on)
    context |= {"facts": facts, "length": report_length.of(facts), "target": narrative.TARGET}
    return render(request, "assessments/reports/report.html", context)


def _forms(report, context) -> dict:
    """Of what this person may do now."""
    asked = {"edition": report.edition}
    return {
        "return_form": ReopenForm(initial=asked) if context["may_return"] else None,
        "correct_form": ReopenForm(initial=asked) if context["may_correct"] else None,
        "evaluation_form": EvaluationForm(initial={"version": context["frozen"].version})
        if context["may_evaluate"] else None,
    }  # fmt: skip


def _facts_shown(request, report, frozen, on):
    """What was handed in as it was; to those who write it what they are writing."""
    language = language_of(request)
    if frozen is not None and (not report.is_editable or not _writes(request, report, on)):
        return report_facts.load(frozen.inputs[language])
    return reporting.read_for(report, on=on, language=language)


@login_required
@require_safe
def annual_report_preview(request, pk, year):
    """The draft as it would be printed today."""
    report = _writable(request, pk, year)
    facts = reporting.read_for(report, on=localdate(), language=language_of(request))
    return pdf_response(pdf.annual_report(facts), facts)


@login_required
@require_safe
def annual_report_file(request, pk, year, version, language):
    """The bytes as they were handed in."""
    seen = FrozenReport.objects.visible_to(request.user, localdate())
    rows = FrozenFile.objects.filter(frozen__in=seen.values("pk"), language=language)
    file = get_object_or_404(
        rows.select_related("frozen__report"), frozen__report__appointment=pk,
        frozen__report__year=year, frozen__version=version,
    )  # fmt: skip
    facts = report_facts.load(file.frozen.inputs[language])
    response = pdf_response(bytes(file.content), facts)
    if version > 1:
        name = reporting.file_name(facts).removesuffix(".pdf")
        response["Content-Disposition"] = content_disposition_header(True, f"{name}-{version}.pdf")
    return response


@login_required
def annual_report_edit(request, pk, year):
    report, on = _writable(request, pk, year), localdate()
    if not report.is_editable and request.method != "POST":
        messages.warning(request, _("报告已提交，不能修改；如需更正，请由本人发起更正。"))
        return redirect(report)
    facts = reporting.read_for(report, on=on, everything=True)
    places = report_page.places(facts)
    labels = {place.slot: place.heading for place in places}
    if request.method != "POST":
        edition = report.edition if report.pk else 0
        form = NarrativeForm(initial={"edition": edition, **report.narrative}, places=labels)
        return _editor(request, report, facts, places, form)
    form = NarrativeForm(request.POST, places=labels)
    if request.htmx and request.POST.get("do") == "autosave":
        return _autosave(request, report, form)
    return _save(request, report, facts, places, form)


def _save(request, report, facts, places, form):
    """Kept, or shown again with everything that was typed."""
    if not form.is_valid():
        return _editor(request, report, facts, places, form)
    try:
        saved = _write(request, report, form)
    except Conflict as conflict:
        return _conflict(request, report, facts, places, form, str(conflict))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _editor(request, report, facts, places, form)
    messages.success(request, _("已保存。"))
    return redirect(saved)


def _write(request, report, form) -> AnnualReport:
    """Words of places that are not on the page (an article nothing is owed of any more) stay."""
    kept = {name: text for name, text in report.narrative.items() if name not in form.fields}
    return actions.write(
        appointment=report.appointment, year=report.year, said=kept | form.said,
        edition=form.cleaned_data["edition"] or 0, by=request.user, on=localdate(),
    )  # fmt: skip


def _autosave(request, report, form):
    """Answers with the line under the form: saved, or why not; never overwrites."""
    context = {"edition": form["edition"].value() or 0, "saved_at": None, "trouble": ""}
    if not form.is_valid():
        context["trouble"] = _("尚未自动保存：%(why)s") % {"why": _first_mistake(form)}
    else:
        try:
            saved = _write(request, report, form)
        except Refused:
            context["trouble"] = _("他人已修改该报告，未自动保存；点击“保存”可核对双方文本。")
        else:
            context |= {"edition": saved.edition, "saved_at": timezone.now()}
    return render(request, "assessments/reports/_parts/save_state.html", context)


def _first_mistake(form) -> str:
    name, errors = next(iter(form.errors.items()))
    return f"{form[name].label}：{errors[0]}"


def _conflict(request, report, facts, places, form, why):
    """Both texts are kept: what others saved stands beside what was typed here."""
    theirs = AnnualReport.objects.get(appointment=report.appointment_id, year=report.year)
    differing = narrative.differences(
        narrative.cleaned(form.said),
        {k: v for k, v in theirs.narrative.items() if k in form.fields},
    )
    found = {each.slot: each.theirs for each in differing}
    form.data = form.data.copy()
    form.data["edition"] = theirs.edition
    places = [replace(place, theirs=found.get(place.slot), differs=place.slot in found)
              for place in places]  # fmt: skip
    context = {"conflict": why, "theirs": theirs}
    return _editor(request, report, facts, places, form, status=409, **context)


def _editor(request, report, facts, places, form, status=200, **more):
    drafts = drafting.drafts(facts)
    context = {
        "report": report, "post": report.post, "facts": facts, "form": form,
        "places": [(place, form[place.slot], drafts.get(place.slot)) for place in places],
        "length": report_length.of(facts),
        "typed": sum(narrative.length(text) for text in report.narrative.values()),
        "target": narrative.TARGET, "longest": narrative.LONGEST,
        "edition": form["edition"].value(), "saved_at": report.edited_at, "trouble": "", **more,
    }  # fmt: skip
    return render(request, "assessments/reports/edit.html", context, status=status)


@sensitive_post_parameters("password")
@login_required
def annual_report_submit(request, pk, year):
    report, on = _writable(request, pk, year), localdate()
    if not report.is_by(request.user):
        raise PermissionDenied
    if report.pk is None or not (report.is_editable or request.method == "POST"):
        messages.warning(request, _("请先起草并保存报告，再提交。"))
        return redirect(report)
    form = ConfirmForm(request.POST or None, initial={"edition": report.edition})
    if form.is_valid() and (done := _submit(request, report, form, on)):
        messages.success(request, _("报告已提交并固化存证。"))
        return redirect(done.report)
    facts = reporting.read_for(report, on=on)
    term = term_for(report.post, year)
    context = {
        "report": report, "post": report.post, "facts": facts, "form": form,
        "length": report_length.of(facts), "target": narrative.TARGET,
        "term": term, "opened": on >= term.opens_on,
    }  # fmt: skip
    return render(request, "assessments/reports/submit.html", context)


def _submit(request, report, form, on) -> FrozenReport | None:
    """First the password, then the rest: a stranger at the screen learns nothing."""
    if why := confirming.refusal(request, form.cleaned_data["password"]):
        form.add_error("password", why)
        return None
    try:
        return actions.submit(
            report=report, edition=form.cleaned_data["edition"], by=request.user, on=on
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def find(request, pk, year) -> AnnualReport:
    """The report, or to its writers one not begun yet, prefilled; 404 to everybody else."""
    on = localdate()
    seen = AnnualReport.objects.visible_to(request.user, on).filter(appointment=pk, year=year)
    found = seen.select_related("post__unit", "appointment__person", "appointment__post__unit")
    report = found.first()
    return report or _unbegun(request, pk, year, on)


def _unbegun(request, pk, year, on) -> AnnualReport:
    if not 2000 <= year <= 2999:
        raise Http404
    span = (on.replace(year=year, month=1, day=1), on.replace(year=year, month=12, day=31))
    rows = Appointment.objects.filter(writers(request.user, on)).overlapping(*span)
    appointment = get_object_or_404(rows.select_related("post__unit", "person"), pk=pk)
    owed = Ledger.objects.filter(post=appointment.post_id, year=year, owed__gt=0)
    if not owed.exists() or AnnualReport.objects.filter(appointment=pk, year=year).exists():
        raise Http404(_("该职务在这一年度没有履职事项。"))
    report = AnnualReport(post=appointment.post, appointment=appointment, year=year)
    report.narrative = drafting.words(reporting.read_for(report, on=on))
    return report


def _writable(request, pk, year) -> AnnualReport:
    report = find(request, pk, year)
    if not _writes(request, report, localdate()):
        raise PermissionDenied
    return report


def _writes(request, report, on) -> bool:
    rows = Appointment.objects.filter(writers(request.user, on), pk=report.appointment_id)
    return rows.exists()
