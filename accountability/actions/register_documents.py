"""Papers of the register: set once in both languages and kept byte for byte."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation

from accountability.models import RegisterDocument
from organizations.pdf import versions


@dataclass(frozen=True)
class Made:
    language: str
    content: bytes


def in_each_language(print_it: Callable[[], bytes]) -> list[Made]:
    """Before the transaction: setting takes time, and nobody should wait for a lock meanwhile."""
    made = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            made.append(Made(language, print_it()))
    return made


def keep(made: list[Made], *, quarter=None, handling=None) -> None:
    RegisterDocument.objects.bulk_create(
        RegisterDocument(
            kind="quarter" if quarter else "circular", quarter=quarter, handling=handling,
            language=each.language, content=each.content, size=len(each.content),
            sha256=hashlib.sha256(each.content).hexdigest(), made_with=versions(),
            issued_at=timezone.now(),
        )
        for each in made
    )  # fmt: skip
