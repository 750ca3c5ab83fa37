"""The register in the browser."""

import io
import uuid
from datetime import date
from urllib.parse import quote

import pytest
from python_calamine import CalamineWorkbook

from accountability.actions import handling
from accountability.models import InterferenceEntry, InterferenceFile, RegisterQuarter
from tests.cast import ON, noon
from tests.files import pdf_upload


def fields(city, post, **more):
    return {
        "key": uuid.uuid4(), "unit": city.pk, "happened_on": "2026-11-20", "kind": "pleading",
        "way": "phone", "post": post.pk, "office": "", "matter": "某案", "account": "来电询问。",
    } | more  # fmt: skip


@pytest.fixture(autouse=True)
def _that_day():
    with noon(ON):
        yield


def test_filed_with_a_trace(client, reporter, city, post):
    client.force_login(reporter)
    answer = client.post("/accountability/register/new/", fields(city, post, files=[pdf_upload()]))
    row = InterferenceEntry.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert len(row.files) == 1 and row.recorded_by == reporter


def test_what_was_typed_and_uploaded_is_not_lost(client, reporter, city, post):
    client.force_login(reporter)
    sent = fields(city, post, matter="", files=[pdf_upload()])
    page = client.post("/accountability/register/new/", sent).text
    assert (
        "来电询问。" in page and "minutes.pdf" in page
    ) or InterferenceFile.objects.get().name in page
    del sent["files"]
    client.post("/accountability/register/new/", sent | {"matter": "某案"})
    assert len(InterferenceEntry.objects.get().files) == 1


def test_an_upload_can_be_taken_off_before_filing(client, reporter, city, post):
    client.force_login(reporter)
    sent = fields(city, post, matter="", files=[pdf_upload()])
    client.post("/accountability/register/new/", sent)
    del sent["files"]
    drop = {"drop": str(InterferenceFile.objects.get().pk)}
    client.post("/accountability/register/new/", sent | drop)
    assert not InterferenceFile.objects.exists() and not InterferenceEntry.objects.exists()


def test_no_page_and_no_export_shows_who_recorded_it(client, enter, collator, reporter):
    row = enter()
    client.force_login(collator)
    pages = [
        client.get(path).text for path in ("/accountability/register/", row.get_absolute_url())
    ]
    assert all(reporter.name_zh not in page and "reporter" not in page for page in pages)
    export = client.get("/accountability/register.xlsx").content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(export)).get_sheet_by_index(0).to_python()
    assert cells[1][2] == "杭州市市长"
    assert all(reporter.name_zh not in str(cell) for line in cells for cell in line)


def test_who_recorded_it_is_shown_once_for_a_reason(client, enter, collator, reporter):
    row = enter()
    client.force_login(collator)
    path = f"{row.get_absolute_url()}reveal/"
    assert reporter.name_zh not in client.post(path).text
    assert reporter.name_zh in client.post(path, {"reason": "核实"}).text
    assert reporter.name_zh not in client.get(row.get_absolute_url()).text


def test_added_and_handled(client, enter, collator):
    row = enter()
    client.force_login(collator)
    path = row.get_absolute_url()
    client.post(f"{path}add/", {"key": uuid.uuid4(), "text": "已调取通话记录。"})
    refused = client.post(f"{path}handle/", {"answer": "circulated", "note": "通报"}).text
    assert "通报须写明文号。" in refused
    client.post(f"{path}handle/", {"answer": "cleared", "note": "经核查不属于。"})
    page = client.get(path).text
    assert "已调取通话记录。" in page and "经核查不属于。" in page and "已处理" in page


def test_a_quarter_is_reported_from_the_page(client, collator, city, duty):
    with noon(date(2026, 12, 28)):
        client.force_login(collator)
        sent = {"unit": city.pk, "period": "2026Q4"}
        page = client.post("/accountability/register/quarters/report/", sent, follow=True).text
        again = client.post("/accountability/register/quarters/report/", sent)
    assert "已转为履职记录提交核实" in page
    assert again.status_code == 302 and RegisterQuarter.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same(client, django_assert_num_queries, enter, collator, rows):
    for _number in range(rows):
        enter()
    client.force_login(collator)
    client.get("/accountability/register/")
    with django_assert_num_queries(9):
        client.get("/accountability/register/")


@pytest.mark.parametrize("rows", [1, 3])
def test_quarters_cost_the_same(client, django_assert_num_queries, city, collator, rows):
    for number in range(rows):
        RegisterQuarter.objects.create(
            unit=city, period_key=f"2025Q{number + 1}", count=0, reported_by=collator,
            reported_at="2026-01-01T00:00:00Z", reported_on=ON,
        )  # fmt: skip
    client.force_login(collator)
    client.get("/accountability/register/quarters/")
    with django_assert_num_queries(15):
        client.get("/accountability/register/quarters/")


@pytest.mark.parametrize("rows", [1, 3])
def test_circulars_cost_the_same(client, django_assert_num_queries, enter, collator, rows):
    for number in range(rows):
        handling.handle(
            entry=enter(), answer="circulated", note="通报正文。", by=collator, on=ON,
            number=f"杭政法〔2026〕{number}号",
        )  # fmt: skip
    client.force_login(collator)
    client.get("/accountability/register/circulars/")
    with django_assert_num_queries(9):
        page = client.get("/accountability/register/circulars/").text
    assert page.count("杭政法〔2026〕") == rows


def test_the_export_of_circulars_names_office_and_number(client, enter, collator, official):
    handling.handle(
        entry=enter(), answer="circulated", note="通报正文。", number="杭政法〔2026〕1号",
        by=collator, on=ON,
    )  # fmt: skip
    client.force_login(official)
    export = client.get("/accountability/register/circulars.xlsx").content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(export)).get_sheet_by_index(0).to_python()
    assert [line[:3] for line in cells[1:]] == [["杭政法〔2026〕1号", "杭州市", "杭州市市长"]]


def test_the_name_of_a_file_tells_others_nothing(client, reporter, collator, city, post):
    client.force_login(reporter)
    sent = fields(city, post, files=[pdf_upload("法官某某的手机.pdf")])
    client.post("/accountability/register/new/", sent)
    row, file = InterferenceEntry.objects.get(), InterferenceFile.objects.get()
    assert "法官某某的手机" in client.get(row.get_absolute_url()).text
    client.force_login(collator)
    page, answer = client.get(row.get_absolute_url()), client.get(file.get_absolute_url())
    assert answer.getvalue() == file.path.read_bytes()
    assert "法官某某的手机" not in page.text and file.plain_name in page.text
    assert quote("法官某某的手机") not in answer["Content-Disposition"]
