"""The papers of the register in the format of official documents (GB/T 9704-2012)."""

from django.template.loader import render_to_string
from django.utils import translation

from accountability.figures.register_letters import Certificate, CircularLetter, QuarterLetter
from organizations import pdf


def quarter(letter: QuarterLetter) -> bytes:
    unused = ("kaiti",) if letter.lines else ("heiti", "kaiti")
    return _set("accountability/register/quarter_pdf.html", letter, unused)


def circular(letter: CircularLetter) -> bytes:
    return _set("accountability/register/circular_pdf.html", letter, ("heiti", "kaiti"))


def certificate(letter: Certificate) -> bytes:
    return _set("accountability/register/certificate_pdf.html", letter, ("heiti", "kaiti"))


def _set(template: str, letter, unused) -> bytes:
    """``unused``: fonts of headings that this paper does not have."""
    with translation.override(letter.language):
        html = render_to_string(template, {"letter": letter})
    return pdf.official(html, letter.language, unused)
