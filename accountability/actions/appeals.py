"""Appeal 申诉 to whoever decided, within a month; answered within a month."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import measures, stages
from accountability.actions import deciding, stepping, timing
from accountability.figures.facts import current_decision
from accountability.models import Appeal, AppealResult, Case, CaseFile, Purpose
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User

Verb = stages.Verb


@journal.atomic
def appeal(*, case: Case, key: UUID, text: str, by: User, on: date) -> Appeal:
    """Against the decision in force. It is carried out meanwhile."""
    known = Appeal.objects.filter(pk=key, decision__case=case, raised_by=by).first()
    if known is not None:
        return known
    decision = current_decision(case)
    stepping.take(case, Verb.APPEAL, version=case.version, by=by, on=on)
    made = Appeal.objects.create(
        pk=key, decision=decision, text=text, raised_by=by, raised_at=timezone.now(), raised_on=on,
        answer_by=timing.due(stages.Stage.APPEALED, on),
    )  # fmt: skip
    CaseFile.objects.waiting(case, Purpose.APPEAL, by).update(sealed_in=made.pk)
    deciding.tell(case, "appealed", on)
    return made


@journal.atomic
def answer(
    *, case: Case, version: int, result: str, document: str, text: str,
    forms: Sequence[str] = (), by: User, on: date,
) -> Appeal:  # fmt: skip
    """Uphold, revoke or change. What is revoked or changed stays on record with its day; a
    changed decision goes the same way again: handed over, carried out, served."""
    decision = current_decision(case)
    changed = result == AppealResult.CHANGED
    if changed and sorted(forms) == sorted(decision.forms if decision else ()):
        raise Refused(_("变更原决定的，问责方式须与原决定不同。"))
    if changed and measures.harsher(forms, decision.forms if decision else ()):
        raise Refused(_("不得因申诉加重处理。"))
    verb = Verb.REDECIDE if changed else Verb.ANSWER
    stepping.take(case, verb, version=version, by=by, on=on, result=result, document=document)
    Appeal.objects.filter(decision=decision, result="").update(
        result=result, document=document, answer=text, answered_by=by, answered_at=timezone.now(),
        answered_on=on,
    )  # fmt: skip
    if result != AppealResult.UPHELD:
        deciding.take_back(case, by)
    if changed:
        deciding.record(case, document, on, forms, text, by, on)
    deciding.tell(case, "answered", on, concerned=True)
    return decision.appeal
