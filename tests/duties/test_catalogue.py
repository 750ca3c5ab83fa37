"""The regulation file: what a good one says, and each mistake with its exact line."""

import re
from datetime import date
from pathlib import Path

import pytest

from duties.catalogue import CatalogueErrors, parse
from duties.periods import Cadence
from duties.rules import Kind
from duties.wording import Sentence

ZHEJIANG = Path(__file__).parents[2] / "fixtures/regulation/zhejiang-2018.yaml"

SMALL = """\
regulation: small-2020
title: {zh: 试行办法, en: Trial measures}
issued_by: {zh: 试点市委, en: Pilot committee}
valid_from: 2020-01-01
clauses:
  - clause: "8.2"
    track: party
    title: {zh: 听取汇报, en: Hear reports}
    requirements:
      - requirement: 8.2/1
        statement: {zh: 分别听取汇报, en: Each is heard}
        cadence: year
        quantified: true
        rule: coverage
        subjects:
          - {zh: 法院党组, en: Party group of the court}
          - {zh: 检察院党组, en: Party group of the procuratorate}
        evidence:
          - {zh: 会议纪要, en: Meeting minutes}
      - requirement: 8.2/2
        statement: {zh: 及时报备, en: Filed in time}
        cadence: half_year
        quantified: false
        rule: rate
        metrics:
          - {zh: 报备率, en: Filing rate, target: 0.95}
  - clause: "15.0"
    track: government
    title: {zh: 召开会议, en: Meet}
    requirements:
      - requirement: 15.0/1
        statement: {zh: 开会, en: A meeting is held}
        cadence: quarter
        quantified: false
        rule: count
        at_least: 1
"""


def errors_of(text) -> list[tuple[int, str]]:
    with pytest.raises(CatalogueErrors) as refusal:
        parse(text)
    return [(error.line, error.sentence.en) for error in refusal.value.errors]


def test_a_good_file_says_what_it_says():
    data = parse(SMALL)
    assert (data.code, data.valid_from, data.valid_until) == ("small-2020", date(2020, 1, 1), None)
    assert data.title == Sentence("试行办法", "Trial measures")
    assert [(one.number, one.track) for one in data.clauses] == [
        ("8.2", "party"),
        ("15.0", "government"),
    ]
    coverage, rate, count = data.requirements
    assert coverage.params == {"subjects": ["法院党组", "检察院党组"]}
    assert coverage.evidence == ("会议纪要",)
    assert coverage.names_en == {
        "法院党组": "Party group of the court",
        "检察院党组": "Party group of the procuratorate",
        "会议纪要": "Meeting minutes",
    }
    assert (rate.code, rate.position, rate.cadence) == ("8.2/2", 2, Cadence.HALF_YEAR)
    assert rate.params == {"metrics": [["报备率", "0.95"]]}
    assert (count.kind, count.params, count.quantified) == (Kind.COUNT, {"at_least": 1}, False)


def test_our_own_regulation_is_whole():
    data = parse(ZHEJIANG.read_bytes())
    items = {
        5: range(5), 6: range(1, 4), 7: range(1, 4), 8: range(1, 5), 9: range(1, 7),
        10: range(1, 5), 11: [0], 12: [0], 13: [0], 14: [0], 15: range(5), 16: range(1, 5),
        17: range(1, 7), 18: range(1, 5), 19: range(1, 6), 20: range(1, 5),
    }  # fmt: skip
    expected = [(article, item) for article, group in items.items() for item in group]
    assert [(one.article, one.item) for one in data.clauses] == expected
    assert all((one.track == "party") == (one.article <= 14) for one in data.clauses)
    assert len(data.requirements) == 73
    assert {one.kind for one in data.requirements} == set(Kind)
    assert all(one.rule.kind == one.kind for one in data.requirements)


