"""Documents of a case: set in both languages before the step, kept byte for byte within it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone, translation

from accountability import binding, pdf, stages
from accountability.actions import timing
from accountability.figures import letters
from accountability.models import (
    Case,
    CaseDocument,
    CaseFile,
    Decision,
    Statement,
    ToleranceClaim,
)
from organizations.pdf import versions


@dataclass(frozen=True)
class Made:
    language: str
    content: bytes
    pages: int


def notice(*, case: Case, charge: str, on: date) -> list[Made]:
    until = timing.due(stages.Stage.HEARING, on)
    return _set(lambda: letters.notice(case, charge, until, on))


def statement(*, case: Case, said: Statement, files: Sequence[CaseFile], on: date) -> list[Made]:
    return _set(lambda: letters.statement(case, said, files, on))


def decision(*, case: Case, decision: Decision, number: int, until: date, on: date) -> list[Made]:
    return _set(lambda: letters.decision(case, decision, number, until, on))


def closing(*, case: Case, verb: stages.Verb, text: str, on: date) -> list[Made]:
    return _set(lambda: letters.closing(case, verb, text, on))


def ruling(
    *, case: Case, claim: ToleranceClaim, effect: str, document: str, reason: str, on: date
) -> list[Made]:
    return _set(lambda: letters.ruling(case, claim, effect, document, reason, on))


def annulment(*, case: Case, document: str, decided_on: date, text: str, on: date) -> list[Made]:
    return _set(lambda: letters.annulment(case, document, decided_on, text, on))


def keep(*, case: Case, kind: str, made: Sequence[Made], on: date) -> None:
    """Inside the transaction of the step that issues them, which holds the case."""
    there = case.documents.filter(kind=kind).values("position").distinct().count()
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=case, kind=kind, position=there + 1, language=each.language,
            content=each.content, sha256=hashlib.sha256(each.content).hexdigest(),
            size=len(each.content), pages=each.pages, made_with=versions(),
            issued_at=timezone.now(), issued_on=on,
        )
        for each in made
    )  # fmt: skip


def _set(letter: Callable[[], letters.Letter]) -> list[Made]:
    made = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            facts = letter()
        content = pdf.letter(facts)
        made.append(Made(language, content, binding.pages_of(content)))
    return made
