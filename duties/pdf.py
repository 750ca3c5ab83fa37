"""Hand-over sheet and duty list as PDF in the format of official documents (GB/T 9704-2012)."""

from django.template.loader import render_to_string
from django.utils import translation

from duties.duty_list import DutyList
from duties.handover_sheet import Sheet
from organizations import pdf


def handover_sheet(sheet: Sheet) -> bytes:
    """The same bytes for the same sheet: no clock and no chance stands in the template."""
    with translation.override(sheet.language):
        html = render_to_string("duties/handover_pdf.html", {"sheet": sheet})
    return pdf.official(html, sheet.language)


def duty_list(facts: DutyList) -> bytes:
    """The duty list of a post."""
    with translation.override(facts.language):
        html = render_to_string("duties/duty_list_pdf.html", {"list": facts})
    return pdf.official(html, facts.language)
