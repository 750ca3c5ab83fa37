"""Logging in the browser: one form, nothing lost, nothing twice."""

import uuid

import pytest
import time_machine
from django.urls import reverse

from duties.actions import obligations, records
from duties.models import Evidence, Obligation, Record
from tests.cast import ON, make_person, make_requirement
from tests.files import pdf_upload, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def writer(client, liaison):
    client.force_login(liaison)
    return client


def typed(*served, do="draft", **fields):
    return {
        "token": str(uuid.uuid4()), "version": "", "do": do, "held_on": "2026-05-06",
        "title": "领导小组会议", "account": "研究部署。", "place": "", "participants": "",
        "serves": [row.pk for row in served],
    } | fields  # fmt: skip


def send(client, row, data):
    return client.post(reverse("duties:record_new", args=[row.post_id]), data)


def test_the_form_is_prefilled_from_the_obligation(writer, obligation):
    page = writer.get(
        reverse("duties:record_new", args=[obligation.post_id]), {"serves": obligation.pk}
    )
    form = page.context["form"]
    assert (form["title"].value(), form["held_on"].value()) == ("条款15.1", ON)
    assert [card.obligation for card in form.first_cards] == [obligation]


def test_one_form_and_one_upload_serve_two_obligations(writer, obligation):
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)
    both = list(Obligation.objects.all())
    answer = send(writer, obligation, typed(*both, do="submit", files=[pdf_upload()]))
    record = Record.objects.get()
    assert answer.url == record.get_absolute_url()
    assert (record.state, set(record.obligations.all())) == ("submitted", set(both))
    assert record.evidence.count() == 1


def test_the_same_form_sent_twice_is_one_record(writer, obligation):
    data = typed(obligation, do="submit")
    first = send(writer, obligation, data | {"files": [pdf_upload()]})
    second = send(writer, obligation, data | {"files": [pdf_upload()]})
    assert first.url == second.url == Record.objects.get().get_absolute_url()
    assert (Evidence.objects.count(), Record.objects.get().version) == (1, 2)


def test_going_back_and_correcting_changes_the_draft(writer, obligation):
    data = typed(obligation)
    send(writer, obligation, data)
    send(writer, obligation, data | {"account": "补充内容。"})
    assert Record.objects.get().account == "补充内容。"


def test_a_bad_file_is_told_and_the_good_one_stays(writer, obligation):
    data = typed(obligation, do="submit", account="很长的内容")
    bad = upload("照片.pdf", b"not a pdf")
    page = send(writer, obligation, data | {"files": [pdf_upload("纪要.pdf"), bad]})
    text = page.content.decode()
    assert page.status_code == 200
    assert "“照片.pdf”" in text
    assert "很长的内容" in text
    assert [file.name for file in page.context["files"]] == ["纪要.pdf"]
    again = send(writer, obligation, data)
    assert again.status_code == 302
    assert Record.objects.get().evidence.get().name == "纪要.pdf"


def test_updating_keeps_what_was_typed_and_finds_no_fault(writer, obligation):
    data = typed(obligation, do="update", title="", account="写了一半")
    page = send(writer, obligation, data | {"files": [pdf_upload()]})
    assert not page.context["form"].errors
    assert "写了一半" in page.content.decode()
    assert Record.objects.count() == 0
    assert len(page.context["files"]) == 1


def test_htmx_gets_only_the_obligations(writer, obligation):
    address = reverse("duties:record_new", args=[obligation.post_id])
    page = writer.post(address, typed(obligation, do="update"), headers={"HX-Request": "true"})
    text = page.content.decode()
    assert 'id="serves"' in text
    assert "<html" not in text


def test_an_upload_can_be_taken_back(writer, obligation):
    data = typed(obligation, do="update")
    send(writer, obligation, data | {"files": [pdf_upload()]})
    del data["do"]
    page = send(writer, obligation, data | {"drop": Evidence.objects.get().pk})
    assert list(page.context["files"]) == []
    assert "研究部署" in page.content.decode()


def test_what_is_missing_is_said_and_kept(writer, obligation):
    page = send(writer, obligation, typed(obligation, do="submit", account="没有附件"))
    text = page.content.decode()
    assert "请上传至少一份佐证材料" in text
    assert "没有附件" in text
    assert Record.objects.count() == 0


def test_of_two_editors_the_second_is_told_and_keeps_his_text(writer, obligation, log, city):
    record = log(obligation)
    other = make_person("second", ("log", city))
    records.change(
        record=record, version=1, serves={obligation: [{}]}, by=other, on=ON, title="别人的标题"
    )
    address = reverse("duties:record_edit", args=[record.pk])
    page = writer.post(address, typed(obligation, version="1", account="我的文字"))
    text = page.content.decode()
    assert "刚被他人处理" in text
    assert "我的文字" in text
    answer = writer.post(address, typed(obligation, version="2", account="我的文字"))
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.account == "我的文字"


def test_a_submission_is_refused_while_something_is_missing(writer, obligation):
    send(writer, obligation, typed(obligation))
    record = Record.objects.get()
    writer.post(reverse("duties:record_submit", args=[record.pk]))
    record.refresh_from_db()
    assert record.state == "draft"
    assert "请上传至少一份佐证材料" in writer.get(record.get_absolute_url()).content.decode()


def test_a_submitted_record_can_be_withdrawn_and_discarded(writer, obligation, log, liaison):
    record = log(obligation)
    records.submit(record=record, by=liaison, on=ON)
    writer.post(reverse("duties:record_withdraw", args=[record.pk]))
    writer.post(reverse("duties:record_discard", args=[record.pk]))
    assert Record.objects.count() == 0


def test_a_token_of_somebody_else_takes_nothing(client, obligation, log, city):
    record = log(obligation)
    client.force_login(make_person("second", ("log", city)))
    page = send(client, obligation, typed(obligation, token=str(record.token)))
    assert page.status_code == 200
    assert list(page.context["files"]) == []
    assert "本页面已失效" in page.content.decode()


@pytest.mark.parametrize("name", ["post", "record_new"])
def test_the_pages_of_a_post_ask_as_much_for_many_as_for_one(
    writer, post, name, django_assert_num_queries, django_assert_max_num_queries
):
    address = reverse(f"duties:{name}", args=[post.pk])
    make_requirement("15.1/1")
    obligations.open_year(year=2026, on=ON)
    writer.get(address)
    with django_assert_max_num_queries(40) as counted:
        writer.get(address)
    make_requirement("15.2/1")
    make_requirement("16.1/1")
    obligations.open_year(year=2026, on=ON)
    with django_assert_num_queries(len(counted)):
        writer.get(address)


def test_too_many_files_at_once_have_their_own_words(writer, obligation, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    page = send(writer, obligation, typed(obligation, files=[pdf_upload(), pdf_upload()]))
    assert page.status_code == 413
    assert "请压缩或拆分" in page.content.decode()
