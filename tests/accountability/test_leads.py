"""Leads: proposed once from what the unit knows, merged, set aside or taken up; seen by one level."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accountability.actions import leads, parties, proposing
from accountability.models import Case, Lead
from accountability.models.managing import managing_unit
from assessments.actions import findings, teams
from assessments.models import Finding
from duties.actions import checks, obligations
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Requirement
from organizations.actions import appointments, grants
from organizations.errors import Refused
from organizations.models import MatterEntry
from tests.cast import ON, appoint, make_person, make_post, make_requirement

pytestmark = pytest.mark.django_db
LATE = date(2027, 2, 15)


@pytest.fixture
def missed(post, official):
    """Two duties of 2026 that nobody carried out."""
    make_requirement("15.2/1")
    make_requirement("15.3/1")
    obligations.open_year(year=2026, on=ON)
    checks.run_due(on=date(2027, 1, 5))


def test_a_duty_missed_past_grace_becomes_a_lead_and_only_once(missed, post, official, province):
    assert proposing.propose(on=date(2027, 1, 20)) == proposing.Run(0, 0)
    assert proposing.propose(on=LATE) == proposing.Run(1, 2)
    assert proposing.propose(on=LATE) == proposing.Run(0, 0)
    lead = Lead.objects.get()
    assert (lead.person, lead.post, lead.unit, lead.source) == (official, post, province, "missed")
    assert MatterEntry.objects.get(matter=lead.pk).action == "leads.propose"


def test_whoever_held_the_post_on_the_due_date_is_concerned(missed, post, official):
    held = post.appointments.get()
    appointments.end(appointment=held, ends_on=date(2026, 12, 31), by=None, on=ON)
    appoint(post, "successor", date(2027, 1, 1))
    proposing.propose(on=LATE)
    assert Lead.objects.get().person == official


def test_what_the_regulation_does_not_quantify_is_no_lead(missed):
    Requirement.objects.update(quantified=False)
    assert proposing.propose(on=LATE).leads == 0


def test_facts_of_one_matter_join_the_lead_while_it_is_new(missed, handler):
    proposing.propose(on=LATE)
    make_requirement("15.4/1")
    obligations.open_year(year=2026, on=ON)
    checks.run_due(on=date(2027, 1, 5))
    read = Lead.objects.get()
    assert proposing.propose(on=LATE) == proposing.Run(0, 1)
    assert read.items.count() == 3
    with pytest.raises(Conflict):  # whoever had read two facts has not read the third
        leads.set_aside(lead=read, version=read.version, reason="已整改。", by=handler, on=ON)


def test_nothing_of_a_visit_that_may_not_be_known_becomes_a_lead(
    record, on_site, second, finish, publish
):
    hidden = on_site(kind="unannounced", second=second)
    finish(hidden, "discrepancy", "会议没有召开")
    assert Finding.objects.count() == 1
    assert proposing.propose(on=ON) == proposing.Run(0, 0)
    publish(hidden)
    assert proposing.propose(on=ON) == proposing.Run(1, 1)
    assert Lead.objects.get().source == "discrepancy"


def test_a_rectification_overdue_and_a_fault_found_again(
    record, on_site, finish, publish, inspector, city
):
    for _ in range(2):
        row = on_site()
        findings.add(
            inspection=row, key=uuid4(), unit=city, article=15, severity="minor",
            text="台账不全", days=5, by=inspector, on=ON,
        )  # fmt: skip
        publish(finish(row))
    proposing.propose(on=ON + timedelta(days=60))
    counted = {lead.source: lead.items.count() for lead in Lead.objects.all()}
    assert counted == {"overdue": 2, "repeated": 2}


def test_only_the_managing_level_sees_it(story, bystander, city_discipline, office, province):
    lead = story.lead()
    people = [story.handler, bystander, city_discipline, office, story.official]
    seen = [Lead.objects.visible_to(person, ON).filter(pk=lead.pk).exists() for person in people]
    assert seen == [True, True, False, False, False]
    assert managing_unit(lead.about_unit) == province


def test_a_conflict_hides_it(story, bystander, city, province):
    lead = story.lead()
    teams.declare(unit=city, note="近亲属任职", by=bystander)
    former = make_person("former", ("discipline", province), unit=province)
    seat = make_post(city, "party")
    appointments.begin(
        post=seat,
        person=former,
        starts_on=date(2022, 1, 1),
        ends_on=date(2024, 6, 1),
        by=None,
        on=ON,
    )
    for person in (bystander, former):
        assert not Lead.objects.visible_to(person, ON).filter(pk=lead.pk).exists()
    assert Lead.objects.visible_to(former, date(2027, 6, 2)).filter(pk=lead.pk).exists()


def test_who_found_it_on_an_inspection_does_not_handle_it(
    record, on_site, finish, publish, inspector, colleague, province
):
    row = on_site()
    finish(row, "discrepancy", "会议没有召开")
    publish(row)
    proposing.propose(on=ON)
    grants.give(person=inspector, code="discipline", unit=province, by=None, on=ON)
    assert Lead.objects.exists()
    assert not Lead.objects.visible_to(inspector, ON).exists()


def test_nobody_enters_one_about_himself_or_for_another_level(story, city_discipline, post):
    story.handler = city_discipline
    with pytest.raises(NotAllowed):
        story.lead()


def test_the_same_form_sent_twice_enters_one(story):
    key = uuid4()
    assert story.lead(key=key) == story.lead(key=key)


def test_two_leads_of_one_matter_become_one(story):
    first, other = story.lead(), story.lead(text="同一问题的来信。")
    leads.merge(lead=other, version=1, into=first, by=story.handler, on=ON)
    case = leads.take_up(lead=first, version=2, title="核实", by=story.handler, on=ON)
    assert (other.state, list(case.lead.merged.all())) == ("merged", [other])


def test_who_inspected_what_was_merged_does_not_handle_it_either(
    record, on_site, finish, publish, inspector, story, province, post
):
    publish(finish(on_site(), "discrepancy", "会议没有召开"))
    proposing.propose(on=ON)
    grants.give(person=inspector, code="discipline", unit=province, by=None, on=ON)
    found, other = Lead.objects.get(), story.lead()
    leads.merge(lead=found, version=1, into=other, by=story.handler, on=ON)
    assert not Lead.objects.visible_to(inspector, ON).exists()
    case = leads.take_up(lead=other, version=2, title="核实", by=story.handler, on=ON)
    assert inspector not in parties.free("handler", case=case, on=ON)


def test_what_was_merged_goes_out_of_sight_with_the_lead_that_is_taken_up(story, bystander):
    first, other = story.lead(), story.lead(text="同一问题的来信。")
    leads.merge(lead=other, version=1, into=first, by=story.handler, on=ON)
    assert Lead.objects.visible_to(bystander, ON).count() == 2
    leads.take_up(lead=first, version=2, title="核实", by=story.handler, on=ON)
    assert not Lead.objects.visible_to(bystander, ON).exists()


def test_nothing_is_merged_into_what_is_disposed_of_already(story):
    first, other = story.lead(), story.lead()
    stale = Lead.objects.get(pk=first.pk)
    leads.set_aside(lead=first, version=1, reason="已整改。", by=story.handler, on=ON)
    with pytest.raises(Conflict):
        leads.merge(lead=other, version=1, into=stale, by=story.handler, on=ON)


def test_a_lead_of_tomorrow_is_none(story):
    with pytest.raises(Refused, match="不能晚于今天"):
        story.lead(found_on=ON + timedelta(days=1))


def test_leads_about_different_people_stay_apart(story, city, other_city):
    other_post = make_post(other_city)
    make_person("other", post=other_post)
    other = story.lead(post=other_post, about_unit=other_city)
    with pytest.raises(Refused, match="同一对象"):
        leads.merge(lead=other, version=1, into=story.lead(), by=story.handler, on=ON)


def test_what_is_set_aside_has_its_reason_and_is_not_taken_up(story):
    lead = story.lead()
    leads.set_aside(lead=lead, version=1, reason="已在核实期内整改。", by=story.handler, on=ON)
    assert (lead.state, lead.reason) == ("set_aside", "已在核实期内整改。")
    with pytest.raises(Conflict):
        leads.take_up(lead=lead, version=2, title="核实", by=story.handler, on=ON)


def test_taken_up_twice_is_one_case_and_gone_from_the_list(story, bystander):
    lead = story.lead()
    for _ in range(2):
        leads.take_up(lead=lead, version=1, title="核实", by=story.handler, on=ON)
    assert Case.objects.count() == 1
    assert not Lead.objects.visible_to(bystander, ON).exists()
