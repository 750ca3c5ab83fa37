"""A case whose handlers can no longer act is not lost: one of the same organ goes on with it."""

import pytest

from accountability.actions import parties, warning
from accountability.models import Case, CaseMember
from assessments.actions import teams
from duties.actions.errors import Conflict
from duties.models import Notice
from organizations.actions import grants
from organizations.errors import Refused
from organizations.models import MatterEntry
from tests.cast import ON, noon

pytestmark = pytest.mark.django_db


@pytest.fixture
def left_alone(story, province, city):
    """One handler has moved to another office, against the other a conflict has come up."""

    def leave(case):
        grants.withdraw(person=story.handler, code="discipline", unit=province, by=None, on=ON)
        teams.declare(unit=city, note="近亲属任职", by=story.second_handler)
        return story.fresh(case)

    return leave


def takes_over(person) -> list:
    return list(Case.objects.abandoned_to(person, ON))


def test_while_one_handler_can_act_nobody_else_learns_of_it(story, bystander, city):
    case = story.notified()
    teams.declare(unit=city, note="近亲属任职", by=story.second_handler)
    assert takes_over(bystander) == []
    with pytest.raises(Conflict):
        parties.take_over(case=case, by=bystander, on=ON)


def test_one_of_the_same_organ_goes_on_with_it(story, left_alone, bystander):
    case = left_alone(story.notified())
    for _ in range(2):
        parties.take_over(case=case, by=bystander, on=ON)
    assert Case.objects.visible_to(bystander, ON).get() == case
    entries = MatterEntry.objects.filter(matter=case.pk, action="cases.take_over")
    assert [row.actor for row in entries] == [bystander]
    assert takes_over(bystander) == []


def test_nobody_else_is_shown_it(story, left_alone, bystander, city_discipline, overseer, auditor):
    left_alone(story.notified())
    people = (city_discipline, overseer, auditor, story.official, story.handler, story.organizer)
    assert [takes_over(person) for person in people] == [[]] * 6
    assert len(takes_over(bystander)) == 1


def test_the_list_shows_it_and_the_office_is_told(client, story, left_alone, bystander):
    case = left_alone(story.notified())
    for _ in range(2):
        warning.warn(on=ON)
    assert Notice.objects.get(recipient=bystander).text_zh == (
        "有一项事项的承办人不能继续办理，请登录查看。"
    )
    with noon(ON):
        client.force_login(bystander)
        page = client.get("/accountability/cases/").text
        assert "接手承办" in page and case.title not in page
        answer = client.post(f"/accountability/cases/{case.pk}/take-over/")
    assert answer["Location"] == case.get_absolute_url()
    assert "接手承办" not in client.get("/accountability/cases/").text


def test_who_cannot_act_any_more_is_told_nothing_more_of_it(story, left_alone, bystander):
    case = left_alone(story.notified())
    Notice.objects.all().delete()
    warning.warn(on=case.due_on)
    told = {row.recipient for row in Notice.objects.filter(key__contains="due")}
    assert told == {story.office, story.organizer, story.official}


def test_nor_does_he_count_for_the_two_whom_a_notice_takes(story, province):
    case = story.taken_up()
    grants.withdraw(person=story.second_handler, code="discipline", unit=province, by=None, on=ON)
    assert CaseMember.objects.acting(ON).filter(case=case, role="handler").count() == 1
    with pytest.raises(Refused, match="两名以上承办人"):
        story.notify(case)


def test_who_may_act_is_who_sees_the_case(story, left_alone, bystander):
    """The condition on all members at once and the one on each of them are the same."""
    case = left_alone(story.heard())
    on_it = case.members.select_related("person")
    acting = set(CaseMember.objects.acting(ON).filter(case=case))
    seen = Case.objects.filter(pk=case.pk)
    assert acting == {row for row in on_it if seen.visible_to(row.person, ON).exists()}
    assert {row.role for row in acting} == {"office", "organizer"}
