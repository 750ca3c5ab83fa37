"""Findings: delivered, answered, sent back, accepted; both sides warned in time."""

import uuid
from datetime import date, timedelta

import pytest

from assessments.actions import files, findings, papers
from assessments.models import Finding, FindingState, PaperEntry, Rectification
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice
from organizations.errors import Refused
from tests.cast import ON
from tests.files import pdf_upload

pytestmark = pytest.mark.usefixtures("that_day")


@pytest.fixture
def found(record, on_site, finish, publish):
    """A discrepancy found and published: due on 23 December."""
    publish(finish(on_site(), "discrepancy", "会议没有召开"))
    return Finding.objects.get()


@pytest.fixture
def answer(liaison):
    def answer(finding, by=liaison, on=ON, measures="已补开会议。") -> Rectification:
        return findings.answer(finding=finding, key=uuid.uuid4(), measures=measures, by=by, on=on)

    return answer


def decide(answer, by, accepted=True, reason="", on=ON):
    row = Rectification.objects.get(pk=answer.pk)
    return findings.decide(rectification=row, accepted=accepted, reason=reason, by=by, on=on)


def test_sent_back_and_answered_again_until_accepted(found, answer, inspector):
    first = answer(found)
    decide(first, inspector, accepted=False, reason="缺会议纪要")
    found.refresh_from_db()
    assert found.state == FindingState.RETURNED
    second = answer(found, on=date(2026, 12, 24))
    decide(second, inspector, on=date(2026, 12, 30))
    found.refresh_from_db()
    assert (found.state, found.righted_on, found.was_righted_in_time) == (
        "closed", date(2026, 12, 24), False,
    )  # fmt: skip


def test_only_acceptance_closes(found, answer, inspector, liaison, overseer):
    with pytest.raises(NotAllowed):
        answer(found, by=overseer)
    given = answer(found)
    with pytest.raises(Refused, match="原因"):
        decide(given, inspector, accepted=False)
    with pytest.raises(Conflict):
        answer(found)
    decide(given, inspector)
    with pytest.raises(Conflict):
        decide(given, inspector)


def test_the_same_answer_sent_twice_is_one(found, liaison):
    form = {"finding": found, "key": uuid.uuid4(), "measures": "已补开。", "by": liaison, "on": ON}
    assert findings.answer(**form) == findings.answer(**form)
    assert Rectification.objects.count() == 1


def test_files_of_an_answer_are_kept_with_it_and_sealed(found, answer, liaison):
    kept = files.attach(finding=found, key=uuid.uuid4(), file=pdf_upload(), by=liaison, on=ON)
    given = answer(found)
    kept.refresh_from_db()
    assert kept.rectification == given
    with pytest.raises(Refused):
        files.remove(row=kept, by=liaison, on=ON)


def told(person) -> list[str]:
    rows = person.notices.filter(key__startswith="finding:").order_by("pk")
    return [row.key.rpartition(":")[2] for row in rows]


def test_both_sides_are_warned_a_week_before_on_the_day_and_after_once_each(
    found, liaison, inspector
):
    due = found.due_on
    for days in (-30, -8, -7, -6, -1, 0, 1, 2, 60):
        findings.warn(on=due + timedelta(days=days))
        findings.warn(on=due + timedelta(days=days))
    assert told(liaison) == told(inspector) == ["week", "due", "overdue"]


def test_an_answer_in_time_is_not_overdue(found, answer, liaison):
    answer(found)
    assert findings.warn(on=found.due_on + timedelta(days=1)) == 0
    assert not Finding.objects.overdue(found.due_on + timedelta(days=1)).exists()


def test_a_verdict_put_right_takes_its_finding_back(record, on_site, write):
    paper = on_site().papers.get()
    write(paper, "discrepancy", "没有签到表")
    assert Finding.objects.get().text == "领导小组会议（2026-05-06）：没有签到表"
    write(paper, "confirmed")
    assert not Finding.objects.exists()


def test_a_late_text_stands_beside_until_both_are_merged(record, on_site, write, colleague):
    paper = on_site().papers.get()
    write(paper, "confirmed", "看过原件")
    late = write(paper, "discrepancy", "签到表系补签", by=colleague, base=0)
    paper.refresh_from_db()
    assert (late.state, paper.current.note, Finding.objects.count()) == ("beside", "看过原件", 0)
    assert paper.inspection.papers.signable_by(colleague).count() == 0
    write(paper, "discrepancy", "看过原件；签到表系补签")
    assert list(PaperEntry.objects.order_by("written_at").values_list("state", flat=True)) == [
        "past", "past", "standing",
    ]  # fmt: skip
    assert Finding.objects.count() == 1


def test_nobody_signs_his_own_and_a_new_text_needs_a_new_signature(
    record, on_site, write, inspector, colleague
):
    inspection = on_site()
    paper = inspection.papers.get()
    write(paper)
    seen = {paper.pk: 1}
    with pytest.raises(Refused):
        papers.sign(inspection=inspection, seen=seen, by=inspector, on=ON)
    assert papers.sign(inspection=inspection, seen=seen, by=colleague, on=ON) == 1
    write(paper, note="补充说明")
    assert papers.unfinished(inspection) == 1


def test_another_unit_never_reads_the_answers(found, answer, client, other_overseer):
    answer(found)
    client.force_login(other_overseer)
    assert client.get(found.get_absolute_url()).status_code == 404


def test_a_draft_finding_is_the_teams_alone(
    record, on_site, official, liaison, city, inspector, client
):
    row = on_site()
    finding = findings.add(
        inspection=row, key=uuid.uuid4(), unit=city, article=15, severity="minor",
        text="台账不全", days=10, by=inspector, on=ON,
    )  # fmt: skip
    for person in (official, liaison):
        client.force_login(person)
        assert client.get(row.get_absolute_url()).status_code == 200
        assert "台账不全" not in client.get(row.get_absolute_url()).content.decode()
        assert client.get(finding.get_absolute_url()).status_code == 404
    assert not Notice.objects.filter(key__startswith="finding:").exists()
