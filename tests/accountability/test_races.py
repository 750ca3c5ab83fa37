"""Two at the same moment: whoever comes second adds nothing, and each step leaves one entry."""

from datetime import date
from functools import partial
from uuid import uuid4

import pytest

from accountability.actions import (
    claims,
    closing,
    handling,
    hearing,
    interference,
    leads,
    parties,
    quarters,
)
from accountability.models import Case, InterferenceEntry, Lead, RegisterQuarter, ToleranceClaim
from duties.periods import Period
from organizations.actions import journal
from organizations.models import MatterEntry
from tests.cast import ON
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def named(job, **said):
    """``at_once`` tells the answers by the names of their jobs."""
    made = partial(job, **said)
    made.__name__ = job.__name__
    return made


def entries(matter, action) -> int:
    assert journal.matter_is_whole(matter)
    return MatterEntry.objects.filter(matter=matter, action=action).count()


def test_one_form_sent_twice_at_once_enters_one_lead(story):
    for _round in range(ROUNDS):
        key = uuid4()
        told = at_once(*[named(story.lead, key=key)] * 3)
        assert {lead for _name, lead in told} == {Lead.objects.get(pk=key)}
        assert entries(key, "leads.enter") == 1


def test_two_take_up_one_lead_and_one_of_them_handles_it(story):
    for _round in range(ROUNDS):
        lead = story.lead()
        at_once(*(
            named(take_up, key=lead.pk, by=person)
            for person in (story.handler, story.second_handler)
        ))  # fmt: skip
        assert Case.objects.get(pk=lead.pk).members.count() == 1
        assert entries(lead.pk, "cases.take_up") == 1


def take_up(key, by):
    lead = Lead.objects.get(pk=key)
    return leads.take_up(lead=lead, version=1, title="核实", by=by, on=ON)


def test_one_step_by_two_people_is_taken_once(story):
    for _round in range(ROUNDS):
        case = story.do(hearing.account, story.taken_up(), text="经核对，不属实。")
        people = (story.handler, story.second_handler)
        at_once(*(named(drop, key=case.pk, version=case.version, by=each) for each in people))
        assert entries(case.pk, "cases.drop") == 1


def drop(key, version, by):
    return closing.drop(case=Case.objects.get(pk=key), version=version, text="无", by=by, on=ON)


def test_one_claim_sent_twice_at_once_is_one(story):
    for _round in range(ROUNDS):
        case, key = story.taken_up(), uuid4()
        at_once(*[named(claim, case=case.pk, key=key, by=story.handler)] * 2)
        assert ToleranceClaim.objects.filter(case=case).count() == 1
        assert entries(case.pk, "cases.claim") == 1


def claim(case, key, by):
    return claims.claim(case=Case.objects.get(pk=case), key=key, text="先行先试", by=by, on=ON)


def test_two_take_over_what_nobody_handles_and_one_of_them_has_it(story, bystander):
    case = story.taken_up()
    case.members.filter(role="handler").update(
        released_at="2026-11-23T00:00:00Z", release_reason="x"
    )
    at_once(*[named(take_over, key=case.pk, by=bystander)] * 3)
    assert case.members.filter(person=bystander).count() == 1
    assert entries(case.pk, "cases.take_over") == 1


def take_over(key, by):
    return parties.take_over(case=Case.objects.get(pk=key), by=by, on=ON)


def test_one_entry_is_filed_once_handled_once_and_reported_once(
    city, post, duty, collator, reporter, enter
):
    key = uuid4()
    said = {"happened_on": ON, "kind": "other", "way": "oral", "post": post, "office": "",
            "matter": "某案", "account": "经过"}  # fmt: skip
    at_once(*[named(interference.file, key=key, unit=city, by=reporter, on=ON, **said)] * 3)
    assert entries(key, "interference.file") == 1
    entry = InterferenceEntry.objects.get()
    clear = {"entry": entry, "answer": "cleared", "note": "经核查", "by": collator, "on": ON}
    at_once(*[named(handling.handle, **clear)] * 2)
    assert entry.handlings.count() == entries(key, "interference.handle") == 1
    close = {"unit": city, "period": Period.parse("2026Q4"), "by": collator}
    at_once(*[named(quarters.report, **close, on=date(2026, 12, 28))] * 2)
    assert RegisterQuarter.objects.get().fulfilment.record.state == "submitted"
