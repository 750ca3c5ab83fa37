"""One address for each step of a case: its form, and the one action that takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid5

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accountability import stages
from accountability.actions import (
    appeals,
    claims,
    closing,
    deciding,
    files,
    hearing,
    parties,
    stepping,
)
from accountability.figures import verbs
from accountability.figures.case_page import rests_on
from accountability.figures.facts import facts_of, roles_of
from accountability.forms import steps
from accountability.models import Case, CaseFile, ClaimState, Purpose
from accountability.views.handling import find, run
from duties.views import uploads
from organizations.errors import Refused

Verb = stages.Verb


@dataclass(frozen=True)
class Act:
    """``purpose``: files may come with it. ``of_claim``: it is about the open claim."""

    form: type[forms.Form]
    action: Callable | None
    purpose: str = ""
    of_claim: bool = False


ACTS = {
    Verb.ACCOUNT: Act(steps.AccountForm, hearing.account),
    Verb.NOTIFY: Act(steps.NotifyForm, hearing.notify),
    Verb.DROP: Act(steps.ReasonForm, closing.drop),
    Verb.STATE: Act(steps.StatementForm, hearing.state, Purpose.STATEMENT),
    Verb.WAIVE: Act(steps.WaiverForm, hearing.waive),
    Verb.LAPSE: Act(steps.LapseForm, hearing.lapse),
    Verb.CLAIM: Act(steps.ClaimForm, claims.claim, Purpose.CLAIM),
    Verb.TEST: Act(steps.TestForm, claims.test, of_claim=True),
    Verb.RULE: Act(steps.RulingForm, claims.rule, of_claim=True),
    Verb.DECIDE: Act(steps.DecisionForm, deciding.decide),
    Verb.HAND_OVER: Act(steps.NothingForm, deciding.hand_over),
    Verb.MEASURE: Act(steps.MeasureForm, deciding.measure),
    Verb.SERVE: Act(steps.ServiceForm, deciding.serve),
    Verb.APPEAL: Act(steps.AppealForm, appeals.appeal, Purpose.APPEAL),
    Verb.ANSWER: Act(steps.AnswerForm, appeals.answer),
    Verb.CLOSE: Act(steps.ClosingForm, closing.close),
    Verb.WITHDRAW: Act(steps.ClosingForm, closing.withdraw),
    Verb.ANNUL: Act(steps.AnnulForm, closing.annul),
    Verb.CORRECT: Act(steps.CorrectForm, closing.correct),
    Verb.ATTACH: Act(steps.NothingForm, None, Purpose.MATERIAL),
    Verb.ASSIGN: Act(steps.AssignForm, parties.assign),
    Verb.RECUSE: Act(steps.RecuseForm, parties.recuse),
}


@login_required
def case_act(request, pk, verb):
    """Who has no such step in this case gets 403; whom it comes too early or late, a word."""
    row = find(request, pk)
    if verb not in ACTS:
        raise Http404
    verb = Verb(verb)
    _guard(request, row, verb)
    posted = request.POST if request.method == "POST" else None
    form = ACTS[verb].form(posted, case=row, on=localdate())
    if posted is None:
        refusal = _too_early(request, row, verb)
        if refusal:
            messages.error(request, refusal)
            return redirect(row)
        return _show(request, row, verb, form)
    return _take(request, row, verb, form)


def _guard(request, row: Case, verb: Verb) -> None:
    roles = roles_of(row, request.user, localdate())
    if not any(each.verb == verb and each.roles & roles for each in stages.STEPS):
        raise PermissionDenied


def _too_early(request, row: Case, verb: Verb) -> str:
    """What stands against the step now, in words; a measure names its form only later."""
    on = localdate()
    roles = roles_of(row, request.user, on)
    if verb == Verb.MEASURE and stages.may(verb, stages.Stage(row.stage), roles):
        return ""
    try:
        stepping.require(row, verb, by=request.user, on=on)
    except Refused as refusal:
        return str(refusal)
    return ""


def _take(request, row: Case, verb: Verb, form):
    act = ACTS[verb]
    bad = _receive(request, row, act) if act.purpose else []
    if "drop" in request.POST:
        _drop(request, row)
    elif form.is_valid() and not bad:
        said = dict(form.cleaned_data)
        about = {"claim": _claim(row)} if act.of_claim else {"case": row}
        if act.action is None or run(
            request, form, _("已办理：%(what)s。") % {"what": verbs.NAMES[verb][0]}, act.action,
            **about, **said,
        ):  # fmt: skip
            return redirect("accountability:cases" if verb == Verb.RECUSE else row)
    return _show(request, row, verb, form, bad)


def _claim(row: Case):
    found = row.claims.filter(state=ClaimState.OPEN).select_related("case").first()
    if found is None:
        raise Http404
    return found


def _receive(request, row: Case, act: Act) -> list[str]:
    """Keep every good file first, whatever else is wrong with the form."""
    key, bad = uploads.key_of(request), []
    for number, file in enumerate(request.FILES.getlist("files")):
        name = uuid5(key, f"{number}:{file.name}:{file.size}")
        try:
            files.attach(
                case=row, key=name, purpose=act.purpose, file=file, by=request.user, on=localdate()
            )
        except Refused as refusal:
            bad.append(str(refusal))
    row.refresh_from_db()
    return bad


def _drop(request, row: Case) -> None:
    for file in _waiting(request, row):
        if str(file.pk) == request.POST.get("drop"):
            files.remove(row=file, by=request.user, on=localdate())
            messages.success(request, _("文件已移除。"))


def _waiting(request, row: Case):
    return CaseFile.objects.filter(case=row, sealed_in=None, taken_by=request.user).exclude(
        purpose=Purpose.MATERIAL
    )


def _show(request, row: Case, verb: Verb, form, bad=()):
    act = ACTS[verb]
    name, icon = verbs.named(verb, facts_of(row, localdate()))
    context = {
        "case": row, "form": form, "name": name, "icon": icon,
        "verb": str(verb), "with_files": bool(act.purpose), "testing": verb == Verb.TEST,
        "background": rests_on(row, verb, roles_of(row, request.user, localdate())),
    }  # fmt: skip
    if act.purpose:
        context |= uploads.context(_waiting(request, row).filter(purpose=act.purpose), bad)
    return render(request, "accountability/act.html", context)
