"""The working-day calendar in the browser: read by all, entered by a root's administrator."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from organizations import workday_notices, workdays
from organizations.actions import workdays as actions
from organizations.models import CalendarDay, CalendarNotice, JournalEntry
from tests.cast import ON, make_person

FIELDS = {"year": 2027, "number": "国办发明电〔2026〕1号",
          "text": "一、元旦：1月1日至3日放假调休。1月9日上班。"}  # fmt: skip


def test_the_year_says_what_is_provisional(client, official):
    client.force_login(official)
    assert "全年 248 个工作日" in client.get("/workdays/?year=2026").text
    assert "暂按规定推算" in client.get("/workdays/?year=2027").text
    assert "暂按规定推算" not in client.get("/workdays/?year=2026").text


def test_a_year_out_of_reach_shows_this_one(client, official):
    client.force_login(official)
    assert client.get("/workdays/?year=99999999").status_code == 200


def test_the_notice_is_shown_before_it_is_entered(client, administrator):
    client.force_login(administrator)
    page = client.post("/workdays/notice/", FIELDS).text
    assert "2027-01-09" in page and not CalendarDay.objects.exists()
    client.post("/workdays/notice/", FIELDS | {"enter": ""})
    calendar = CalendarDay.objects.calendar()
    assert workdays.add(date(2027, 1, 8), 1, calendar) == date(2027, 1, 9)
    assert not workdays.provisional(date(2027, 6, 1), calendar)
    assert JournalEntry.objects.filter(action="workdays.enter").count() == 1


def test_what_cannot_be_read_is_told_and_nothing_is_lost(client, administrator):
    client.force_login(administrator)
    page = client.post("/workdays/notice/", FIELDS | {"text": "2月30日放假"}).text
    assert "这一句读不懂" in page and "2月30日放假</textarea>" in page
    assert not CalendarNotice.objects.exists()


def test_a_single_day_and_back_again(client, administrator):
    client.force_login(administrator)
    day = {"day": "2026-12-01", "ruling": "rest", "reason": "抗台停工"}
    client.post("/workdays/day/", day)
    assert CalendarDay.objects.get().reason == "抗台停工"
    client.post("/workdays/day/", day | {"ruling": "clear"})
    assert not CalendarDay.objects.exists()
    actions = list(JournalEntry.objects.values_list("action", flat=True)[:2])
    assert actions == ["workdays.clear_day", "workdays.set_day"]


def test_a_day_without_reason_is_refused(client, administrator):
    client.force_login(administrator)
    page = client.post("/workdays/day/", {"day": "2026-12-01", "ruling": "rest"}).text
    assert "请写明依据或说明。" in page and 'value="2026-12-01"' in page


def test_the_administrator_of_a_city_does_not_change_the_calendar_of_all(client, city):
    client.force_login(make_person("local", ("administer", city), unit=city))
    assert "登记放假通知" not in client.get("/workdays/").text
    assert client.post("/workdays/notice/", FIELDS).status_code == 403


def test_the_year_in_excel(client, official):
    client.force_login(official)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get("/workdays.xlsx?year=2026").content)
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 366
    assert rows[45] == [date(2026, 2, 14), "是", "已公布", "春节"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same(client, django_assert_num_queries, administrator, rows):
    for number in range(rows):
        CalendarDay.objects.create(
            day=date(2026, 3, number + 2), is_workday=False, reason="停工",
            set_by=administrator, set_at="2026-01-01T00:00:00Z",
        )  # fmt: skip
    client.force_login(administrator)
    client.get("/workdays/?year=2026")
    with django_assert_num_queries(11):
        client.get("/workdays/?year=2026")


def test_a_notice_entered_again_replaces_december_too(client, administrator):
    told = workday_notices.read("元旦：2026年12月31日至2027年1月2日放假", 2027)
    for _time in range(2):
        actions.enter(year=2027, number="国办发明电", told=told, by=administrator, on=ON)
    assert CalendarDay.objects.count() == 3
