"""One story for each thing a rule can say. Due on 31 December 2026, judged in between or after."""

from datetime import date
from decimal import Decimal

import pytest

from duties.rules import (
    CountRule,
    CoverageRule,
    Item,
    Outcome,
    RateRule,
    RuleError,
    judge,
    rule_from,
    tally,
)

DUE = date(2026, 12, 31)
MAY = date(2026, 5, 4)
NEXT_MAY = date(2027, 5, 4)
GROUPS = ["人大党组", "政府党组", "政协党组", "法院党组", "检察院党组"]
STEPS = ["公众参与", "专家论证"]


def verdict(kind, params, *items, on=MAY):
    return judge(rule_from(kind, params), tally(kind, items, due_on=DUE), due_on=DUE, on=on)


def summary(found):
    return found.outcome, found.done, found.needed, found.missing


# --- reading the catalogue -----------------------------------------------------------------


def test_a_target_is_read_as_written():
    rule = rule_from("rate", {"metrics": [["报备率", 0.9]]})
    assert rule == RateRule((("报备率", Decimal("0.9")),))


def test_parts_are_what_a_form_asks_for():
    assert rule_from("checklist", {"steps": STEPS}).parts == tuple(STEPS)
    assert rule_from("rate", {"metrics": [["报备率", 1]]}).parts == ("报备率",)
    assert rule_from("count", {"at_least": 2}) == CountRule(2)
    assert rule_from("coverage", {"subjects": [" 人大党组 "]}) == CoverageRule(("人大党组",))


@pytest.mark.parametrize(
    ("kind", "params", "zh"),
    [
        ("poll", {}, "规则类型“poll”不存在"),
        ("count", {}, "规则count缺少参数at_least。"),
        ("count", {"at_least": 0}, "at_least应为不小于1的整数，现为0。"),
        ("count", {"at_least": True}, "at_least应为不小于1的整数，现为True。"),
        ("count", {"at_least": 1, "atleast": 2}, "规则count不认识参数atleast。"),
        ("coverage", {"subjects": "人大党组"}, "subjects应为不少于一项的列表。"),
        ("coverage", {"subjects": []}, "subjects应为不少于一项的列表。"),
        ("checklist", {"steps": ["论证", " "]}, "steps的每一项应为非空文字。"),
        ("standing", {"documents": ["甲", "甲"]}, "documents有重复项：甲。"),
        ("rate", {"metrics": ["报备率"]}, "metrics应为[名称, 目标值]的列表。"),
        ("rate", {"metrics": [["报备率", 1.5]]}, "目标值应大于0且不超过1，现为1.5。"),
        ("rate", {"metrics": [["报备率", "高"]]}, "目标值应大于0且不超过1，现为'高'。"),
        ("statement", {"at_least": 1}, "规则statement不认识参数at_least。"),
    ],
)
def test_a_rule_that_cannot_be_judged_is_refused_with_a_reason(kind, params, zh):
    with pytest.raises(RuleError) as error:
        rule_from(kind, params)
    assert error.value.sentence.zh.startswith(zh)
    assert error.value.sentence.en


def test_facts_of_another_kind_are_refused():
    with pytest.raises(TypeError):
        judge(CountRule(1), tally("coverage", [], due_on=DUE), due_on=DUE, on=MAY)


# --- count ---------------------------------------------------------------------------------


def test_count_without_records():
    found = verdict("count", {"at_least": 1})
    assert summary(found) == (Outcome.NONE, 0, 1, ())
    assert found.reason.zh == "尚无已核实的履职记录，要求至少1条。"


def test_count_short_by_one():
    found = verdict("count", {"at_least": 2}, Item(1, MAY), Item(1, MAY, "another part"))
    assert summary(found) == (Outcome.PARTIAL, 1, 2, ())
    assert found.reason.zh == "已核实1条履职记录，要求至少2条；尚差1条。"
    assert found.reason.en == "1 confirmed record; at least 2 required; 1 still missing."


def test_count_met_on_the_last_day():
    found = verdict("count", {"at_least": 1}, Item(1, DUE))
    assert summary(found) == (Outcome.MET, 1, 1, ())


def test_count_met_late():
    found = verdict("count", {"at_least": 2}, Item(1, MAY), Item(2, NEXT_MAY), on=NEXT_MAY)
    assert summary(found) == (Outcome.MET_LATE, 2, 2, ())
    assert found.reason.zh == "已核实2条履职记录，要求至少2条；其中1条逾期；属逾期完成。"


