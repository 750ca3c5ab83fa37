"""Documents that are sent out: set once, in both languages, and kept byte for byte."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone, translation

from assessments import pdf
from assessments.figures import circular as letters
from assessments.models import DocumentKind, Inspection, InspectionDocument
from organizations.pdf import versions


@dataclass(frozen=True)
class Made:
    language: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def notice(*, inspection: Inspection, on: date) -> list[Made]:
    return _set(lambda: pdf.notice_letter(letters.notice(inspection, on=on)))


def circular(*, inspection: Inspection, number: int, on: date) -> list[Made]:
    return _set(lambda: pdf.circular(letters.circular(inspection, on=on, number=number)))


def keep(*, inspection: Inspection, kind: DocumentKind, made: list[Made]) -> None:
    """Inside the transaction of the step that issues them."""
    InspectionDocument.objects.bulk_create(
        InspectionDocument(
            inspection=inspection, kind=kind, language=each.language, content=each.content,
            sha256=each.sha256, size=len(each.content), made_with=versions(),
            issued_at=timezone.now(),
        )
        for each in made
    )  # fmt: skip


def _set(print_it: Callable[[], bytes]) -> list[Made]:
    made = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            made.append(Made(language, print_it()))
    return made
