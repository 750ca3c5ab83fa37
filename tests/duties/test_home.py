"""The front door leads everyone to his own work; the command line says what changed."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from duties.actions import obligations
from duties.models import Obligation
from tests.cast import ON, make_post, make_requirement


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-23T10:00:00+08:00"):
        yield


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("reviewer", "duties:review"),
        ("overseer", "assessments:dashboard"),
        ("inspector", "assessments:dashboard"),
        ("assessor", "assessments:dashboard"),
        ("administrator", "organizations:units"),
        ("grantor", "organizations:grants"),
        ("auditor", "organizations:journal"),
    ],
)
def test_everyone_is_led_to_his_work(client, request, role, place):
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse("home")).url == reverse(place)


def test_an_official_sees_what_is_done_next_and_late(client, official, confirm, obligation):
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=ON)
    confirm(obligation)
    client.force_login(official)
    whole = client.get(reverse("home")).context["years"][0]
    assert (whole.done, whole.total) == (1, 3)
    assert [row.period_key for row in whole.late] == ["2026H1"]
    assert [row.period_key for row in whole.next_rows] == ["2026H2"]
    assert [(a.number, a.done, a.total) for a in whole.articles] == [(15, 1, 3)]


def test_the_liaison_sees_drafts_and_returned_ones(client, liaison, log, obligation):
    record = log(obligation)
    client.force_login(liaison)
    page = client.get(reverse("home"))
    assert page.context["unfinished"] == [record]
    assert reverse("duties:record_new", args=[obligation.post_id]) in page.content.decode()


def test_home_asks_as_much_for_many_posts_as_for_one(
    client, liaison, obligation, city, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(liaison)
    client.get(reverse("home"))
    with django_assert_max_num_queries(48) as counted:
        client.get(reverse("home"))
    make_post(city, "party")
    make_requirement("5.1/1")
    make_requirement("15.3/1")
    obligations.open_year(year=2026, on=ON)
    with django_assert_num_queries(len(counted)):
        client.get(reverse("home"))


def test_who_holds_nothing_is_told_whom_to_ask(client, outsider):
    client.force_login(outsider)
    assert "请联系本单位系统管理员" in client.get(reverse("home")).content.decode()


def test_health(client, db):
    assert client.get("/health/").content == b"ok\n"


def test_a_post_is_filtered_by_light_and_year(client, liaison, confirm, obligation):
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)
    confirm(obligation)
    client.force_login(liaison)
    page = client.get(obligation.post.get_absolute_url(), {"light": "green", "year": "2026"})
    assert [row for article in page.context["articles"] for row in article.rows] == [obligation]


def test_an_obligation_page_says_why_and_who(client, official, confirm, obligation):
    confirm(obligation)
    client.force_login(official)
    page = client.get(obligation.get_absolute_url())
    obligation.refresh_from_db()
    assert obligation.reason_zh in page.content.decode()
    assert page.context["answers"] == official


def test_the_regulation_is_read_by_everyone(client, outsider):
    make_requirement("8.2/1", "coverage", {"subjects": ["人大", "政协"]})
    client.force_login(outsider)
    text = client.get(reverse("duties:regulation")).content.decode()
    assert "第八条" in text
    assert "人大、政协" in text


def run(*args) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_checking_by_hand_prints_what_changed(obligation):
    said = run("check_duties", "--on", "2027-01-01")
    assert "15.1/1 2026: 未开始 → 逾期未完成" in said
    assert "没有状态变动" in run("check_duties", "--on", "2027-01-01")
    assert "没有状态变动" in run("check_duties", "--on", "2027-01-01", "--full")


def test_a_year_is_opened_once(post):
    make_requirement("15.1/1")
    assert "新增1项" in run("open_year", "2026")
    assert "新增0项" in run("open_year", "2026")
    assert Obligation.objects.get().starts_on == date(2026, 1, 1)
