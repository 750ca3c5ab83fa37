"""How an inspection ends: fed back or published, at once or not at all."""

import hashlib
from datetime import date

import pytest

from assessments.models import FindingState, InspectionDocument, Stage
from duties.models import Obligation
from organizations.errors import Refused

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
    assert inspection.number_label == "〔2026〕1号"


def test_nothing_is_published_while_a_paper_waits(record, on_site, publish):
    inspection = on_site()
    with pytest.raises(Refused, match="1份工作底稿"):
        publish(inspection)
    inspection.refresh_from_db()
    assert inspection.stage == Stage.ON_SITE
