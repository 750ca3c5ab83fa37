"""Reports, letters and score sheets as PDF in the format of official documents (GB/T 9704-2012)."""

import json

from django.template.loader import render_to_string
from django.utils import translation

from assessments import report_facts
from assessments.figures.circular import Letter
from assessments.figures.overview_letter import OverviewLetter
from assessments.figures.score_sheet import ScoreSheet
from assessments.half_year import Progress
from assessments.report_facts import Report
from organizations import pdf

STYLESHEETS = pdf.OFFICIAL


def annual_report(report: Report) -> bytes:
    """The same bytes for the same report: no clock and no chance stands in the template."""
    with translation.override(report.language):
        html = render_to_string("assessments/report_pdf.html", {"report": report})
    return pdf.official(html, report.language, attachments=[_data(report)])


def _data(report: Report) -> pdf.Attachment:
    """Everything the report was set from, for other programs: no figure only on paper."""
    text = json.dumps(report_facts.dump(report), ensure_ascii=False, sort_keys=True, indent=1)
    name = f"report-{report.year}-{report.language}.json"
    return pdf.Attachment(name, text.encode(), "年终述法报告数据 / data of the report", report.on)


def notice_letter(facts: Letter) -> bytes:
    """The notice 督查通知 that announces an inspection."""
    # One page without headings of the second level, which are set in Kaiti.
    return _letter("assessments/inspections/notice_pdf.html", facts, unused=("kaiti",))


def circular(facts: Letter) -> bytes:
    """The circular 督查通报 with which it ends."""
    # Headings of the second level stand over findings alone.
    unused = () if facts.faulted else ("kaiti",)
    return _letter("assessments/inspections/circular_pdf.html", facts, unused)


def assessment_overview(facts: OverviewLetter) -> bytes:
    """The results of an assessment in figures, its charts as vectors."""
    return _letter("assessments/results/overview_pdf.html", facts)


def _letter(template: str, facts: Letter | OverviewLetter, unused=()) -> bytes:
    with translation.override(facts.language):
        html = render_to_string(template, {"letter": facts})
    return pdf.official(html, facts.language, unused)


def score_sheet(sheet: ScoreSheet) -> bytes:
    """The score of a post with all its explanations."""
    return _document("assessments/score_pdf.html", "sheet", sheet)


def half_year(progress: Progress) -> bytes:
    """The half-year progress report."""
    return _document("assessments/half_year_pdf.html", "progress", progress)


def _document(template: str, name: str, facts) -> bytes:
    with translation.override(facts.language):
        html = render_to_string(template, {name: facts})
    return pdf.official(html, facts.language)
