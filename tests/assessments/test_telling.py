"""Whose figures move while he may comment, or after, is told; nobody else is."""

import uuid

import pytest

from assessments.actions import computing, findings
from assessments.models import Assessment
from duties.actions import records
from tests.assessment_world import AFTER, again, submit
from tests.cast import ON

pytestmark = pytest.mark.django_db


def test_whose_figures_move_while_he_may_comment_is_told_once_and_at_once(
    commenting, two_owed, confirm, assessor, official
):
    row = commenting()
    confirm(two_owed[0])
    row = again(row, assessor)
    notice = official.notices.latest("pk")
    assert (notice.text_zh, notice.url) == (
        "2026年度考核：您的得分或者等次在征求意见期间有变动，请重新核对，"
        "如有异议请于11月30日（含当日）前提出",
        row.scores.get().get_absolute_url(),
    )  # fmt: skip
    assert "comment until 2026-11-30" in notice.text_en
    computing.finish(row)
    submit(again(Assessment.objects.get(), assessor), assessor)
    assert official.notices.count() == 2


def test_there_and_back_again_is_told_twice_and_the_first_figure_stays(
    commenting, two_owed, confirm, assessor, official
):
    row = commenting()
    record = confirm(two_owed[0])
    row = again(row, assessor)
    records.strike(record=record, reason="重复", by=record.reviewed_by, on=ON)
    score = again(row, assessor).scores.get()
    assert (score.total, score.told_total, score.moved) == (None, None, False)
    assert official.notices.filter(kind="assessment").count() == 3


def test_whose_figures_move_after_the_period_is_told_that_it_is_over(
    commenting, two_owed, confirm, assessor, official
):
    row = commenting()
    confirm(two_owed[0])
    submit(again(row, assessor, AFTER), assessor)
    told = [notice.text_zh for notice in official.notices.order_by("pk")]
    assert told[1:] == ["2026年度考核：您的得分或者等次在征求意见后有变动"]


def test_of_a_draft_nobody_is_told_anything(draft, two_owed, confirm, assessor, official):
    row = draft()
    confirm(two_owed[0])
    again(row, assessor)
    assert not official.notices.exists()


def test_an_unannounced_visit_moves_no_figure_until_it_is_published(
    commenting, official, assessor, on_site, second, inspector, finish, publish, city
):
    """What is not published is in no figure, so that no notice can give it away."""
    row = commenting()
    visit = on_site(kind="unannounced", second=second)
    findings.add(
        inspection=visit, key=uuid.uuid4(), unit=city, article=15, severity="serious",
        text="会议没有召开", days=30, by=inspector, on=ON,
    )  # fmt: skip
    row = again(row, assessor)
    assert official.notices.count() == 1
    publish(finish(visit))
    again(row, assessor)
    assert "在征求意见期间有变动" in official.notices.latest("pk").text_zh


def test_whose_figures_are_those_he_could_comment_on_is_not_told(commenting, assessor, official):
    submit(commenting(), assessor)
    assert official.notices.count() == 1
