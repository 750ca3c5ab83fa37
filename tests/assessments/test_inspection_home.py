"""What is to do today, and the figures of findings, which tell of nothing hidden."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.figures import inspection_results
from assessments.figures.inspection_board import board_of
from assessments.figures.inspection_tasks import tasks_of
from assessments.figures.scope import Scope
from assessments.models import Finding
from assessments.tasks import warn_rectifications
from tests.cast import ON

pytestmark = pytest.mark.usefixtures("that_day")
HOME = "/inspections/"


def said(user, on=ON) -> list[str]:
    return [task.what for task in tasks_of(user, on)]


def board(user, unit, on=ON):
    return board_of(user, Scope(unit=unit, year=2026, on=on), lambda **asked: str(asked))


@pytest.fixture
def published(record, on_site, finish, publish):
    return publish(finish(on_site(), "discrepancy", "会议没有召开"))


def test_each_reads_what_waits_for_him(
    record, plan, on_site, write, inspector, colleague, overseer, second
):
    plan(kind="unannounced", second=second, title="暗访")
    assert said(second) == ["等待您下达"]
    assert said(overseer) == []
    paper = on_site().papers.get()
    assert said(inspector) == said(colleague) == ["1份底稿待填写"]
    write(paper)
    assert (said(inspector), said(colleague)) == ([], ["1份底稿待签字"])


def test_both_sides_read_of_a_rectification(published, liaison, official, inspector):
    due = Finding.objects.get().due_on
    assert said(liaison) == said(official) == ["待整改"]
    assert said(inspector) == []
    late = due + timedelta(days=1)
    assert (said(liaison, late), said(inspector, late)) == (["整改已逾期"], ["整改逾期，请督促"])


def test_findings_by_unit_article_and_month(published, province, city, overseer):
    shown = board(overseer, province)
    row = shown.rows[0]
    assert (row.unit, [cell.found for cell in row.cells], row.whole.tone) == (city, [1], "amber")
    assert [(rate.found, rate.share, rate.timely) for rate in shown.rates] == [
        (0, None, None), (1, 0, None), (0, None, None),
    ]  # fmt: skip
    assert [month.total() for month in shown.months[2026]] == [0] * 10 + [1, 0]
    assert [(number, count) for number, _, _, count in shown.frequent] == [(15, 1)]


def test_figures_tell_a_member_no_more_than_anyone(
    record, on_site, finish, province, second, inspector, overseer
):
    finish(on_site(kind="unannounced", second=second), "discrepancy", "会议没有召开")
    for person in (inspector, overseer, second):
        assert board(person, province).total == 0


@pytest.mark.parametrize("more", [0, 2])
def test_the_same_queries_for_one_and_for_three(client, record, plan, overseer, more):
    for _ in range(1 + more):
        plan()
    client.force_login(overseer)
    client.get(HOME)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(HOME).content.decode().count("法治建设专项督查") >= 1 + more
    assert len(queries) == 44


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_of_findings_asks_the_same_for_one_and_three(
    client, published, city, inspector, overseer, more
):
    first = Finding.objects.get()
    for number in range(more):
        Finding.objects.create(
            inspection=published, unit=city, article=15, severity="minor", text=f"{number}",
            state="open", due_on=first.due_on, found_by=inspector, found_at=first.found_at,
        )  # fmt: skip
    client.force_login(overseer)
    url = reverse("assessments:findings")
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).content.decode().count("data-label") == 5 * (1 + more)
    assert len(queries) == 14


def test_filters_narrow_and_nonsense_shows_all(client, published, city, other_city, overseer):
    client.force_login(overseer)
    shown = {
        query: "会议没有召开" in client.get(f"/findings/?{query}").content.decode()
        for query in (f"unit={city.pk}", f"unit={other_city.pk}", "severity=serious",
                      "state=open", "overdue=on", "article=15", "year=2025", "unit=x&year=1")
    }  # fmt: skip
    assert list(shown.values()) == [True, False, False, True, False, True, False, True]


def test_lists_export(client, published, overseer):
    client.force_login(overseer)
    for name in ("inspections_export", "findings_export"):
        sheet = client.get(reverse(f"assessments:{name}")).getvalue()
        text = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml").decode()
        assert "法治建设专项督查" in text


def test_a_declared_relation_is_ones_own_affair(client, city, inspector, colleague):
    client.force_login(inspector)
    url = reverse("assessments:relations")
    client.post(url, {"unit": city.pk, "note": "近亲属任职"})
    assert "近亲属任职" in client.get(url).content.decode()
    again = client.post(url, {"unit": city.pk, "note": "近亲属任职"}).content.decode()
    assert inspector.relations.count() == 1 and "已申报" in again
    client.force_login(colleague)
    assert "近亲属任职" not in client.get(url).content.decode()
    client.post(reverse("assessments:relation_withdraw", args=[inspector.relations.get().pk]))
    assert inspector.relations.count() == 1


def test_results_of_units_open_down_to_the_finding(published, city, other_city):
    results = inspection_results.results_of([city.pk, other_city.pk], 2026)
    deduction = results[city.pk].deductions[0]
    assert (deduction.finding, deduction.severity) == (Finding.objects.get().pk, "ordinary")
    assert results[other_city.pk] == inspection_results.Result(False)


def test_the_task_warns_once(published, liaison):
    due = date(2026, 12, 23).isoformat()
    assert warn_rectifications(on=due) > 0
    assert warn_rectifications(on=due) == 0
