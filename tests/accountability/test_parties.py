"""Who is on a case, who may not be, and what becomes of it when a grant or a conflict changes."""

import pytest

from accountability.actions import hearing, parties
from accountability.models import Case
from assessments.actions import teams
from organizations.actions import grants
from organizations.errors import Refused
from tests.cast import ON, make_person

pytestmark = pytest.mark.django_db


def sees(person, case) -> bool:
    return Case.objects.filter(pk=case.pk).visible_to(person, ON).exists()


def assign(story, case, person, role="handler"):
    return parties.assign(
        case=case, version=story.fresh(case).version, person=person, role=role, by=story.handler,
        on=ON,
    )  # fmt: skip


def test_it_exists_for_who_is_on_it_and_for_nobody_else(story, bystander, overseer, auditor):
    case = story.taken_up()
    on_it = (story.handler, story.second_handler, story.office, story.organizer)
    others = (bystander, overseer, auditor, story.official)
    assert [sees(person, case) for person in (*on_it, *others)] == [True] * 4 + [False] * 4


def test_the_one_concerned_learns_of_it_when_he_is_notified(story):
    case = story.taken_up()
    assert not sees(story.official, case)
    story.do(hearing.account, case, text="属实。")
    story.do(hearing.notify, case, charge="事项")
    assert sees(story.official, case)


def test_a_grant_withdrawn_takes_the_case_away_at_once(story, province):
    case = story.taken_up()
    grants.withdraw(person=story.handler, code="discipline", unit=province, by=None, on=ON)
    assert not sees(story.handler, case)


def test_an_office_of_another_level_cannot_be_assigned(story, city_discipline):
    with pytest.raises(Refused, match="不是本级"):
        assign(story, story.taken_up(), city_discipline)


def test_whoever_has_a_conflict_cannot_be_assigned_and_is_not_offered(story, bystander, city):
    case = story.taken_up()
    teams.declare(unit=city, note="近亲属任职", by=bystander)
    with pytest.raises(Refused, match="本人申报的回避关系"):
        assign(story, case, bystander)
    assert bystander not in parties.free("handler", case=case, on=ON)


def test_the_one_concerned_never_handles_his_own_case(story, province):
    case = story.taken_up()
    grants.give(person=story.official, code="discipline", unit=province, by=None, on=ON)
    with pytest.raises(Refused, match="系本人事项"):
        assign(story, case, story.official)


def test_a_conflict_that_arises_later_hides_the_case_at_once(story, city):
    case = story.taken_up()
    teams.declare(unit=city, note="近亲属任职", by=story.second_handler)
    assert not sees(story.second_handler, case)


def test_who_recuses_himself_never_comes_back(story):
    case = story.taken_up()
    story.do(parties.recuse, case, by=story.second_handler, reason="与当事人系同学。")
    assert not sees(story.second_handler, case)
    with pytest.raises(Refused, match="已经回避"):
        assign(story, case, story.second_handler)


def test_the_last_handler_first_finds_another(story):
    case = story.taken_up()
    story.do(parties.recuse, case, by=story.second_handler, reason="与当事人系同学。")
    with pytest.raises(Refused, match="请先指定另一名承办人"):
        story.do(parties.recuse, case, reason="与当事人系亲属。")


def test_an_organization_is_heard_through_whoever_heads_it(story, city):
    case = story.notified(subject="organization", post=None, about_unit=city)
    assert hearing.concerned(case, ON) == {story.official.pk}
    assert sees(story.official, case)
    assert not sees(make_person("stranger"), case)
