"""Every table a clerk would want in Excel goes through here.

Cells are written as text, number or date, never as a formula or link, whatever they begin
with (ASVS 1.2.10); control characters, which Excel cannot open, are dropped.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def workbook_response(
    filename: str, sheet_title: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """An .xlsx download of one sheet with a frozen, filtered head row."""
    body = workbook(sheet_title, headers, rows)
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{filename}.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def workbook(
    sheet_title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    made_on: datetime | None = None,
) -> bytes:
    """The bytes of one sheet; rows are streamed, so memory does not grow with them.

    With ``made_on`` instead of the clock the same rows give the same bytes.
    """
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        if made_on is not None:
            book.set_properties({"created": made_on})
        sheet = book.add_worksheet(_SHEET_NAME.sub(" ", clean(sheet_title))[:31])
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        widths = [min(60, max(10, 2 * len(str(header)) + 2)) for header in headers]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, clean(str(header)), bold)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(sheet, count, column, value)
        sheet.autofilter(0, 0, count, max(len(headers) - 1, 0))
    return out.getvalue()


def clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _write(sheet, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None)
    elif isinstance(value, bool) or not isinstance(value, (int, float, Decimal, date)):
        sheet.write_string(row, column, clean(str(value)))
    elif isinstance(value, datetime):
        sheet.write_string(row, column, f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}")
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))
    else:
        sheet.write_number(row, column, value)
