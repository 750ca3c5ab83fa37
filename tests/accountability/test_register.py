"""The register of interference: filed once, never changed, its recorder protected."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from accountability.actions import handling, interference
from accountability.models import (
    InterferenceEntry,
    InterferenceFile,
    InterferenceHandling,
    Lead,
    RegisterDocument,
)
from duties.actions.errors import NotAllowed
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import JournalEntry, MatterEntry
from tests.cast import ON
from tests.files import pdf_upload


def handle(entry, by, answer="cleared", **fields):
    return handling.handle(entry=entry, answer=answer, note="经核查", by=by, on=ON, **fields)


def test_who_records_and_who_sums_up_see_it_and_nobody_else(
    enter, reporter, colleague_reporter, collator, provincial_collator, handler, overseer, auditor
):
    enter()
    seen = {
        person.username
        for person in (reporter, colleague_reporter, collator, provincial_collator, handler,
                       overseer, auditor)
        if InterferenceEntry.objects.visible_to(person, ON).exists()
    }  # fmt: skip
    assert seen == {"reporter", "collator"}


def test_nobody_without_the_office_files(enter, official, collator):
    for person in (official, collator):
        with pytest.raises(NotAllowed):
            enter(by=person)


def test_an_entry_names_an_office_and_only_one(enter, post):
    with pytest.raises(ValidationError, match="二者取一"):
        enter(post=None, office="")
    with pytest.raises(ValidationError, match="二者取一"):
        enter(office="某市副市长")
    assert enter(post=None, office="某市副市长").about == "某市副市长"


def test_nothing_that_is_still_to_come_is_recorded(enter):
    with pytest.raises(Refused):
        enter(happened_on=ON + timedelta(days=1))


def test_the_same_form_twice_files_once(city, post, reporter):
    key = uuid.uuid4()
    for _time in range(2):
        interference.file(
            key=key, unit=city, happened_on=ON, kind="other", way="oral", post=post, office="",
            matter="某案", account="经过", by=reporter, on=ON,
        )  # fmt: skip
    assert InterferenceEntry.objects.count() == 1


@pytest.mark.parametrize("table", ["entry", "addition", "handling"])
def test_the_database_refuses_to_change_or_delete(enter, collator, reporter, table):
    row = enter()
    interference.add(entry=row, key=uuid.uuid4(), text="补充", by=reporter, on=ON)
    handle(row, collator)
    for verb in ("DELETE FROM {}", "UPDATE {} SET id = id"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb.format(f"accountability_interference{table}"))


def test_put_right_by_addition_the_entry_stays(enter, reporter, collator, colleague_reporter):
    row = enter()
    for person in (reporter, collator):
        interference.add(entry=row, key=uuid.uuid4(), text="更正日期", by=person, on=ON)
    with pytest.raises(NotAllowed):
        interference.add(entry=row, key=uuid.uuid4(), text="x", by=colleague_reporter, on=ON)
    assert row.additions.count() == 2
    assert InterferenceEntry.objects.get().account == "来电询问案情并要求关照。"


def test_traces_are_kept_apart_and_listed_in_the_entry(settings, city, post, reporter):
    key = uuid.uuid4()
    file = interference.attach(of=key, key=uuid.uuid4(), file=pdf_upload(), by=reporter, on=ON)
    row = interference.file(
        key=key, unit=city, happened_on=ON, kind="other", way="oral", post=post, office="",
        matter="某案", account="经过", by=reporter, on=ON,
    )  # fmt: skip
    assert [each["sha256"] for each in row.files] == [file.sha256]
    assert file.path.is_relative_to(settings.EVIDENCE_ROOT / "register") and file.path.exists()
    with pytest.raises(Refused):
        interference.detach(row=file, by=reporter, on=ON)


def test_an_upload_that_waits_is_its_owners_alone(reporter, collator):
    of = uuid.uuid4()
    file = interference.attach(of=of, key=uuid.uuid4(), file=pdf_upload(), by=reporter, on=ON)
    assert InterferenceFile.objects.visible_to(reporter, ON).get() == file
    assert not InterferenceFile.objects.visible_to(collator, ON).exists()
    interference.detach(row=file, by=reporter, on=ON)
    assert not InterferenceFile.objects.exists()


def test_each_step_is_one_entry_of_a_sealed_chain_and_none_of_the_journal(
    enter, reporter, collator
):
    before = JournalEntry.objects.count()
    row = enter()
    interference.add(entry=row, key=uuid.uuid4(), text="补充", by=reporter, on=ON)
    interference.reveal(entry=row, reason="核实", by=collator, on=ON)
    handle(row, collator)
    told = list(MatterEntry.objects.filter(matter=row.pk).values_list("action", flat=True))
    assert told == [f"interference.{verb}" for verb in ("file", "add", "reveal", "handle")]
    assert journal.matter_is_whole(row.pk)
    assert JournalEntry.objects.count() == before


def test_who_recorded_it_is_told_for_a_reason_to_who_sums_up(
    enter, reporter, collator, provincial_collator
):
    row = enter()
    assert interference.reveal(entry=row, reason="核实", by=collator, on=ON) == reporter
    with pytest.raises(NotAllowed):
        interference.reveal(entry=row, reason="好奇", by=provincial_collator, on=ON)


def test_handled_by_the_committee_of_the_level_alone(enter, reporter, provincial_collator):
    row = enter()
    for person in (reporter, provincial_collator):
        with pytest.raises(NotAllowed):
            handle(row, person)


def test_the_same_answer_is_given_once(enter, collator):
    row = enter()
    handle(row, collator)
    handle(row, collator)
    assert InterferenceHandling.objects.count() == 1


def test_a_circular_is_frozen_in_both_languages_and_read_below(
    enter, collator, official, reporter, handler
):
    row = enter()
    with pytest.raises(ValidationError, match="文号"):
        handle(row, collator, "circulated")
    handle(row, collator, "circulated", number="杭政法〔2026〕3号")
    assert sorted(RegisterDocument.objects.values_list("language", flat=True)) == ["en", "zh-hans"]
    readers = [
        person.username
        for person in (collator, official, reporter, handler)
        if RegisterDocument.objects.visible_to(person, ON).circulars().exists()
    ]
    assert readers == ["collator", "official", "reporter"]


def test_without_the_grant_any_more_only_ones_own_stays(enter, reporter, collator, city):
    enter(on=date(2026, 11, 2))
    collator.unitpermission_set.all().delete()
    assert not InterferenceEntry.objects.visible_to(collator, ON).exists()


def test_referred_as_a_lead_to_the_organ_that_manages_the_cadre(
    enter, official, collator, handler, city_discipline, reporter
):
    row = enter()
    for _time in range(2):
        handle(row, collator, "referred")
    lead = Lead.objects.get()
    assert Lead.objects.visible_to(handler, ON).get() == lead
    assert not Lead.objects.visible_to(city_discipline, ON).exists()
    assert (lead.person, lead.entered_by, lead.source) == (official, None, "register")
    assert reporter.name_zh not in lead.text_zh


def test_who_sits_on_no_post_of_the_portal_is_transferred_elsewhere(enter, collator):
    row = enter(post=None, office="某市副市长")
    with pytest.raises(Refused):
        handle(row, collator, "referred")
    assert not row.handlings.exists()


def test_whoever_is_reported_sums_up_no_entry_about_himself(enter, post, official, city):
    """He would read who recorded it, and dispose of it."""
    access.give(official, "collate", city)
    entry, other = enter(), enter(post=None, office="某市副市长")
    assert InterferenceEntry.objects.visible_to(official, ON).get() == other
    with pytest.raises(NotAllowed):
        interference.reveal(entry=entry, reason="核实", by=official, on=ON)
    with pytest.raises(NotAllowed):
        handle(entry, official)


def test_nothing_is_hung_on_an_entry_once_it_is_filed(enter, reporter):
    entry = enter()
    with pytest.raises(Refused, match="已经登记"):
        interference.attach(
            of=entry.pk, key=uuid.uuid4(), file=pdf_upload(), by=reporter, on=ON
        )  # fmt: skip
    row = InterferenceFile(
        pk=uuid.uuid4(), of=entry.pk, sha256="0", name="x", size=1, media_type="x",
        taken_by=reporter, taken_at="2026-11-23T00:00:00Z",
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_its_papers_are_named_by_keys_that_count_nothing(enter, collator):
    handle(enter(), collator, answer="circulated", number="杭政法〔2026〕1号")
    paper = RegisterDocument.objects.first()
    assert str(paper.key) in paper.get_absolute_url()
