"""The decision on an incentive: set once in both languages and kept byte for byte."""

import hashlib
from datetime import date

from django.utils import timezone

from accountability import pdf
from accountability.actions.register_documents import Made, in_each_language
from accountability.figures import incentive_letter
from accountability.models import Incentive, IncentiveDocument
from organizations.pdf import versions


def decision(incentive: Incentive, document: str, decided_on: date) -> list[Made]:
    return in_each_language(
        lambda: pdf.letter(incentive_letter.decision(incentive, document, decided_on))
    )


def keep(incentive: Incentive, made: list[Made]) -> None:
    IncentiveDocument.objects.bulk_create(
        IncentiveDocument(
            incentive=incentive, language=each.language, content=each.content,
            sha256=hashlib.sha256(each.content).hexdigest(), size=len(each.content),
            made_with=versions(), issued_at=timezone.now(),
        )
        for each in made
    )  # fmt: skip
