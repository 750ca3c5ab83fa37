"""The life of a record, and what each step refuses."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from duties.actions import obligations, records
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice, Obligation, Record, StatusChange
from organizations.models import JournalEntry
from tests.cast import ON, make_person, make_requirement
from tests.deeds import attach


def test_a_draft_does_not_count(obligation, log):
    log(obligation)
    obligation.refresh_from_db()
    assert (obligation.status, obligation.done) == ("open", 0)


def test_confirming_judges_at_once(obligation, confirm):
    record = confirm(obligation)
    obligation.refresh_from_db()
    assert (record.state, obligation.status, obligation.done) == ("confirmed", "met", 1)
    change = StatusChange.objects.get()
    assert (change.before, change.after, change.on, change.record) == ("open", "met", ON, record)


def test_striking_out_takes_it_back(obligation, confirm, reviewer):
    record = confirm(obligation)
    records.strike(record=record, reason="重复填报", by=reviewer, on=ON)
    obligation.refresh_from_db()
    assert (record.state, obligation.status) == ("struck", "open")
    assert list(StatusChange.objects.values_list("after", flat=True)) == ["open", "met"]


def test_each_step_is_one_journal_entry(obligation, log, liaison, reviewer):
    before = JournalEntry.objects.count()
    record = log(obligation)
    records.submit(record=record, by=liaison, on=ON)
    records.give_back(record=record, version=record.version, reason="缺签到表", by=reviewer, on=ON)
    entries = JournalEntry.objects.order_by("pk").values_list("action", flat=True)[before:]
    assert list(entries) == [
        "evidence.receive", "records.log", "records.submit", "records.give_back",
    ]  # fmt: skip
    assert record.times_returned == 1


def test_the_same_form_sent_twice_is_one_record(obligation, liaison):
    token = uuid.uuid4()
    form = {"post": obligation.post, "token": token, "serves": {obligation: [{}]}, "by": liaison,
            "on": ON, "held_on": date(2026, 5, 6), "title": "会议", "account": "研究。"}  # fmt: skip
    first, made = records.log(**form)
    second, made_again = records.log(**form)
    assert (first, made, made_again) == (second, True, False)
    assert Record.objects.count() == 1


def test_of_two_reviewers_one_is_told(obligation, log, liaison, reviewer, city):
    """Both have the same version on the screen; the second sees what happened instead."""
    record = log(obligation)
    records.submit(record=record, by=liaison, on=ON)
    version, colleague = record.version, make_person("colleague", ("confirm", city))
    records.confirm(record=record, version=version, by=reviewer, on=ON)
    with pytest.raises(Conflict, match="已核实"):
        records.give_back(record=record, version=version, reason="缺页", by=colleague, on=ON)


def test_nobody_reviews_what_he_logged(obligation, city, log):
    both = make_person("both", ("log", city), ("confirm", city))
    record = log(obligation, by=both)
    records.submit(record=record, by=both, on=ON)
    with pytest.raises(NotAllowed):
        records.confirm(record=record, version=record.version, by=both, on=ON)


def test_reviewing_needs_the_grant(obligation, log, liaison, overseer):
    record = log(obligation)
    records.submit(record=record, by=liaison, on=ON)
    with pytest.raises(PermissionDenied):
        records.confirm(record=record, version=record.version, by=overseer, on=ON)


def test_a_sealed_record_is_never_edited(obligation, confirm, liaison):
    record = confirm(obligation)
    with pytest.raises(Conflict):
        records.change(
            record=record, version=record.version, serves={}, by=liaison, on=ON, title="改"
        )
    record.refresh_from_db()
    assert record.title == "领导小组会议"


def test_late_is_counted_and_shown_as_late(obligation, confirm):
    confirm(obligation, held_on=date(2027, 1, 15), on=date(2027, 1, 20))
    obligation.refresh_from_db()
    assert obligation.status == "met_late"


def test_the_liaison_hears_of_it(obligation, confirm, liaison):
    record = confirm(obligation)
    told = Notice.objects.filter(recipient=liaison, url=record.get_absolute_url())
    assert [notice.kind for notice in told] == ["confirmed"]


def test_who_sees_which_state(obligation, log, liaison, reviewer, overseer, official):
    """Drafts for those who log, submitted for reviewers too, sealed for the superior."""
    record = log(obligation)
    everyone = (official, liaison, reviewer, overseer)

    def seen_by():
        return [Record.objects.visible_to(user, ON).exists() for user in everyone]

    assert seen_by() == [True, True, False, False]
    records.submit(record=record, by=liaison, on=ON)
    assert seen_by() == [True, True, True, False]
    records.confirm(record=record, version=record.version, by=reviewer, on=ON)
    assert seen_by() == [True, True, True, True]


def test_one_record_serves_several_obligations(obligation, liaison, reviewer):
    """A meeting entered once is counted for the meeting and for one of five hearings."""
    params = {"subjects": ["人大党组", "政府党组"]}
    make_requirement("15.2/1", kind="coverage", params=params)
    obligations.open_year(year=2026, on=ON)
    hearing = Obligation.objects.get(requirement__code="15.2/1")
    token = uuid.uuid4()
    attach(token, obligation, liaison)
    record, _ = records.log(
        post=obligation.post, token=token, by=liaison, on=ON, held_on=date(2026, 5, 6),
        title="会议", account="研究。", serves={obligation: [{}], hearing: [{"name": "人大党组"}]},
    )  # fmt: skip
    records.submit(record=record, by=liaison, on=ON)
    records.confirm(record=record, version=record.version, by=reviewer, on=ON)
    found = Obligation.objects.order_by("pk").values_list("status", "done", "needed")
    assert list(found) == [("met", 1, 1), ("partial", 1, 2)]
