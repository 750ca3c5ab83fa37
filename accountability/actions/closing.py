"""How a case ends: closed, dropped after the check, or withdrawn; and how errors are put right."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accountability import stages
from accountability.actions import deciding, documents, outcomes, stepping
from accountability.models import Case, CaseDocumentKind, Correction
from organizations.models import User

Verb = stages.Verb


def close(*, case: Case, version: int, text: str, by: User, on: date) -> Case:
    """All is done, or nothing was to be done; the one concerned gets it in writing."""
    return _end(case, Verb.CLOSE, version, text, by, on, tell=True)


def drop(*, case: Case, version: int, text: str, by: User, on: date) -> Case:
    """The check found nothing to pursue. The one concerned never learns of it."""
    with transaction.atomic():
        return stepping.take(
            case, Verb.DROP, version=version, by=by, on=on, fields=_ending(by, on, text)
        )


def withdraw(*, case: Case, version: int, text: str, by: User, on: date) -> Case:
    """An opened case is called off before the decision, and he is told so."""
    return _end(case, Verb.WITHDRAW, version, text, by, on, tell=True)


def _end(case, verb, version, text, by, on, tell) -> Case:
    stepping.require(case, verb, by=by, on=on)
    letters = documents.closing(case=case, verb=verb, text=text, on=on)
    with transaction.atomic():
        stepping.take(case, verb, version=version, by=by, on=on, fields=_ending(by, on, text))
        documents.keep(case=case, kind=CaseDocumentKind.CLOSING, made=letters, on=on)
        deciding.tell(case, "ended", on, concerned=tell)
        outcomes.of_case(case=case, by=by, on=on)
    return case


def _ending(by: User, on: date, text: str) -> dict:
    return {"ended_by": by, "ended_at": timezone.now(), "ended_on": on, "ending": text}


@transaction.atomic
def correct(*, case: Case, version: int, text: str, by: User, on: date) -> Correction:
    """What was put wrongly is put right by addition."""
    stepping.take(case, Verb.CORRECT, version=version, by=by, on=on)
    return Correction.objects.create(case=case, text=text, made_by=by, made_at=timezone.now())
