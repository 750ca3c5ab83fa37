"""Worked examples computed by hand to the hundredth."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assessments.figures.applying import default_scheme
from assessments.scoring import (
    DutyFact,
    FindingFact,
    HolderFact,
    InspectionFact,
    ItemFact,
    Placed,
    PostFacts,
    ReportFact,
    Span,
    assess,
    points_of,
    served,
    with_quotas,
)
from assessments.scoring.grading import band_of

LATE_FACTOR = Decimal("0.6")
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
HEAD = HolderFact(7, "甲", "A", (YEAR,))


def duty(code: str, status: str = "met", done: int = 1, needed: int = 1, **more) -> DutyFact:
    clause, _, _ = code.partition("/")
    article, item = (int(part) for part in clause.split("."))
    return DutyFact(article, item, code, "2026", status, done, needed, holder=7, **more)


def facts(*duties: DutyFact, **more) -> PostFacts:
    return PostFacts(1, 2026, duties=duties, holders=(HEAD,), **more)


def score(*duties: DutyFact, **more):
    return assess(default_scheme(), facts(*duties, **more))


MISSED = duty("8.2/1", "missed", 3, 5)
NOT_DUE = duty("8.1/1", "open", 0, due=False)
NO_BASIS = duty("6.2/1", "met", 0, 0, basis=False)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (duty("5.1/1"), "100"),
        (duty("5.2/1", "met_late"), "60.00"),
        (MISSED, "36.00"),
        (replace(MISSED, done=0), "0.00"),
        (replace(MISSED, done=1, needed=7), "8.57"),
        (replace(NOT_DUE, due=True), "0.00"),
        (NOT_DUE, None),
        (NO_BASIS, None),
        (duty("5.1/1", "waived"), None),
    ],
)
def test_what_a_duty_is_worth(fact, expected):
    found = points_of(fact, LATE_FACTOR)
    assert (None if found is None else str(found)) == expected


def test_a_whole_year_by_hand():
    """Art. 5: (2×100+60)÷3=86.67; Art. 8: 36; duties: (86.67+36)÷2=61.34 (61.335 half up).

    Result 88.5. Inspections: 10−0.5−1.5=8 → 80. Report in time and found fairly good:
    (50×100+50×80)÷100=90. Base: (60×61.34+25×88.5+10×80+5×90)÷100=71.429 → 71.43.
    Bonus 2+1.5=3.5, limited to 3; taken off 1: 71.43+3−1=73.43: pass.
    """
    tree = score(
        duty("5.1/1", quantified=True), duty("5.2/1", "met_late"), MISSED, NOT_DUE, NO_BASIS,
        result=Decimal("88.5"),
        inspections=InspectionFact(True, (
            FindingFact(16, "minor", False), FindingFact(15, "serious", True),
        )),
        report=ReportFact(date(2026, 12, 31), True, date(2026, 12, 20), "fairly_good"),
        items=(ItemFact("bonus", "bonus", Decimal(2)), ItemFact("bonus", "bonus", Decimal("1.5"))),
        outcomes=(ItemFact("deduction", "", Decimal(1)),),
    )  # fmt: skip
    found = {node.code: node.points and str(node.points) for node in tree.nodes}
    assert found == {
        "duties": "61.34", "result": "88.50", "inspections": "80.00", "report": "90.00",
        "bonus": "3.00", "outcomes": "-1.00", "veto": None,
    }  # fmt: skip
    assert (str(tree.base), str(tree.total), tree.grade) == ("71.43", "73.43", "pass")
    assert tree.sentence.zh == (
        "按权重加权平均：(60×61.34+25×88.5+10×80+5×90)÷100=71.43分。"
        "总分：71.43+3（加分）-1（问责和激励结果）=73.43分。"
    )
    assert tree.sentence.en == (
        "The weighted mean: (60×61.34+25×88.5+10×80+5×90)÷100=71.43. "
        "In all: 71.43 + 3 (Bonus) - 1 (Outcomes of accountability) = 73.43."
    )


def test_what_has_no_basis_gives_its_weight_away_and_says_so():
    """(60×100+25×80)÷85=94.1176… → 94.12."""
    tree = score(duty("5.1/1"), result=Decimal(80))
    assert str(tree.total) == "94.12"
    assert tree.sentence.zh == (
        "按权重加权平均：(60×100+25×80)÷85=94.12分。“督查结果”（权重10）、“年终述法”（权重5）"
        "尚无计分依据，权重按比例分给其余指标。"
    )
    assert tree.by_code("inspections").points is None
    assert tree.points_of()["duties"] == Decimal("70.59")


def test_a_duty_opens_with_its_formula():
    tree = score(replace(MISSED, key=31), duty("8.3/1", "met_late"), duty("8.4/1", "waived"))
    article = tree.by_code("duties/8")
    assert article.sentence.zh == "第8条：(36+60)÷2=48.00分。"
    assert [(line.key, line.sentence.zh) for line in article.children] == [
        ("31", "到期未全部完成，100×0.6×3÷5=36.00分。"),
        ("", "逾期完成，100×0.6=60分。"),
        ("", "已免除，不计分。"),
    ]


def test_inspections_never_take_off_more_than_there_is():
    findings = tuple(FindingFact(16, "serious", False, key=str(n)) for n in range(4))
    node = score(inspections=InspectionFact(True, findings)).by_code("inspections")
    assert (str(node.points), node.sentence.zh) == (
        "0.00", "满分10分，4个问题扣3+3+3+3=12分，扣完为止，余0分：100×0÷10=0.00分。",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("handed_in", "evaluation", "expected"),
    [
        (date(2026, 12, 31), "", "100.00"),
        (date(2027, 1, 1), "", "60.00"),
        (date(2027, 1, 1), "good", "80.00"),
        (date(2026, 12, 31), "poor", "50.00"),
        (None, "", "0.00"),
    ],
)
def test_the_report_counts_by_day_and_evaluation(handed_in, evaluation, expected):
    fact = ReportFact(date(2026, 12, 31), True, handed_in, evaluation)
    assert str(score(report=fact).by_code("report").points) == expected


def test_a_report_that_is_not_due_is_no_basis():
    assert score(report=ReportFact(date(2026, 12, 31))).by_code("report").points is None


def test_a_veto_caps_the_grade_and_not_the_points():
    tree = score(duty("5.1/1"), items=(ItemFact("veto", "veto", reason_zh="违规干预司法"),))
    assert (str(tree.total), tree.grade) == ("100.00", "pass")
    assert tree.grade_sentence.zh == "按得分为优秀，因否决情形不高于合格，定为合格。"


def test_without_any_basis_there_is_no_score():
    tree = score(NOT_DUE, NO_BASIS)
    assert (tree.total, tree.grade) == (None, "")
    assert tree.sentence.zh == "尚无任何计分依据，暂不评分。"


def test_two_holders_are_told_apart():
    """The first leaves on 1 April: three months, not graded; each answers for his own duty."""
    first = HolderFact(1, "甲", "A", (Span(date(2026, 1, 1), date(2026, 3, 31)),))
    second = HolderFact(2, "乙", "B", (Span(date(2026, 4, 1), date(2026, 12, 31)),))
    duties = (replace(duty("5.1/1", "missed", 0), holder=1), replace(duty("6.1/1"), holder=2))
    tree = assess(default_scheme(), PostFacts(1, 2026, duties, holders=(first, second)))
    assert (str(tree.total), tree.grade) == ("50.00", "fail")
    assert [(each.months, each.graded, str(each.total), each.grade) for each in tree.shares] == [
        (3, False, "0.00", ""), (9, True, "100.00", "excellent"),
    ]  # fmt: skip
    assert tree.shares[0].sentence.zh == "年内任职3个月，不满6个月，不定等次。"


@pytest.mark.parametrize(
    ("holders", "sentence"),
    [
        ((), "年内该职务无人任职，不定等次。"),
        ((replace(HEAD, spans=(Span(date(2026, 7, 2), YEAR.ends_on),)),),
         "年内无人任职满6个月，不定等次。"),
    ],
)  # fmt: skip
def test_who_was_too_short_in_the_post_is_not_graded(holders, sentence):
    tree = assess(default_scheme(), replace(facts(duty("5.1/1")), holders=holders))
    assert (str(tree.total), tree.grade, tree.grade_sentence.zh) == ("100.00", "", sentence)


def placed(*points: str) -> list[Placed]:
    scheme = default_scheme()
    return [
        Placed(key, Decimal(each), str(band_of(scheme, Decimal(each))))
        for key, each in enumerate(points, 1)
    ]


def test_a_quota_keeps_those_with_most_points():
    """Of seven graded 30 % are 2.1: two places; the third with 90 or more becomes good."""
    final = with_quotas(default_scheme(), placed("97", "93", "91", "85", "70", "65", "50"))
    assert [final[key].grade for key in range(1, 8)] == [
        "excellent", "excellent", "good", "good", "pass", "pass", "fail",
    ]  # fmt: skip
    assert (
        final[3].sentence.zh == "得分达到优秀，但优秀不超过同层级同序列7人的30%（2人），定为良好。"
    )


def test_equal_points_are_never_torn_apart():
    final = with_quotas(default_scheme(), placed("97", "93", "93", "85", "70", "65", "50"))
    assert [final[key].grade for key in (1, 2, 3)] == ["excellent", "good", "good"]


def test_who_is_not_graded_takes_no_place():
    """Six are graded: 1.8, one place."""
    league = [*placed("97", "93", "85", "70", "65", "50"), Placed(7, Decimal(99), "")]
    final = with_quotas(default_scheme(), league)
    assert (final[7].grade, final[1].grade, final[2].grade) == ("", "excellent", "good")


@pytest.mark.parametrize(
    ("spans", "months"),
    [
        ([("2026-01-01", "2026-06-30")], 6),
        ([("2026-01-01", "2026-06-29")], 5),
        ([("2026-07-02", "2026-12-31")], 5),
        ([("2026-07-01", "2026-12-31")], 6),
        ([("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")], 6),
        ([("2026-01-01", "2026-03-31"), ("2026-10-01", "2026-12-31")], 6),
        ([("2026-01-31", "2026-02-28")], 1),
        ([("2026-01-01", "2026-12-31")], 12),
    ],
)
def test_months_in_the_post(spans, months):
    days = [Span(*(date.fromisoformat(day) for day in span)) for span in spans]
    assert served(days)[0] == months
