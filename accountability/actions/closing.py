"""How a case ends: closed, dropped after the check, or withdrawn; and how what turns out wrong
is put right, before the end and after it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import stages
from accountability.actions import deciding, documents, outcomes, stepping
from accountability.models import Case, CaseDocumentKind, Correction
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User

Verb = stages.Verb


def close(*, case: Case, version: int, text: str, by: User, on: date) -> Case:
    """All is done, or nothing was to be done; the one concerned gets it in writing."""
    return _end(case, Verb.CLOSE, version, text, by, on, tell=True)


def drop(*, case: Case, version: int, text: str, by: User, on: date) -> Case:
    """The check found nothing to pursue. The one concerned never learns of it."""
    with journal.atomic():
        return stepping.take(
            case, Verb.DROP, version=version, by=by, on=on, fields=_ending(by, on, text)
        )


def withdraw(*, case: Case, version: int, text: str, by: User, on: date) -> Case:
    """An opened case is called off before the decision, and he is told so."""
    return _end(case, Verb.WITHDRAW, version, text, by, on, tell=True)


def _end(case, verb, version, text, by, on, tell) -> Case:
    stepping.require(case, verb, by=by, on=on)
    letters = documents.closing(case=case, verb=verb, text=text, on=on)
    with journal.atomic():
        stepping.take(case, verb, version=version, by=by, on=on, fields=_ending(by, on, text))
        documents.keep(case=case, kind=CaseDocumentKind.CLOSING, made=letters, on=on)
        deciding.tell(case, "ended", on, concerned=tell)
        outcomes.of_case(case=case, by=by, on=on)
    return case


def _ending(by: User, on: date, text: str) -> dict:
    return {"ended_by": by, "ended_at": timezone.now(), "ended_on": on, "ending": text}


def annul(
    *, case: Case, version: int, document: str, decided_on: date, text: str, by: User, on: date
) -> Case:
    """After the close the committee takes its decision back, by a further one that calls nobody
    to account: the measures end with this day, and what they meant for the score goes too."""
    stepping.require(case, Verb.ANNUL, by=by, on=on)
    if not case.ended_on <= decided_on <= on:
        raise Refused(_("决定日期须在办结日期之后，且不晚于今天。"))
    letters = documents.annulment(
        case=case, document=document, decided_on=decided_on, text=text, on=on
    )
    with journal.atomic():
        stepping.take(case, Verb.ANNUL, version=version, by=by, on=on, document=document)
        deciding.take_back(case, by)
        deciding.record(case, document, decided_on, (), text, by, on)
        documents.keep(case=case, kind=CaseDocumentKind.ANNULMENT, made=letters, on=on)
        deciding.tell(case, "annulled", on, concerned=True)
        outcomes.of_case(case=case, by=by, on=on)
    return case


@journal.atomic
def correct(*, case: Case, version: int, text: str, by: User, on: date) -> Correction:
    """What was put wrongly is put right by addition."""
    stepping.take(case, Verb.CORRECT, version=version, by=by, on=on)
    return Correction.objects.create(case=case, text=text, made_by=by, made_at=timezone.now())
