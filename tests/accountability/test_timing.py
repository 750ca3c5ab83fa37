"""Limits that reach into a year whose days off become known only later."""

from datetime import date

import pytest

from accountability.actions import timing
from organizations import workday_notices
from organizations.actions import workdays
from organizations.models import MatterEntry

pytestmark = pytest.mark.django_db
SPRING = "春节：2月5日至13日放假，2月20日上班。"


@pytest.fixture
def announce(administrator):
    def announce(text=SPRING):
        told = workday_notices.read(text, 2027)
        workdays.enter(
            year=2027, number="国办发明电", told=told, by=administrator, on=date(2026, 12, 1)
        )

    return announce


def test_a_limit_is_counted_again_once_and_that_is_on_record(story, announce):
    story.on = date(2027, 1, 20)
    case = story.taken_up()
    before = case.due_on
    announce()
    assert [timing.recount(on=story.on) for _time in range(2)] == [1, 0]
    assert story.fresh(case).due_on > before
    entry = MatterEntry.objects.get(matter=case.pk, action="cases.recount")
    assert (entry.actor, entry.detail["before_due"]) == (None, before.isoformat())


def test_what_he_was_told_in_writing_never_gets_shorter(story, announce):
    story.on = date(2027, 1, 29)
    case = story.notified()
    before = case.due_on
    announce("元旦：1月1日放假。")  # no days off around the Spring Festival at all
    assert timing.recount(on=story.on) == 0
    assert story.fresh(case).due_on == before


def test_what_is_over_or_runs_out_is_left_alone(story, announce):
    case = story.closed()
    announce()
    assert timing.recount(on=story.on) == 0 and case.due_on is None
