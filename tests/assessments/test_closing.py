"""How an inspection ends: fed back or published, at once or not at all."""

import hashlib
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum

from assessments.actions import closing, issuing, scores
from assessments.models import FindingState, InspectionDocument, PostScore, Stage
from duties.actions.errors import Conflict
from duties.models import Notice, Obligation, Tally
from organizations.errors import Refused
from tests.cast import ON

pytestmark = pytest.mark.usefixtures("that_day")


def test_a_discrepancy_strikes_the_record_and_its_duty_is_owed_again(
    record, on_site, finish, publish
):
    inspection = finish(on_site(), "discrepancy", "会议没有召开")
    record.refresh_from_db()
    assert (record.state, Obligation.objects.get().status) == ("confirmed", "met")
    publish(inspection)
    record.refresh_from_db()
    assert (record.state, Obligation.objects.get().status) == ("struck", "open")
    finding = inspection.findings.get()
    assert (finding.state, finding.due_on) == (FindingState.OPEN, date(2026, 12, 23))


def test_the_bytes_of_the_circular_are_frozen_in_both_languages(record, on_site, finish, publish):
    inspection = publish(finish(on_site()))
    circulars = InspectionDocument.objects.filter(kind="circular")
    assert {row.language for row in circulars} == {"zh-hans", "en"}
    for row in circulars:
        assert hashlib.sha256(row.content).hexdigest() == row.sha256
    assert inspection.number_label == "督查通报〔2026〕1号"


def test_nothing_is_published_while_a_paper_waits(record, on_site, publish):
    inspection = on_site()
    with pytest.raises(Refused, match="1份工作底稿"):
        publish(inspection)
    inspection.refresh_from_db()
    assert inspection.stage == Stage.ON_SITE


def test_published_whole_or_not_at_all(record, on_site, finish, publish, second, monkeypatch):
    """The notices are the last thing written: where they fail nothing of it has happened."""
    inspection = finish(on_site(kind="unannounced", second=second), "discrepancy", "没有召开")
    with monkeypatch.context() as patch:
        patch.setattr(closing.warnings, "add", _fail)
        with pytest.raises(RuntimeError):
            publish(inspection)
    inspection.refresh_from_db()
    record.refresh_from_db()
    assert (inspection.stage, inspection.number, record.state) == ("on_site", None, "confirmed")
    assert not InspectionDocument.objects.exists() and not Notice.objects.filter(kind="inspection")
    publish(inspection)
    record.refresh_from_db()
    assert record.state == "struck"


def _fail(rows):
    raise RuntimeError


def test_what_changed_since_the_circular_was_set_is_not_left_out(
    record, on_site, finish, overseer, inspector
):
    inspection = finish(on_site())
    version = inspection.version
    closing.praise(row=inspection.scope.get(), text="做法可借鉴。", by=inspector, on=ON)
    with pytest.raises(Conflict):
        closing.publish(inspection=inspection, version=version, by=overseer, on=ON)


def test_numbers_follow_publication_and_leave_no_gap(
    record, plan, on_site, finish, publish, second
):
    first, hidden, third = on_site(), on_site(kind="unannounced", second=second), on_site()
    plan()
    numbers = [publish(finish(row)).number for row in (third, hidden, first)]
    assert numbers == [1, 2, 3]


def test_a_frozen_document_cannot_be_changed(record, on_site):
    on_site()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        InspectionDocument.objects.update(sha256="0" * 64)


def test_a_circular_from_the_same_facts_has_the_same_bytes(record, on_site, finish, publish):
    inspection = publish(finish(on_site()))
    again = issuing.circular(inspection=inspection, number=1, on=ON)
    kept = {row.language: row.sha256 for row in inspection.documents.filter(kind="circular")}
    assert kept == {each.language: each.sha256 for each in again}


def test_score_and_dashboard_follow_a_discrepancy(record, post, on_site, finish, publish):
    def figures():
        scores.refresh(on=ON)
        met = Tally.objects.filter(year=2026).aggregate(met=Sum("met"))["met"]
        return PostScore.objects.get(post=post, year=2026).points, met

    before = figures()
    publish(finish(on_site(), "discrepancy", "会议没有召开"))
    after = figures()
    assert (before[1], after[1]) == (1, 0)
    assert after[0] is None or after[0] < before[0]
