"""Documents of a case in the format of official documents (GB/T 9704-2012)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from accountability.figures.letters import Letter
from organizations import pdf


@dataclass(frozen=True)
class IndexRow:
    """One line of the index of a case file; ``page`` is None for what could not be bound in."""

    number: int
    title: str
    day: date
    page: int | None
    pages: int
    sha256: str


def letter(facts: Letter) -> bytes:
    """Notice, record of the statement, decision, closing: one shape for all four."""
    with translation.override(facts.language):
        html = render_to_string("accountability/letter_pdf.html", {"letter": facts})
    return pdf.official(html, facts.language, unused=("kaiti",))


def index(title: str, about: str, issuer: str, rows: Sequence[IndexRow], language: str) -> bytes:
    """The first pages of a case file: what is in it and where."""
    with translation.override(language):
        html = render_to_string(
            "accountability/case_file_pdf.html",
            {"title": title, "about": about, "issuer": issuer, "rows": rows},
        )
    return pdf.official(html, language, unused=("kaiti",))
