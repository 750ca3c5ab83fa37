"""The hand-over sheet as a PDF in the format of official documents (GB/T 9704-2012)."""

from django.template.loader import render_to_string
from django.utils import translation

from duties.handover_sheet import Sheet
from organizations import pdf


def handover_sheet(sheet: Sheet) -> bytes:
    """The same bytes for the same sheet: no clock and no chance stands in the template."""
    with translation.override(sheet.language):
        html = render_to_string("duties/handover_pdf.html", {"sheet": sheet})
    return pdf.official(html, sheet.language)
