"""The page of a working paper: written once however often it is sent, both texts kept."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Inspection, InspectionFile, PaperEntry
from tests.files import pdf_upload, photo_upload

pytestmark = pytest.mark.usefixtures("that_day")
JSON = {"Accept": "application/json"}


@pytest.fixture
def paper(record, on_site):
    return on_site().papers.get()


@pytest.fixture
def post_paper(client, inspector):
    """``post_paper(paper, verdict=…)``: what a browser sends, by default the inspector's."""

    def post_paper(paper, by=inspector, **fields):
        client.force_login(by)
        headers = fields.pop("headers", None)
        form = {"key": str(uuid.uuid4()), "base": paper.version, "verdict": "confirmed"} | fields
        return client.post(paper.get_absolute_url(), form, headers=headers)

    return post_paper


def test_one_key_is_one_entry_however_often_it_is_sent(paper, post_paper):
    form = {"key": str(uuid.uuid4()), "base": 0, "note": "看过原件"}
    first = post_paper(paper, headers=JSON, **form).json()
    again = post_paper(paper, headers=JSON, **form).json()
    assert first == again == {"state": "saved", "next": paper.inspection.get_absolute_url()}
    assert PaperEntry.objects.count() == 1


def test_only_questions_that_were_asked_are_kept(paper, post_paper):
    post_paper(
        paper, check_happened="yes", check_in_person="na", check_steps="yes", check_heard="?"
    )
    assert PaperEntry.objects.get().checks == {"happened": "yes", "in_person": "na"}


def test_a_discrepancy_needs_words_and_nothing_typed_is_lost(paper, post_paper):
    page = post_paper(paper, verdict="discrepancy", check_happened="no").content.decode()
    assert "请写明情况" in page
    assert 'name="check_happened" value="no"' in page and not PaperEntry.objects.exists()
    said = post_paper(paper, verdict="discrepancy", headers=JSON)
    assert (said.status_code, said.json()["state"]) == (422, "refused")


def test_two_at_once_and_both_texts_are_on_the_page(client, paper, post_paper, colleague):
    post_paper(paper, note="看过原件，属实")
    late = post_paper(paper, by=colleague, note="签到表系补签", verdict="discrepancy", headers=JSON)
    assert late.json() == {"state": "beside", "next": paper.get_absolute_url()}
    page = client.get(paper.get_absolute_url()).content.decode()
    assert page.count("看过原件，属实") >= 2 and page.count("签到表系补签") >= 2
    paper.refresh_from_db()
    post_paper(paper, by=colleague, note="看过原件；签到表系补签", verdict="discrepancy")
    assert "两人同时填写" not in client.get(paper.get_absolute_url()).content.decode()


def test_pictures_of_the_plain_form_are_kept_once(paper, post_paper):
    form = {"key": str(uuid.uuid4()), "base": 0}
    for _ in range(2):
        post_paper(paper, photos=[photo_upload("一.jpg"), photo_upload("二.jpg")], **form)
    assert sorted(InspectionFile.objects.values_list("name", flat=True)) == ["一.jpg", "二.jpg"]


def test_a_photo_sent_twice_is_kept_once_and_only_photos_are(client, paper, inspector):
    client.force_login(inspector)
    url = reverse("assessments:paper_photo", args=[paper.inspection_id, paper.pk])
    key = str(uuid.uuid4())
    answers = [client.post(url, {"key": key, "photo": photo_upload()}) for _ in range(2)]
    assert [answer.json()["state"] for answer in answers] == ["saved", "saved"]
    assert client.post(url, {"key": str(uuid.uuid4()), "photo": pdf_upload()}).status_code == 422
    assert InspectionFile.objects.count() == 1
    shown = client.get(InspectionFile.objects.get().get_absolute_url() + "?inline=1")
    assert shown["Content-Type"] == "image/jpeg" and shown.getvalue()


def test_papers_exist_for_team_and_orderers_alone(
    client, paper, official, assessor, overseer, finish, publish
):
    for published in (False, True):
        for person, expected in ((official, 404), (assessor, 404), (overseer, 200)):
            client.force_login(person)
            assert client.get(paper.get_absolute_url()).status_code == expected
        if not published:
            publish(finish(Inspection.objects.get()))


def test_signing_takes_only_what_was_on_the_page(client, paper, post_paper, colleague):
    post_paper(paper)
    client.force_login(colleague)
    url = reverse("assessments:papers_sign", args=[paper.inspection_id])
    client.post(url, {"seen": [f"{paper.pk}:0", "spoilt"]})
    paper.refresh_from_db()
    assert paper.signed_by is None
    client.post(url, {"seen": f"{paper.pk}:1"})
    paper.refresh_from_db()
    assert paper.signed_by == colleague


@pytest.mark.parametrize("more", [0, 2])
def test_the_same_queries_for_one_paper_and_for_three(
    client, record, confirm, on_site, inspector, write, more
):
    for _ in range(more):
        confirm(record.obligations.get())
    inspection = on_site()
    assert inspection.papers.count() == 1 + more
    write(inspection.papers.first())
    client.force_login(inspector)
    part = reverse("assessments:inspection_progress", args=[inspection.pk])
    counted = []
    for url in (part, inspection.papers.first().get_absolute_url()):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counted.append(len(queries))
    assert counted == [11, 31]
