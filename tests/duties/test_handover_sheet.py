"""The hand-over sheet: what it says of that day, how it prints, who may read it."""

import re
import subprocess
from datetime import date, timedelta

import pytest
from django.urls import reverse

from duties import handover, handover_sheet, pdf
from duties.actions import obligations, records
from duties.models import Obligation
from organizations.models import Appointment
from tests.cast import ON, appoint, make_requirement, noon
from tests.duties.conftest import LEFT


@pytest.fixture(autouse=True)
def today():
    with noon(ON):
        yield


def the_appointment(person):
    return person.appointments.get()


def test_what_was_struck_out_later_was_done_that_day(before, year_and_halves, confirm, reviewer):
    with noon(date(2026, 5, 7)):
        record = confirm(year_and_halves["2026H1"], on=date(2026, 5, 7))
    records.strike(record=record, by=reviewer, on=ON, reason="重复")
    sheet = handover_sheet.read(appointment=the_appointment(before), on=ON)
    assert [(row.period, row.done, row.needed) for row in sheet.done] == [("2026年上半年", 1, 1)]


def test_the_sheet_says_progress_and_reason_of_that_day(before, post, confirm):
    make_requirement("15.2/1", params={"at_least": 3})
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    row = Obligation.objects.get()
    for day in (date(2026, 3, 2), date(2026, 4, 2)):
        with noon(day):
            confirm(row, day, on=day)
    confirm(row, date(2026, 9, 2))
    sheet = handover_sheet.read(appointment=the_appointment(before), on=ON)
    assert [(each.done, each.needed, each.status) for each in sheet.open] == [(2, 3, "partial")]
    assert "2" in sheet.open[0].reason


def test_where_the_records_do_not_bear_the_status_out_its_words_stand(
    before, year_and_halves, confirm
):
    """Confirmed in May, but the check that saw it came in June with other words."""
    confirm(year_and_halves["2026H1"], on=date(2026, 6, 1))
    sheet = handover_sheet.read(appointment=the_appointment(before), on=ON)
    change = year_and_halves["2026H1"].changes.get()
    assert [(row.done, row.reason) for row in sheet.done] == [(None, change.reason_zh)]


def test_records_under_way_are_counted_as_of_that_day(before, obligation, log, confirm, liaison):
    with noon(LEFT):
        log(obligation)
        records.submit(record=log(obligation), by=liaison, on=LEFT)
        first = log(obligation)
        records.submit(record=first, by=liaison, on=LEFT)
    confirm(obligation)
    sheet = handover_sheet.read(appointment=the_appointment(before), on=ON)
    assert (sheet.under_way, sheet.submitted) == (3, 2)
    assert [row.under_way for row in sheet.open] == [3]


def test_a_sheet_asks_as_often_for_three_obligations(
    before, obligation, log, confirm, django_assert_num_queries
):
    appointment = Appointment.objects.select_related("post__unit", "person").get()
    for more in (False, True):
        if more:
            make_requirement("15.2/1", cadence="half_year")
            obligations.open_year(year=2026, on=date(2026, 1, 1))
        with noon(LEFT):
            for row in Obligation.objects.all():
                confirm(row, on=LEFT)
                log(row)
        with django_assert_num_queries(8):
            sheet = handover_sheet.read(appointment=appointment, on=ON)
        assert sheet.total == (3 if more else 1)


def words(document, tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(document)
    command = ["pdftotext", "-raw", str(file), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s", "", found)


def test_the_printed_sheet(client, before, after, year_and_halves, confirm, tmp_path):
    with noon(date(2026, 5, 7)):
        confirm(year_and_halves["2026"], on=date(2026, 5, 7))
    client.force_login(before)
    answer = client.get(reverse("duties:handover_pdf", args=[the_appointment(before).pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = words(answer.content, tmp_path)
    assert (
        "人员before自2024年3月1日起任杭州市市长。任职至2026年7月31日止。接任人为人员after。" in text
    )
    assert "共3项：已完成1项，未到期尚未完成1项，逾期未完成1项。" in text
    assert re.search("一、已完成.*要求15.1/1.*二、未完成.*要求15.2/1.*三、逾期.*要求15.2/1", text)
    for line in ("移交人（签字）", "接任人（签字）", "监交人（签字）"):
        assert line in text
    assert "尚在任" not in text


def test_a_running_appointment_prints_a_preview(after, year_and_halves, tmp_path):
    sheet = handover_sheet.read(appointment=the_appointment(after), on=ON)
    text = words(pdf.handover_sheet(sheet), tmp_path)
    assert "尚在任，截至当日情况" in text
    assert handover_sheet.file_name(sheet) == "杭州市市长履职交接单（2026-11-23）.pdf"


def test_the_english_sheet(client, before, year_and_halves, tmp_path):
    client.force_login(before)
    url = reverse("duties:handover_pdf", args=[the_appointment(before).pk])
    text = words(client.get(url, {"lang": "en"}).content, tmp_path)
    assert "Requirement15.2/1" in text
    assert "Handedoverby(signature)" in text


def test_the_sheet_is_for_whoever_sees_the_post_and_the_two_concerned(
    post, before, liaison, auditor, other_overseer, outsider
):
    second = appoint(post, "second", date(2026, 8, 1), date(2026, 9, 30))
    third = appoint(post, "third", date(2026, 10, 1), date(2026, 10, 31))
    appoint(post, "fourth", ON + timedelta(days=1))
    first = the_appointment(before)
    seen = {
        user.username: [each.person.username for each in handover.visible_to(user, ON)]
        for user in (before, second, third, liaison, auditor, other_overseer, outsider)
    }
    assert first in handover.visible_to(second, ON)
    assert seen == {
        "before": ["before"],
        "second": ["second", "before"],
        "third": ["third", "second"],
        "liaison": ["third", "second", "before"],
        "auditor": [],
        "other_overseer": [],
        "outsider": [],
    }
