"""What the record form asks for by kind of rule, and what it says when something is wrong."""

from datetime import date

import pytest
from django.http import QueryDict

from duties.actions import obligations
from duties.forms.record import RecordForm
from duties.models import Obligation
from tests.cast import ON, make_requirement

KINDS = {
    "count": {"at_least": 1},
    "coverage": {"subjects": ["人大", "政府"]},
    "rate": {"metrics": [["报备率", 1.0], ["及时率", 0.9]]},
    "checklist": {"steps": ["公众参与", "专家论证"]},
    "standing": {"documents": ["法律顾问制度"]},
    "statement": {},
    "register": {},
}


@pytest.fixture
def owe(post):
    """``owe("rate")``: the one obligation of that kind in 2026."""

    def owe(kind, cadence="year"):
        make_requirement("15.1/1", kind, KINDS[kind], cadence)
        obligations.open_year(year=2026, on=ON)
        return Obligation.objects.order_by("due_on").first()

    return owe


def form(row, *, submitting=True, has_evidence=True, on=ON, **typed):
    data = QueryDict(mutable=True)
    typed = {
        "held_on": "2026-05-06", "title": "会议", "account": "研究部署。", "serves": [row.pk],
        "token": "4a0b0c1e-0000-4000-8000-000000000001",
    } | {name.replace("o_", f"o{row.pk}-"): value for name, value in typed.items()}  # fmt: skip
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return RecordForm(data, post=row.post, on=on, submitting=submitting, has_evidence=has_evidence)


def said(bound):
    """All messages of a form that is not valid, parts included."""
    assert not bound.is_valid()
    forms = [bound, *(card.parts for card in bound.chosen_cards)]
    return " ".join(str(e) for f in forms for errors in f.errors.values() for e in errors)


@pytest.mark.parametrize(
    ("kind", "typed", "parts"),
    [
        ("count", {}, [{}]),
        ("statement", {}, [{}]),
        ("coverage", {"o_names": ["政府"]}, [{"name": "政府"}]),
        ("checklist", {"o_names": ["专家论证"]}, [{"name": "专家论证"}]),
        ("checklist", {"o_nil": "on"}, [{"nil": True}]),
        (
            "rate",
            {"o_numerator_0": "9", "o_denominator_0": "10", "o_nil_1": "on"},
            [
                {"name": "报备率", "numerator": 9, "denominator": 10},
                {"name": "及时率", "nil": True},
            ],
        ),
        ("register", {"o_nil_0": "on"}, [{"nil": True}]),
        (
            "register",
            {"o_numerator_0": "1", "o_denominator_0": "2"},
            [{"numerator": 1, "denominator": 2}],
        ),
        (
            "standing",
            {"o_has_0": "on", "o_from_0": "2020-01-01"},
            [{"name": "法律顾问制度", "valid_from": date(2020, 1, 1), "valid_until": None}],
        ),
    ],
)
def test_each_kind_asks_for_its_own(owe, kind, typed, parts):
    row = owe(kind)
    bound = form(row, **typed)
    assert bound.is_valid(), said(bound)
    assert bound.serves == {row: parts}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"held_on": ""}, "请填写开展日期"),
        ({"held_on": "2026-11-24"}, "不能晚于今天（2026-11-23）"),
        ({"held_on": "2026-02-29"}, "2月29日只在闰年有"),
        ({"held_on": "2025-12-31"}, "周期从2026-01-01开始"),
        ({"title": "  "}, "请填写事项名称"),
        ({"title": "会" * 121}, "不能超过120字，现有121字"),
        ({"account": "会" * 4001}, "不能超过4000字"),
        ({"account": ""}, "请写明履职情况"),
        ({"serves": []}, "请至少勾选一项"),
        ({"has_evidence": False}, "请上传至少一份佐证材料"),
    ],
)
def test_what_is_wrong_is_said(owe, typed, message):
    assert message in said(form(owe("count"), **typed))


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("rate", {"o_numerator_0": "11", "o_denominator_0": "10"}, "不能大于“总数”"),
        ("rate", {"o_numerator_0": "0", "o_denominator_0": "0"}, "为0时，请清空数字并勾选"),
        ("rate", {"o_numerator_0": "3"}, "请同时填写“总数”"),
        ("rate", {"o_denominator_0": "3"}, "请同时填写“达到要求数”"),
        ("rate", {"o_numerator_0": "-1", "o_denominator_0": "3"}, "不能小于0"),
        ("rate", {"o_numerator_0": "1", "o_denominator_0": "3", "o_nil_0": "on"}, "只保留一种"),
        ("rate", {}, "请填写数字"),
        ("register", {}, "请填写登记和处理件数"),
        ("register", {"o_numerator_0": "3", "o_denominator_0": "2"}, "不能大于“登记件数”"),
        ("coverage", {}, "请至少勾选一个"),
        ("checklist", {"o_names": ["专家论证"], "o_nil": "on"}, "只保留一种"),
        ("standing", {}, "请勾选在用的制度文件"),
        ("standing", {"o_has_0": "on"}, "并填写生效日期"),
        (
            "standing",
            {"o_has_0": "on", "o_from_0": "2026-02-01", "o_until_0": "2026-01-01"},
            "失效日期不能早于生效日期",
        ),
    ],
)
def test_what_is_wrong_in_a_part_is_said(owe, kind, typed, message):
    assert message in said(form(owe(kind), **typed))


def test_a_draft_may_lack_evidence_and_account(owe):
    bound = form(owe("coverage"), submitting=False, has_evidence=False, account="")
    assert bound.is_valid()
    assert list(bound.serves.values()) == [[{}]]


def test_late_is_taken_within_the_grace_and_refused_after(owe):
    row = owe("count", "quarter")
    late = form(row, held_on="2026-06-29")
    assert late.is_valid()
    assert late.late_ones() == [row]
    assert "超过90天不能补报" in said(form(row, held_on="2026-06-30"))


def test_only_obligations_of_the_day_and_overdue_ones_are_offered(owe):
    owe("count", "quarter")
    offered = RecordForm(
        post=Obligation.objects.first().post, on=date(2026, 5, 6), chosen=[], initial={}
    )
    keys = [card.obligation.period_key for card in offered.cards]
    assert keys == ["2026Q1", "2026Q2"]
