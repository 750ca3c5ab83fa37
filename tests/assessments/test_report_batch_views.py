"""The pages of a batch: from the list to the archive, stopped and taken up, with or without script."""

import pytest
from django.urls import reverse

from assessments.models import ReportBatch
from duties.actions import obligations
from tests.batching import YEAR, order, work
from tests.cast import ON, make_post, make_unit

pytestmark = pytest.mark.django_db


def page(client, name, *args):
    return client.get(reverse(f"assessments:{name}", args=args))


def test_from_the_list_to_the_archive(client, posts, quick, overseer, city):
    client.force_login(overseer)
    assert reverse("assessments:report_batch_new") in page(client, "reports").content.decode()
    form = page(client, "report_batch_new").context["form"]
    fields = {"unit": city.pk, "year": YEAR, "language": "zh-hans", "key": form["key"].value()}
    for _twice in range(2):
        answer = client.post(reverse("assessments:report_batch_new"), fields)
    batch = ReportBatch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    assert "hx-trigger" in page(client, "report_batch_progress", batch.pk).content.decode()
    work(batch)
    shown = page(client, "report_batch", batch.pk).content.decode()
    assert ("hx-trigger" in shown, batch.sha256 in shown) == (False, True)
    answer = page(client, "report_batch_archive", batch.pk)
    assert b"".join(answer.streaming_content) == batch.path.read_bytes()
    assert answer["Content-Type"] == "application/zip"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_stop_and_go_on_without_a_script(client, posts, overseer, city):
    client.force_login(overseer)
    batch = order(overseer, city)
    for verb, state in (("cancel", "cancelled"), ("resume", "queued")):
        client.post(reverse(f"assessments:report_batch_{verb}", args=[batch.pk]))
        batch.refresh_from_db()
        assert batch.state == state
    answer = client.get(reverse("assessments:report_batch_archive", args=[batch.pk]), follow=True)
    assert "尚未生成" in answer.content.decode()


def test_a_wrong_form_says_so_and_keeps_what_was_chosen(client, posts, reviewer, city):
    client.force_login(reviewer)
    fields = {"unit": city.pk, "year": 1999, "language": "en", "key": "x"}
    answer = client.post(reverse("assessments:report_batch_new"), fields)
    assert (answer.status_code, ReportBatch.objects.count()) == (200, 0)
    assert answer.context["form"]["language"].value() == "en"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_no_more_for_more(
    client, posts, overseer, province, django_assert_num_queries, rows
):
    units = [make_unit(f"县{number}", f"33010{number + 3}", province) for number in range(3)]
    for unit in units[:rows]:
        post = make_post(unit, title_zh="县长")
        obligations.open_year(year=YEAR, on=ON, posts=[post])
        order(overseer, unit)
    client.force_login(overseer)
    with django_assert_num_queries(11):
        answer = client.get(reverse("assessments:report_batches"))
    assert len(answer.context["page"]) == rows


def test_the_page_asks_no_more_for_more_reports(
    client, posts, overseer, city, county, django_assert_num_queries
):
    client.force_login(overseer)
    page(client, "report_batches")
    for unit in (county, city):
        batch = order(overseer, unit)
        with django_assert_num_queries(8):
            client.get(batch.get_absolute_url())
