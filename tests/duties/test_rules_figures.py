"""Figures, cases and registers: what a rule says where more may also turn for the worse."""

from datetime import date
from decimal import Decimal

import pytest

from duties.rules import Item, Outcome, judge, rule_from, tally

DUE = date(2026, 12, 31)
MAY = date(2026, 5, 4)
NEXT_MAY = date(2027, 5, 4)
STEPS = ["公众参与", "专家论证", "风险评估", "合法性审查", "集体讨论决定"]


def verdict(kind, params, *items, on=MAY):
    return judge(rule_from(kind, params), tally(kind, items, due_on=DUE), due_on=DUE, on=on)


def figure(name, numerator, denominator, *, record=1, held_on=MAY):
    n, d = Decimal(numerator), Decimal(denominator)
    return Item(record, held_on, name, numerator=n, denominator=d)


def summary(found):
    return found.outcome, found.done, found.needed, found.missing


# --- rate ----------------------------------------------------------------------------------

COURT = {"metrics": [["负责人出庭应诉率", "0.9"]]}
FILING = {"metrics": [["报备率", 1], ["及时率", 1]]}


def test_a_rate_prints_its_figures():
    found = verdict("rate", COURT, figure("负责人出庭应诉率", 7, 8))
    assert summary(found) == (Outcome.PARTIAL, 0, 1, ("负责人出庭应诉率",))
    assert found.reason.zh == "负责人出庭应诉率7/8，为87.50%，未达到90%的目标。"
    assert found.reason.en == "负责人出庭应诉率: 7/8 = 87.50%, target 90% not reached."


def test_figures_of_several_records_add_up():
    first, second = figure("负责人出庭应诉率", 7, 8), figure("负责人出庭应诉率", 2, 2, record=2)
    found = verdict("rate", COURT, first, second)
    assert summary(found) == (Outcome.MET, 1, 1, ())
    assert found.reason.zh == "负责人出庭应诉率9/10，为90.00%，已达到90%的目标。"


def test_no_rate_is_rounded_up_to_its_target():
    found = verdict("rate", FILING, figure("报备率", 29999, 30000), figure("及时率", 2, 3))
    assert "29999/30000，为99.99%，未达到100%" in found.reason.zh
    assert "2/3，为66.67%" in found.reason.zh


def test_a_rate_not_reported_is_not_a_rate_of_zero():
    assert summary(verdict("rate", FILING)) == (Outcome.NONE, 0, 2, ("报备率", "及时率"))


@pytest.mark.parametrize(
    "items",
    [
        [figure("报备率", 0, 0), figure("及时率", 0, 0)],
        [Item(1, MAY, "报备率", nil=True), Item(1, MAY, "及时率", nil=True)],
        [Item(1, MAY, nil=True)],
        [Item(1, NEXT_MAY, nil=True)],
    ],
)
def test_a_rate_without_cases_has_no_basis(items):
    found = verdict("rate", FILING, *items, on=NEXT_MAY)
    assert summary(found) == (Outcome.NO_BASIS, 0, 0, ())
    assert found.reason.zh == "报备率本期无发生；及时率本期无发生。"


def test_a_metric_left_out_is_missing_and_one_without_cases_is_not():
    found = verdict("rate", FILING, figure("报备率", 0, 0))
    assert summary(found) == (Outcome.PARTIAL, 0, 1, ("及时率",))
    found = verdict("rate", FILING, figure("报备率", 0, 0), figure("及时率", 3, 3))
    assert summary(found) == (Outcome.MET, 1, 1, ())


def test_a_nil_return_beside_figures_is_a_contradiction():
    found = verdict("rate", COURT, figure("负责人出庭应诉率", 8, 8), Item(2, MAY, nil=True))
    assert summary(found) == (Outcome.PARTIAL, 0, 1, ("负责人出庭应诉率",))
    assert found.reason.zh == "负责人出庭应诉率8/8，另有零报告，相互矛盾。"


def test_more_than_all_is_not_believed():
    found = verdict("rate", COURT, figure("负责人出庭应诉率", 9, 8))
    assert found.outcome is Outcome.PARTIAL
    assert found.reason.zh == "负责人出庭应诉率9/8，分子大于分母，须核对。"


def test_a_rate_reached_by_late_figures_is_late():
    late = figure("负责人出庭应诉率", 9, 9, record=2, held_on=NEXT_MAY)
    found = verdict("rate", COURT, figure("负责人出庭应诉率", 0, 1), late, on=NEXT_MAY)
    assert found.outcome is Outcome.MET_LATE
    assert found.reason.zh == "负责人出庭应诉率9/10，为90.00%，已达到90%的目标；属逾期完成。"


