"""The year-end report as a PDF in the format of official documents (GB/T 9704-2012)."""

from django.template.loader import render_to_string
from django.utils import translation

from assessments.report_facts import Report
from organizations import pdf

STYLESHEETS = pdf.OFFICIAL


def annual_report(report: Report) -> bytes:
    """The same bytes for the same report: no clock and no chance stands in the template."""
    with translation.override(report.language):
        html = render_to_string("assessments/report_pdf.html", {"report": report})
    return pdf.official(html, report.language)
