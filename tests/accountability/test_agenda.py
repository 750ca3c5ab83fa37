"""One page says what everybody has to do in chapter IV; nobody is told that he has no part in it."""

from datetime import date
from uuid import uuid4

import pytest

from accountability.actions import incentives
from tests.cast import ON, make_person
from tests.worlds import still

pytestmark = pytest.mark.django_db
AGENDA = "/accountability/agenda/"
NOBODY = "您还没有任职或者授权"


@pytest.fixture(autouse=True)
def today():
    with still(ON):
        yield


@pytest.fixture
def reads(client):
    def reads(person, address=AGENDA):
        client.force_login(person)
        return client.get(address, follow=True).text

    return reads


@pytest.mark.parametrize("role", ["handler", "organizer", "reporter"])
def test_an_office_of_the_chapter_with_nothing_to_do_is_led_to_its_page(request, client, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get("/").url == AGENDA


def test_what_waits_stands_on_the_home_page(story, enter, collator, client, reads):
    story.taken_up()
    story.lead()
    page = reads(story.handler, "/")
    assert "填写核实情况" in page and "处置问责线索" in page and NOBODY not in page
    enter()
    page = reads(collator, "/")
    assert "处理干预司法记录" in page and "杭州市 2026年第三季度" in page


def test_whose_turn_it_is_goes_from_hand_to_hand(story, reads):
    case = story.taken_up()
    assert "轮到您：填写核实情况" in reads(story.handler)
    assert "等待承办人填写初步核实情况。" in reads(story.office)
    case = story.heard()
    assert "轮到您：登记党委决定" in reads(story.office)
    page = reads(story.handler)
    assert "等待党委作出决定，由党委办公室登记。" in page and case.get_absolute_url() in page


def test_the_one_concerned_finds_his_turn_at_home_and_its_limit_with_the_case(story, reads):
    case = story.taken_up()
    assert case.get_absolute_url() not in reads(story.official, "/")
    case = story.notified()
    assert "<b>提交陈述申辩</b>" in reads(story.official, "/")
    assert "陈述申辩期限" in reads(story.official)
    case = story.heard()
    page = reads(story.official, case.get_absolute_url())
    assert "目前不需要您办理" in page and "作出决定期限" not in page


def test_who_sums_up_the_register_is_told_of_entries_and_quarters(enter, collator, reads):
    enter()
    page = reads(collator)
    assert "待处理的干预司法记录" in page and "2026年第三季度" in page
    with still(date(2026, 12, 28)):
        assert "2026年第四季度" in reads(collator)


def test_an_incentive_waits_for_whoever_has_the_next_step(story, province, reads):
    assessor = make_person("assessor", ("assess", province), unit=province)
    row = incentives.propose(
        key=uuid4(), post=story.post, year=2026, form="praise", reason="成效明显。",
        by=story.organizer, on=ON,
    )  # fmt: skip
    assert "轮到您：审核通过" in reads(assessor)
    assert "激励事项：审核通过" in reads(assessor, "/")
    assert "目前没有轮到您办理的事项" in reads(story.organizer)
    assert "等待考核机构审核。" in reads(story.organizer, row.get_absolute_url())
    assert "等待考核机构审核。" not in reads(assessor, row.get_absolute_url())


@pytest.mark.parametrize("cases", [1, 3])
def test_it_costs_the_same_however_much_there_is(story, client, django_assert_num_queries, cases):
    for _ in range(cases):
        story.taken_up()
        story.lead()
    client.force_login(story.handler)
    client.get(AGENDA)
    with django_assert_num_queries(18):
        client.get(AGENDA)
