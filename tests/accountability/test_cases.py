"""A case from the lead to its close, step by step, each with one sealed entry."""

import pytest

from organizations.actions import journal
from organizations.models import JournalEntry, MatterEntry

pytestmark = pytest.mark.django_db


def test_a_case_goes_its_way_and_each_step_leaves_one_sealed_entry(story):
    before = JournalEntry.objects.count()
    case = story.closed()
    entries = MatterEntry.objects.filter(matter=case.pk).order_by("position")
    assert [row.action for row in entries] == [
        "leads.enter", "cases.take_up", "cases.assign", "cases.assign", "cases.assign",
        "cases.account", "cases.notify", "cases.state", "cases.decide", "cases.hand_over",
        "cases.measure", "cases.serve", "cases.appeal", "cases.answer", "cases.close",
    ]  # fmt: skip
    assert journal.matter_is_whole(case.pk)
    assert JournalEntry.objects.count() == before
    assert (case.stage, case.due_on, case.number_label) == ("closed", None, "问责〔2026〕1号")
