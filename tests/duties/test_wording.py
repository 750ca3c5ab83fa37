from decimal import Decimal

import pytest

from duties.wording import Sentence, clauses, counted, joined, plain

DONE = Sentence("已完成。", "Done.")
MISSING = Sentence("尚缺一项。", "One is missing.")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Done."),
        ("en-gb", "Done."),
        ("zh-hans", "已完成。"),
        ("", "已完成。"),
        (None, "已完成。"),
    ],
)
def test_a_sentence_is_told_in_english_or_else_in_chinese(code, text):
    assert DONE.in_language(code) == text


def test_sentences_join_without_a_space_in_chinese_and_with_one_in_english():
    assert joined([DONE, MISSING]) == Sentence("已完成。尚缺一项。", "Done. One is missing.")


def test_parts_become_one_sentence():
    parts = [Sentence("已有三项", "Three found"), Sentence("尚缺两项", "two missing")]
    assert clauses(parts) == Sentence("已有三项；尚缺两项。", "Three found; two missing.")


def test_one_is_singular():
    assert [counted(1, "record"), counted(2, "record")] == ["1 record", "2 records"]


@pytest.mark.parametrize(
    ("number", "text"), [("0.00", "0"), ("3.00", "3"), ("1E+2", "100"), ("97.50", "97.5")]
)
def test_figures_are_written_plainly(number, text):
    assert plain(Decimal(number)) == text


def test_known_names_are_told_in_english_the_longest_first():
    said = Sentence("尚缺法律顾问制度、顾问。", "Still missing: 法律顾问制度, 顾问.")
    told = said.naming({"顾问": "advisers", "法律顾问制度": "legal-adviser system", "空": ""})
    assert told == Sentence(
        "尚缺法律顾问制度、顾问。", "Still missing: legal-adviser system, advisers."
    )
    assert said.naming({}) == said
