"""The quarter's report: upward, frozen, and as the record of Art. 8(4) that nobody types again."""

import re
import subprocess
from datetime import date

import pytest

from accountability.actions import handling, quarters
from accountability.models import QuarterRecord, RegisterDocument, RegisterQuarter
from duties.actions import records
from duties.actions.errors import NotAllowed
from duties.models import Record
from duties.periods import Period
from organizations.actions import appointments
from organizations.errors import Refused
from tests.cast import make_person

Q4 = Period.parse("2026Q4")
CLOSE = date(2026, 12, 25)


def report(city, by, period=Q4, on=CLOSE):
    return quarters.report(unit=city, period=period, by=by, on=on)


def clear(entry, by, on=CLOSE):
    handling.handle(entry=entry, answer="cleared", note="经核查不属于", by=by, on=on)


def test_a_nil_return_becomes_a_submitted_record_and_once_confirmed_meets_the_duty(
    city, duty, collator, reviewer
):
    quarter = report(city, collator)
    record = Record.objects.get()
    assert quarter.is_nil and record.state == "submitted"
    assert record.title == "2026年第四季度干预司法活动记录报告"
    records.confirm(record=record, version=record.version, by=reviewer, on=CLOSE)
    duty.refresh_from_db()
    assert (duty.status, duty.reason_zh) == ("met", "已作零报告，本期无此类情况。")


def test_entries_count_once_all_of_them_are_handled(city, duty, collator, reviewer, enter):
    first, second = enter(), enter()
    clear(first, collator)
    report(city, collator)
    assert not Record.objects.exists()
    clear(second, collator, on=date(2027, 1, 8))
    record = Record.objects.get()
    item = record.items.get()
    assert (item.numerator, item.denominator, record.held_on) == (2, 2, CLOSE)
    records.confirm(record=record, version=record.version, by=reviewer, on=CLOSE)
    duty.refresh_from_db()
    assert duty.status == "met"


def test_reported_twice_is_reported_once(city, duty, collator):
    assert report(city, collator) == report(city, collator)
    assert (RegisterQuarter.objects.count(), Record.objects.count()) == (1, 1)
    assert QuarterRecord.objects.count() == 1


def test_an_entry_is_reported_in_one_quarter(city, collator, enter):
    enter(on=date(2026, 9, 29))
    report(city, collator, Period.parse("2026Q3"), on=date(2026, 10, 9))
    enter(on=date(2026, 11, 2))
    assert [row.count for row in (report(city, collator), RegisterQuarter.objects.last())] == [1, 1]


def test_what_was_recorded_after_the_quarter_waits_for_the_next(city, collator, enter):
    enter(on=date(2026, 9, 29))
    enter(on=date(2026, 10, 5))
    third = report(city, collator, Period.parse("2026Q3"), on=date(2026, 10, 9))
    assert (third.count, report(city, collator).count) == (1, 1)


def test_killed_before_it_counts_it_counts_when_it_is_reported_again(
    city, duty, collator, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(quarters, "fulfil", lambda **said: None)
        report(city, collator)
    assert not Record.objects.exists()
    report(city, collator)
    assert Record.objects.get().state == "submitted"


def test_a_report_waits_for_another_where_it_would_tell_of_its_maker(city, post, collator, enter):
    appoint_to(post, collator)
    enter()
    assert report(city, collator).count == 0
    successor = make_person("successor", ("collate", city), unit=city)
    later = quarters.report(
        unit=city, period=Period.parse("2027Q1"), by=successor, on=date(2027, 3, 25)
    )
    assert later.count == 1
    papers = RegisterDocument.objects.filter(quarter=later)
    assert not papers.visible_to(collator, CLOSE).exists()
    assert papers.visible_to(successor, CLOSE).count() == 2


def appoint_to(post, person):
    appointments.begin(
        post=post, person=person, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), by=None,
        on=CLOSE,
    )  # fmt: skip


def test_where_no_such_duty_is_owed_the_report_stands_alone(city, collator):
    assert report(city, collator).is_nil
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("on", "keys"),
    [
        (date(2026, 11, 23), ["2026Q3"]),
        (date(2026, 12, 21), ["2026Q3", "2026Q4"]),
        (date(2027, 1, 2), ["2026Q4"]),
    ],
)
def test_a_quarter_may_be_reported_shortly_before_its_end_and_after(on, keys):
    assert [period.key for period in quarters.reportable(on)] == keys


def test_not_before_its_time_and_not_by_another(city, collator, provincial_collator):
    with pytest.raises(Refused):
        report(city, collator, on=date(2026, 11, 23))
    with pytest.raises(NotAllowed):
        report(city, provincial_collator)


def test_the_level_above_reads_the_report_but_not_what_lies_two_below(
    city, county, collator, provincial_collator
):
    report(city, collator)
    below = make_person("county_collator", ("collate", county), unit=county)
    report(county, below)
    seen = RegisterQuarter.objects.visible_to(provincial_collator, CLOSE)
    assert [row.unit for row in seen] == [city]
    documents = RegisterDocument.objects.visible_to(provincial_collator, CLOSE)
    assert {row.quarter.unit for row in documents} == {city}


def test_the_paper_tells_the_entry_and_not_who_recorded_it(
    city, collator, reporter, enter, tmp_path
):
    enter(account="在会见时要求从轻处理。")
    report(city, collator)
    text = words(RegisterDocument.objects.get(language="zh-hans"), tmp_path)
    assert "在会见时要求从轻处理" in text and "杭州市市长" in text
    assert reporter.name_zh not in text and "reporter" not in text


def test_the_certificate_of_the_duty_tells_figures_alone(city, duty, collator, enter, tmp_path):
    clear(enter(account="在会见时要求从轻处理。"), collator)
    report(city, collator)
    evidence = Record.objects.get().evidence.get()
    file = tmp_path / "certificate.pdf"
    file.write_bytes(evidence.path.read_bytes())
    text = pdftotext(file)
    assert "登记1件，均已处理" in text and "从轻处理" not in text and "市长" not in text


def words(document, folder):
    file = folder / "report.pdf"
    file.write_bytes(bytes(document.content))
    return pdftotext(file)


def pdftotext(file) -> str:
    command = ["pdftotext", "-raw", str(file), "-"]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    return re.sub(r"\s", "", told.stdout)
