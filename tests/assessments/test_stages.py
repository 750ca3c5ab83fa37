"""The way of an assessment as a table, without any database."""

import pytest

from assessments.stages import WAYS, Stage, Standing, Step, obstacle


@pytest.mark.parametrize(
    ("stage", "steps"),
    [
        (Stage.DRAFT, (Step.OPEN,)),
        (Stage.COMMENT, (Step.SUBMIT, Step.WITHDRAW)),
        (Stage.SUBMITTED, (Step.PUBLISH, Step.WITHDRAW)),
        (Stage.PUBLISHED, ()),
    ],
)
def test_from_each_stage_only_these_steps_lead_on(stage, steps):
    assert tuple(way.step for way in WAYS.values() if stage in way.sources) == steps


def test_every_step_not_in_the_table_is_refused():
    allowed = {(step, stage) for step in Step for stage in Stage if not obstacle(
        step, stage, Standing()
    )}  # fmt: skip
    assert allowed == {(way.step, source) for way in WAYS.values() for source in way.sources}


@pytest.mark.parametrize(
    ("step", "stage", "standing", "said"),
    [
        (Step.OPEN, Stage.DRAFT, Standing(computed=False), "得分还在计算"),
        (Step.OPEN, Stage.DRAFT, Standing(stale=3), "有3个职务"),
        (Step.SUBMIT, Stage.COMMENT, Standing(commenting=True), "期限未到"),
        (Step.SUBMIT, Stage.COMMENT, Standing(unanswered=2), "2条异议"),
        (Step.PUBLISH, Stage.SUBMITTED, Standing(same_person=True), "另一人"),
        (Step.PUBLISH, Stage.SUBMITTED, Standing(concerned=True), "回避"),
    ],
)
def test_what_stands_in_the_way_is_said(step, stage, standing, said):
    found = obstacle(step, stage, standing)
    assert said in found.zh and found.en


def test_going_back_to_the_draft_is_always_possible_before_it_is_published():
    worst = Standing(False, 9, True, 9, True, True)
    assert obstacle(Step.WITHDRAW, Stage.SUBMITTED, worst) is None
    assert obstacle(Step.WITHDRAW, Stage.PUBLISHED, worst) is not None
