from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from assessments import risk

HELD = date(2026, 5, 6)
PLAIN = risk.RecordFacts(
    held_on=HELD, logged_on=HELD, due_on=date(2026, 12, 31), files=2, post_points=95_00
)


def days(number: int) -> dict:
    return {"logged_on": HELD + timedelta(number)}


def due_in(number: int) -> dict:
    return {"due_on": HELD + timedelta(number)}


@pytest.mark.parametrize(
    ("change", "weight", "why"),
    [
        ({}, 1, []),
        (days(30), 1, []),
        (days(31), 3, ["logged 31 days after it was held (+2)"]),
        ({"times_returned": 1}, 3, ["returned 1 time (+2)"]),
        ({"times_returned": 3}, 3, ["returned 3 times (+2)"]),
        ({"alike": True}, 4, ["evidence like that of another record (+3)"]),
        (due_in(4), 1, []),
        (due_in(3), 2, ["logged 3 days before the due day (+1)"]),
        (due_in(0), 2, ["logged on the due day (+1)"]),
        (due_in(-1), 2, ["logged 1 day after the due day (+1)"]),
        ({"due_on": None}, 1, []),
        ({"files": 1}, 2, ["95.00 points on 1 file of evidence (+1)"]),
        ({"files": 0}, 2, ["95.00 points on 0 files of evidence (+1)"]),
        ({"files": 1, "post_points": 90_00}, 2, ["90.00 points on 1 file of evidence (+1)"]),
        ({"files": 1, "post_points": 89_99}, 1, []),
        ({"files": 1, "post_points": None}, 1, []),
    ],
)
def test_each_sign_adds_its_weight_and_says_why(change, weight, why):
    found = risk.judge(replace(PLAIN, **change))
    assert (found.weight, [reason.en for reason in found.reasons]) == (weight, why)


def test_all_signs_together_add_up_to_the_table():
    facts = replace(PLAIN, **days(300), times_returned=2, alike=True, files=0)
    found = risk.judge(facts)
    assert found.weight == risk.BASE + sum(each.points for each in risk.WEIGHTS.values()) == 10
    assert "".join(reason.zh for reason in found.reasons) == (
        "发生300天后才录入（+2）曾被退回2次（+2）佐证材料与其他记录雷同（+3）"
        "期限过后61天录入（+1）得分95.00，佐证仅0份（+1）"
    )


def test_the_page_of_docs_tells_these_weights():
    told = (Path(settings.BASE_DIR) / "docs/draw.md").read_text()
    section = told.split("## 权重")[1].split("\n## ")[0]
    points = [int(part[0]) for part in section.split("+")[1:]]
    assert points == [each.points for each in risk.WEIGHTS.values()]