def test_our_own_regulation_is_complete_in_english():
    data = parse(ZHEJIANG.read_bytes())
    for one in data.requirements:
        named = {*one.rule.parts, *one.evidence}
        assert set(one.names_en) == named
        assert all(text.isprintable() for text in one.names_en.values())
    english = [
        *(clause.title.en for clause in data.clauses),
        *(one.statement.en for one in data.requirements),
        *(name for one in data.requirements for name in one.names_en.values()),
    ]
    assert [text for text in english if re.search(r"[\u3000-\uffef]", text)] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("regulation: small-2020", "regulation: Small 2020", 1, '"regulation" must be a code'),
        ("regulation: small-2020", "code: small-2020", 1, 'has no key "code"'),
        (", en: Trial measures", "", 2, 'title needs "en"'),
        ("en: Pilot committee", 'en: ""', 3, '"en" must be a text, not empty'),
        ("en: Pilot committee", "en: null", 3, '"en" must be a text, not empty'),
        ("valid_from: 2020-01-01", "valid_from: 2021-02-29", 4, "must be a date of the calendar"),
        ("valid_from: 2020-01-01", "valid_from: 2020-1-1", 4, "must be a date of the calendar"),
        ('clause: "8.2"', 'clause: "8"', 6, '"clause" must be article.item'),
        ('clause: "8.2"', 'clause: "8.02"', 6, '"clause" must be article.item'),
        ("track: party", "track: court", 7, '"track" cannot be "court"; use one of party, gov'),
        ("track: party", "trak: party", 7, 'no key "trak". Did you mean "track"?'),
        ("zh: 听取汇报", "zh: " + "听" * 121, 8, '"zh" has 121 characters; at most 120 fit'),
        ("requirement: 8.2/1", "requirement: 8.3/1", 10, "its code must begin with 8.2/"),
        ("requirement: 8.2/1", "requirement: first", 10, '"requirement" must be clause/number'),
        ("cadence: year", "cadence: month", 12, '"cadence" cannot be "month"'),
        ("quantified: true", "quantified: yes", 13, '"quantified" must be true or false'),
        ("quantified: true", 'quantified: "true"', 13, '"quantified" must be true or false'),
        ("rule: coverage", "rule: covrage", 14, '"rule" cannot be "covrage"'),
        ("rule: coverage", "rule: statement", 15, 'rule statement has no parameter "subjects"'),
        ("zh: 检察院党组", "zh: 法院党组", 17, 'subjects lists "法院党组" twice'),
        ("zh: 会议纪要", "zh: 法院党组", 19, "has two English names in one requirement"),
        ("requirement: 8.2/2", "requirement: 8.2/1", 20, "the first stands on line 10"),
        ("target: 0.95", "target: 1.5", 26, "A target must be above 0 and at most 1"),
        ("target: 0.95", "target: many", 26, "A target must be above 0 and at most 1"),
        (", target: 0.95", "", 26, 'An entry of metrics needs "target"'),
        ("track: government", "track: government\n    track: party", 29, "given on line 28"),
        ("at_least: 1", "at_least: 0", 36, "must be a whole number of 1 or more, not 0"),
        ("at_least: 1", "at_least: one", 36, "must be a whole number of 1 or more"),
        ("        at_least: 1\n", "", 31, 'Requirement 15.0/1 needs "at_least"'),
        ("at_least: 1", "at_least: 1\n        valid_until: 2019-12-31", 37, "must be after"),
        ("at_least: 1", "at_least: 1\n        valid_from: 2019-12-31", 37, "valid_from is before"),
    ],
)
def test_a_mistake_is_named_with_its_line(old, new, line, said):
    errors = errors_of(SMALL.replace(old, new, 1))
    assert (line, True) in [(at, said in sentence) for at, sentence in errors]
    assert {at for at, _ in errors} <= {line, line - 1}


def test_a_clause_given_twice_names_the_first():
    assert (27, "Clause 8.2 is given twice; the first stands on line 6.") in errors_of(
        SMALL.replace('"15.0"', '"8.2"')
    )


def test_all_mistakes_come_at_once_in_the_order_of_lines():
    text = SMALL.replace("at_least: 1", "at_least: x").replace("track: party", "track: y")
    assert [line for line, _ in errors_of(text)] == [7, 36]


def test_a_mistake_is_told_in_both_languages():
    with pytest.raises(CatalogueErrors) as refusal:
        parse(SMALL.replace("quantified: true", "quantified: maybe"))
    (error,) = refusal.value.errors
    assert error.said == Sentence(
        "第13行：“quantified”应为true或false。", 'line 13: "quantified" must be true or false.'
    )


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("", 1, "The file is empty"),
        ("# only a comment\n", 1, "The file is empty"),
        ("a: 1\nb: [", 2, "This is not YAML"),
        ("a: 1\n---\nb: 2\n", 2, "This is not YAML"),
        ("a: 1\n\tb: 2\n", 2, "This is not YAML"),
        (b"a: 1\nb: \xff\n", 2, "not encoded in UTF-8"),
        ("a: 1\nb: \x07\n", 2, "a character that cannot be printed"),
        ("- a\n", 1, 'must be written as "key: value"'),
    ],
)
def test_what_is_no_such_file_is_one_mistake(source, line, said):
    (error,) = errors_of(source)
    assert error[0] == line
    assert said in error[1]


@pytest.mark.parametrize("value", ["[]", "{}", "text", ""])
def test_a_list_must_be_a_list_with_entries(value):
    head = SMALL.partition("clauses:")[0]
    assert (5, True) in [
        (line, '"clauses" must be a list' in said)
        for line, said in errors_of(f"{head}clauses: {value}\n")
    ]
