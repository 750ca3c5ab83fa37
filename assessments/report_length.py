"""How many characters the text of a report has, attachments left out, as a clerk counts them."""

from html import unescape

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from assessments import narrative
from assessments.report_facts import Report


def of(report: Report) -> int:
    with translation.override(report.language):
        html = render_to_string("assessments/_parts/report_text.html", {"report": report})
    return narrative.length(unescape(strip_tags(html)))