def test_a_nil_return_is_no_meeting():
    assert verdict("count", {"at_least": 1}, Item(1, MAY, nil=True)).outcome is Outcome.NONE


# --- coverage ------------------------------------------------------------------------------


def test_coverage_names_who_is_missing():
    heard = [Item(n, MAY, name) for n, name in enumerate(GROUPS[:3])]
    found = verdict("coverage", {"subjects": GROUPS}, *heard, Item(9, MAY, "工会党组"))
    assert summary(found) == (Outcome.PARTIAL, 3, 5, ("法院党组", "检察院党组"))
    assert found.reason.zh == "已完成3项，共需5项；尚缺法院党组、检察院党组。"
    assert found.reason.en == "3 of 5 subjects covered; still missing: 法院党组, 检察院党组."


def test_coverage_met_late_names_who_was_late():
    heard = [
        *(Item(n, MAY, name) for n, name in enumerate(GROUPS[:4])),
        Item(9, NEXT_MAY, GROUPS[4]),
    ]
    found = verdict("coverage", {"subjects": GROUPS}, *heard, on=NEXT_MAY)
    assert summary(found) == (Outcome.MET_LATE, 5, 5, ())
    assert found.reason.zh == "已完成5项，共需5项；检察院党组逾期；属逾期完成。"


# --- statement -----------------------------------------------------------------------------


def test_a_statement_without_evidence_is_a_beginning():
    found = verdict("statement", {}, Item(1, MAY))
    assert summary(found) == (Outcome.PARTIAL, 0, 1, ())
    assert found.reason.zh == "已核实1份工作情况说明，尚缺佐证材料。"


def test_a_statement_with_evidence_is_met():
    found = verdict("statement", {}, Item(1, MAY, has_evidence=True))
    assert summary(found) == (Outcome.MET, 1, 1, ())
    assert found.reason.en == "1 confirmed account with evidence."


def test_a_statement_after_the_year_is_late():
    found = verdict("statement", {}, Item(1, NEXT_MAY, has_evidence=True), on=NEXT_MAY)
    assert found.outcome is Outcome.MET_LATE


# --- standing ------------------------------------------------------------------------------

SYSTEMS = {"documents": ["法律顾问制度", "公职律师制度"]}
ADVISERS = Item(1, MAY, "法律顾问制度", valid_from=date(2019, 1, 1))


def test_standing_with_one_document_absent_and_one_expired():
    expired = Item(
        1, MAY, "公职律师制度", valid_from=date(2019, 1, 1), valid_until=date(2026, 5, 3)
    )
    found = verdict("standing", SYSTEMS, expired)
    assert summary(found) == (Outcome.NONE, 0, 2, ("法律顾问制度", "公职律师制度"))
    assert (
        found.reason.zh
        == "应有2项制度文件，已有0项生效；尚缺法律顾问制度；公职律师制度不在有效期内。"
    )


def test_standing_met_while_both_are_in_force():
    lawyers = Item(2, MAY, "公职律师制度", valid_until=date(2026, 6, 30))
    assert summary(verdict("standing", SYSTEMS, ADVISERS, lawyers)) == (Outcome.MET, 2, 2, ())
    after = verdict("standing", SYSTEMS, ADVISERS, lawyers, on=date(2026, 7, 1))
    assert summary(after) == (Outcome.PARTIAL, 1, 2, ("公职律师制度",))


def test_standing_is_settled_by_the_due_date():
    """It expires on 1 January; the finished year keeps its verdict."""
    lawyers = Item(2, MAY, "公职律师制度", valid_until=DUE)
    assert verdict("standing", SYSTEMS, ADVISERS, lawyers, on=NEXT_MAY).outcome is Outcome.MET


def test_standing_met_late_stays_so_though_the_document_expires():
    year_after = {"valid_from": date(2027, 1, 10), "valid_until": date(2027, 2, 1)}
    lawyers = Item(2, NEXT_MAY, "公职律师制度", **year_after)
    found = verdict("standing", SYSTEMS, ADVISERS, lawyers, on=NEXT_MAY)
    assert summary(found) == (Outcome.MET_LATE, 2, 2, ())
    before = verdict("standing", SYSTEMS, ADVISERS, lawyers, on=date(2027, 1, 9))
    assert summary(before) == (Outcome.PARTIAL, 1, 2, ("公职律师制度",))
