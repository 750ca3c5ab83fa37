"""What goes to Excel comes back as it was, and never as a formula."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from organizations.excel import workbook

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "http://x", "=cmd|' /C calc'!A0"]


def read(body: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_in_cells_and_heads(text):
    assert read(workbook("表", [text], [[text]])) == [[text], [text]]


def test_control_characters_are_dropped_and_sheet_names_tamed():
    assert read(workbook("[a/b]*", ["名"], [["甲\x00\x0b乙"]])) == [["名"], ["甲乙"]]


def test_numbers_and_days_keep_their_kind():
    row = [3, Decimal("87.50"), date(2026, 2, 28), None, True]
    found = read(workbook("表", ["a", "b", "c", "d", "e"], [row]))[1]
    assert found == [3.0, 87.5, date(2026, 2, 28), "", "True"]
