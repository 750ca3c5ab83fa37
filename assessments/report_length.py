"""How many characters the text of a report has, as a clerk counts them: attachments left out.

Always those of the text that is handed in: neither the mark of a draft counts, nor the code by
which what was handed in is checked, nor a section in which nothing stands yet. So the editor,
the page where it is signed and the frozen version give one number for one text.
"""

from dataclasses import replace
from html import unescape

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from assessments import narrative
from assessments.report_facts import Report
from duties.models.regulation import numeral


def of(report: Report) -> int:
    with translation.override(report.language):
        html = render_to_string("assessments/_parts/report_text.html", {"report": _signed(report)})
    return narrative.length(unescape(strip_tags(html)))


def _signed(report: Report) -> Report:
    """The text as it stands once it is handed in."""
    kept = [each for each in report.sections if each.points or each.words]
    sections = tuple(replace(each, numeral=numeral(n)) for n, each in enumerate(kept, 1))
    number = numeral(len(sections) + 1) if report.inspections_numeral else ""
    return replace(
        report, sections=sections, inspections_numeral=number, final=True, draft=False, proof=None
    )