def test_a_rate_spoilt_by_late_figures_is_not_met():
    late = figure("负责人出庭应诉率", 0, 9, record=2, held_on=NEXT_MAY)
    found = verdict("rate", COURT, figure("负责人出庭应诉率", 9, 9), late, on=NEXT_MAY)
    assert found.outcome is Outcome.PARTIAL


# --- checklist -----------------------------------------------------------------------------


def steps(title, names, *, record=1, held_on=MAY):
    return [Item(record, held_on, name, title=title) for name in names]


def test_a_checklist_names_the_missing_step_of_the_case():
    items = [*steps("轨道交通规划", STEPS), *steps("学校布局", STEPS[:4], record=2)]
    found = verdict("checklist", {"steps": STEPS}, *items)
    assert summary(found) == (Outcome.PARTIAL, 9, 10, ("学校布局：集体讨论决定",))
    assert found.reason.zh == "共登记2项，其中1项完成全部5个步骤；“学校布局”尚缺集体讨论决定。"
    assert (
        found.reason.en == '1 of 2 cases passed all 5 steps; "学校布局" still lacks 集体讨论决定.'
    )


def test_records_of_one_title_are_one_case():
    items = [*steps("学校布局", STEPS[:3]), *steps(" 学校布局 ", STEPS[2:], record=2)]
    assert summary(verdict("checklist", {"steps": STEPS}, *items)) == (Outcome.MET, 5, 5, ())


def test_a_checklist_finished_after_the_year_is_late():
    items = [
        *steps("学校布局", STEPS[:4]),
        *steps("学校布局", STEPS[4:], record=2, held_on=NEXT_MAY),
    ]
    found = verdict("checklist", {"steps": STEPS}, *items, on=NEXT_MAY)
    assert found.outcome is Outcome.MET_LATE


def test_a_case_told_late_with_a_step_missing_spoils_the_checklist():
    items = [*steps("学校布局", STEPS), *steps("收费调整", STEPS[:1], record=2, held_on=NEXT_MAY)]
    assert verdict("checklist", {"steps": STEPS}, *items, on=NEXT_MAY).outcome is Outcome.PARTIAL


def test_a_case_without_a_step_lacks_them_all():
    found = verdict("checklist", {"steps": STEPS[:2]}, Item(1, MAY, title="学校布局"))
    assert summary(found) == (Outcome.PARTIAL, 0, 2, ("学校布局：公众参与", "学校布局：专家论证"))


def test_a_checklist_without_cases():
    nothing = verdict("checklist", {"steps": STEPS})
    assert summary(nothing) == (Outcome.NONE, 0, 5, tuple(STEPS))
    nil = verdict("checklist", {"steps": STEPS}, Item(1, MAY, nil=True))
    assert summary(nil) == (Outcome.NO_BASIS, 0, 0, ())
    both = verdict("checklist", {"steps": STEPS}, Item(1, MAY, nil=True), *steps("学校布局", STEPS))
    assert both.outcome is Outcome.PARTIAL
    assert both.reason.zh == "既有事项记录又有零报告，相互矛盾，须撤销其一。"


# --- register ------------------------------------------------------------------------------


def test_a_register_with_an_entry_still_open():
    found = verdict("register", {}, figure("", 1, 2), figure("", 1, 1, record=2))
    assert summary(found) == (Outcome.PARTIAL, 2, 3, ())
    assert found.reason.zh == "共登记3件，已处理2件；尚有1件未处理。"


def test_a_register_with_every_entry_handled():
    found = verdict("register", {}, figure("", 2, 2))
    assert summary(found) == (Outcome.MET, 2, 2, ())
    assert found.reason.en == "2 of 2 entries handled."


@pytest.mark.parametrize("item", [Item(1, MAY, nil=True), figure("", 0, 0)])
def test_a_nil_return_fulfils_a_register(item):
    found = verdict("register", {}, item)
    assert summary(found) == (Outcome.MET, 1, 1, ())
    assert found.reason.zh == "已作零报告，本期无此类情况。"


def test_a_nil_return_filed_late_is_late():
    found = verdict("register", {}, Item(1, NEXT_MAY, nil=True), on=NEXT_MAY)
    assert found.outcome is Outcome.MET_LATE


def test_a_nil_return_beside_an_entry_is_a_contradiction():
    found = verdict("register", {}, Item(1, MAY, nil=True), figure("", 1, 1, record=2))
    assert summary(found) == (Outcome.PARTIAL, 1, 1, ())


def test_an_entry_told_late_and_unhandled_spoils_the_register():
    late = figure("", 0, 1, record=2, held_on=NEXT_MAY)
    found = verdict("register", {}, figure("", 1, 1), late, on=NEXT_MAY)
    assert found.outcome is Outcome.PARTIAL


def test_an_empty_register_is_neither_handled_nor_nil():
    assert summary(verdict("register", {})) == (Outcome.NONE, 0, 1, ())
