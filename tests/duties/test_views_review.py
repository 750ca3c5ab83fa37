"""The reviewer's desk: oldest first, one answer, a reason where one is owed."""

import pytest
import time_machine
from django.urls import reverse

from duties.actions import records
from duties.models import Notice
from tests.cast import ON, make_person


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-23T10:00:00+08:00"):
        yield


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def waiting(obligation, log, liaison):
    record = log(obligation)
    return records.submit(record=record, by=liaison, on=ON)


def test_the_queue_is_oldest_first(desk, obligation, log, liaison):
    made = [records.submit(record=log(obligation), by=liaison, on=ON) for _ in range(3)]
    page = desk.get(reverse("duties:review")).context["page"]
    assert list(page) == made
    assert page[0].files == 1


def test_the_queue_asks_as_much_for_many_as_for_one(
    desk,
    waiting,
    obligation,
    log,
    liaison,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    address = reverse("duties:review")
    desk.get(address)
    with django_assert_max_num_queries(30) as counted:
        desk.get(address)
    for _ in range(2):
        records.submit(record=log(obligation), by=liaison, on=ON)
    with django_assert_num_queries(len(counted)):
        desk.get(address)


def test_confirming_counts_at_once(desk, waiting, obligation):
    desk.post(reverse("duties:record_confirm", args=[waiting.pk]), {"version": waiting.version})
    obligation.refresh_from_db()
    assert obligation.status == "met"


def test_the_second_reviewer_is_told(desk, waiting, city):
    other = make_person("other", ("confirm", city))
    version = waiting.version
    records.confirm(record=waiting, version=version, by=other, on=ON)
    answer = desk.post(
        reverse("duties:record_confirm", args=[waiting.pk]), {"version": version}, follow=True
    )
    assert "刚被他人处理" in answer.content.decode()


def test_returning_needs_a_reason(desk, waiting):
    address = reverse("duties:record_return", args=[waiting.pk])
    page = desk.post(address, {"return-reason": " ", "return-version": waiting.version})
    assert "请写明原因" in page.content.decode()
    desk.post(address, {"return-reason": "缺签到表", "return-version": waiting.version})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.return_reason) == ("returned", "缺签到表")


def test_striking_takes_it_out(desk, confirm, obligation):
    record = confirm(obligation)
    desk.post(reverse("duties:record_strike", args=[record.pk]), {"strike-reason": "重复填报"})
    record.refresh_from_db()
    assert record.state == "struck"
    assert "重复填报" in desk.get(record.get_absolute_url()).content.decode()


def test_nobody_sees_a_button_for_his_own_record(client, waiting, liaison, city):
    client.force_login(liaison)
    text = client.get(waiting.get_absolute_url()).content.decode()
    assert reverse("duties:record_confirm", args=[waiting.pk]) not in text
    assert reverse("duties:record_withdraw", args=[waiting.pk]) in text


def test_notices_are_read_one_by_one_and_all(client, reviewer, waiting):
    client.force_login(reviewer)
    mine = Notice.objects.filter(recipient=reviewer)
    assert "待核实" in client.get(reverse("duties:notices")).content.decode()
    client.post(reverse("duties:notices_read"), {"notice": mine.first().key})
    assert mine.unread().count() == mine.count() - 1
    client.post(reverse("duties:notices_read"))
    assert mine.unread().count() == 0
