"""The free words of a report: known places, cleaned, counted, compared."""

from datetime import date

import pytest

from assessments import narrative, report_json, report_terms
from assessments.report_terms import Term


def test_only_known_places_are_kept():
    said = {"opening": "一", "article-16": "二", "article-0": "x", "figures": "100", "causes": " "}
    assert narrative.cleaned(said) == {"opening": "一", "article-16": "二"}


def test_line_ends_are_one_and_invisible_signs_go():
    said = {"plans": "\u3000甲\u202e乙\r\n\r\n丙\x07 \r丁"}
    assert narrative.cleaned(said) == {"plans": "甲乙\n丙\n丁"}
    assert narrative.paragraphs("甲\n\n 乙 ") == ("甲", "乙")


def test_cleaning_twice_changes_nothing():
    once = narrative.cleaned({"plans": " 甲 \n\n乙\t"})
    assert narrative.cleaned(once) == once


def test_characters_are_counted_without_spaces():
    assert narrative.length("本 人\n2026年\u3000") == 7


def test_differences_name_both_texts():
    found = narrative.differences({"plans": "甲", "causes": "同"}, {"causes": "同", "study": "乙"})
    assert [(each.slot, each.mine, each.theirs) for each in found] == [
        ("plans", "甲", ""), ("study", "", "乙"),
    ]  # fmt: skip


@pytest.mark.parametrize("on, expected", [
    (date(2026, 12, 31), None), (date(2027, 1, 1), "d30"), (date(2027, 1, 23), "d30"),
    (date(2027, 1, 24), "d7"), (date(2027, 1, 31), "due"), (date(2027, 2, 1), "overdue"),
])  # fmt: skip
def test_a_missing_report_is_called_to_mind_in_stages(on, expected):
    assert report_terms.stage(date(2027, 1, 31), on=on) == expected


def test_the_term_set_nearest_above_holds():
    province = Term(date(2026, 12, 1), date(2026, 12, 20), "0001")
    city = Term(date(2026, 12, 5), date(2026, 12, 25), "00010002")
    terms = [province, city]
    assert report_terms.term_of("000100020003", terms, 2026) == city
    assert report_terms.term_of("00010004", terms, 2026) == province
    assert report_terms.term_of("0009", terms, 2026) == report_terms.usual(2026)


def test_in_time_is_open_until_the_day_is_past():
    due = date(2027, 1, 31)
    assert report_terms.in_time(due, due, on=date(2027, 3, 1)) is True
    assert report_terms.in_time(date(2027, 2, 1), due, on=date(2027, 3, 1)) is False
    assert report_terms.in_time(None, due, on=due) is None
    assert report_terms.in_time(None, due, on=date(2027, 2, 1)) is False


def test_an_unknown_key_of_frozen_data_is_an_error():
    data = report_json.dump(Term(date(2026, 1, 1), date(2026, 2, 1)))
    assert report_json.load(Term, data) == Term(date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(KeyError):
        report_json.load(Term, data | {"more": 1})
