"""Preliminary check, notice to the one concerned, and what he says: nobody is decided on unheard."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from accountability import notices, stages
from accountability.actions import documents, stepping
from accountability.models import (
    Case,
    CaseDocumentKind,
    CaseFile,
    Purpose,
    Statement,
    StatementKind,
)
from duties.actions import warnings
from organizations.actions import journal
from organizations.models import User

Verb = stages.Verb


@journal.atomic
def account(*, case: Case, version: int, text: str, by: User, on: date) -> Case:
    """Write down what the preliminary check 初步核实 found; the handlers' own, until notified."""
    return stepping.take(
        case, Verb.ACCOUNT, version=version, by=by, on=on, fields={"account": text}
    )


def notify(*, case: Case, version: int, charge: str, by: User, on: date) -> Case:
    """Open the case: the one concerned is told what it is about, his rights and his time."""
    stepping.require(case, Verb.NOTIFY, by=by, on=on)
    letters = documents.notice(case=case, charge=charge, on=on)
    with journal.atomic():
        stepping.take(
            case, Verb.NOTIFY, version=version, by=by, on=on,
            fields={"charge": charge, "notified_by": by, "notified_at": timezone.now()},
        )  # fmt: skip
        documents.keep(case=case, kind=CaseDocumentKind.NOTICE, made=letters, on=on)
        warnings.add([notices.about(case, "notified", each, on) for each in concerned(case, on)])
    return case


def state(*, case: Case, key: UUID, text: str, by: User, on: date) -> Statement:
    """The statement 陈述申辩 of the one concerned, with the files that wait for it."""
    return _said(case, key, StatementKind.STATEMENT, Verb.STATE, text, by, on)


def waive(*, case: Case, key: UUID, text: str, by: User, on: date) -> Statement:
    """He says on record that he has nothing to say."""
    return _said(case, key, StatementKind.WAIVER, Verb.WAIVE, text, by, on)


def lapse(*, case: Case, key: UUID, text: str, by: User, on: date) -> Statement:
    """His time is over and he has said nothing: that, too, goes on record."""
    return _said(case, key, StatementKind.LAPSED, Verb.LAPSE, text, by, on)


def _said(case, key, kind, verb, text, by, on) -> Statement:
    known = Statement.objects.filter(pk=key, case=case, made_by=by).first()
    if known is not None:
        return known
    stepping.require(case, verb, by=by, on=on)
    said = Statement(
        pk=key, case=case, kind=kind, text=text, made_by=by, made_at=timezone.now(), made_on=on
    )
    waiting = CaseFile.objects.waiting(case, Purpose.STATEMENT, by)
    letters = documents.statement(case=case, said=said, files=list(waiting), on=on)
    with journal.atomic():
        stepping.take(case, verb, version=case.version, by=by, on=on)
        said.save(force_insert=True)
        waiting.update(sealed_in=said.pk)
        documents.keep(case=case, kind=CaseDocumentKind.STATEMENT, made=letters, on=on)
        people = notices.members(case, on)
        warnings.add(
            [notices.about(case, "stated", each, on, turn=case.version) for each in people]
        )
    return said


def concerned(case: Case, on: date) -> set[int]:
    """The leader himself, or those who head the organization today."""
    if case.person_id:
        return {case.person_id}
    posts = case.about_unit.posts.in_force(on)
    people = (post.incumbent_on(on) for post in posts)
    return {person.pk for person in people if person is not None}
