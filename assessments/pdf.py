"""The year-end report as a PDF in the format of official documents (GB/T 9704-2012)."""

from django.template.loader import render_to_string
from django.utils import translation

from assessments.report_facts import Report
from organizations import pdf

STYLESHEETS = ("css/document.css",)
ROLES = {
    "zh-hans": ("title", "song", "heiti", "fangsong", "kaiti"),
    "en": ("title", "song", "heiti"),
}


def annual_report(report: Report) -> bytes:
    """The same bytes for the same report: no clock and no chance stands in the template."""
    with translation.override(report.language):
        html = render_to_string("assessments/report_pdf.html", {"report": report})
    return pdf.render(html, stylesheets=STYLESHEETS, roles=ROLES[report.language])
