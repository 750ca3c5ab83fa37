"""The life of a year-end report: written, handed in, sent back, corrected, judged."""

from datetime import date

import pytest
from django.db import Error as DatabaseError
from django.db import transaction

from assessments import report_facts, reporting
from assessments.actions import reports
from assessments.figures.reports import may_judge, reports_of
from assessments.models import AnnualReport, Evaluation, FrozenFile, FrozenReport
from duties.actions import obligations
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice
from organizations.errors import Refused
from organizations.models import JournalEntry
from tests.cast import ON, make_requirement
from tests.handing_in import draft, hand_in

pytestmark = pytest.mark.django_db
AFTER = date(2027, 1, 15)


@pytest.fixture
def seat(post, official, liaison, overseer):
    """The mayor's appointment, with two duties of the year."""
    make_requirement("15.2/1")
    make_requirement("20.2/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return post.appointments.get()


def actions_journalled():
    rows = JournalEntry.objects.filter(action__startswith="reports.").order_by("pk")
    return list(rows.values_list("action", flat=True))


def test_a_draft_is_begun_by_the_first_words(seat, liaison):
    report = draft(seat, liaison, plans="明年带头学法。", bogus="x")
    assert (report.state, report.edition, report.edited_by) == ("draft", 1, liaison)
    assert report.narrative == {"plans": "明年带头学法。"}
    assert actions_journalled() == ["reports.begin"]


def test_the_same_words_again_change_nothing(seat, liaison):
    draft(seat, liaison, plans="同")
    assert draft(seat, liaison, plans="同").edition == 1
    assert actions_journalled() == ["reports.begin"]


def test_the_second_of_two_writers_gets_a_conflict_and_nothing_is_lost(seat, official, liaison):
    draft(seat, liaison, plans="甲")
    said = {"appointment": seat, "year": 2026, "edition": 1, "on": ON}
    reports.write(**said, said={"plans": "乙"}, by=official)
    with pytest.raises(Conflict):
        reports.write(**said, said={"plans": "丙"}, by=liaison)
    assert AnnualReport.objects.get().narrative == {"plans": "乙"}


def test_only_the_official_and_his_liaison_officers_write(seat, reviewer, overseer, outsider):
    for person in (reviewer, overseer, outsider):
        with pytest.raises(NotAllowed):
            draft(seat, person)
    assert not AnnualReport.objects.exists()


def test_a_passage_may_not_be_endless(seat, official):
    with pytest.raises(Refused):
        draft(seat, official, plans="长" * 2001)


def test_before_the_term_opens_it_is_not_taken(seat, official):
    report = draft(seat, official)
    with pytest.raises(Refused, match="2027-01-01"):
        reports.submit(report=report, edition=1, by=official, on=ON)


def test_nobody_submits_for_the_official(seat, liaison, overseer):
    report = draft(seat, liaison)
    with pytest.raises(NotAllowed):
        reports.submit(report=report, edition=1, by=liaison, on=AFTER)


def test_the_same_form_sent_twice_hands_in_once(seat, official):
    """One after the other, and both set at the same time from what was still a draft."""
    report = draft(seat, official)
    beside = AnnualReport.objects.get()
    for row in (report, report, beside):
        frozen = reports.submit(report=row, edition=1, by=official, on=AFTER)
        assert (frozen, row.state) == (FrozenReport.objects.get(), "submitted")


def test_an_edition_that_was_changed_meanwhile_is_not_taken_for_a_second_click(seat, official):
    report = draft(seat, official)
    draft(seat, official, plans="又改。")
    with pytest.raises(Conflict):
        reports.submit(report=report, edition=1, by=official, on=AFTER)
    assert not FrozenReport.objects.exists()


def test_what_is_handed_in_keeps_words_facts_and_hashes(seat, official, overseer):
    frozen = hand_in(seat, plans="明年带头学法。")
    report = AnnualReport.objects.get()
    assert (report.state, report.submitted_on, frozen.version) == ("submitted", ON, 1)
    facts = report_facts.load(frozen.inputs["zh-hans"])
    assert facts == reporting.read_for(report, on=ON, formal=True, proof=facts.proof)
    assert [row.requirement for row in facts.rows] == ["要求15.2/1", "要求20.2/1"]
    assert facts.words.plans == ("明年带头学法。",)
    assert facts.proof.code == frozen.code
    entry = JournalEntry.objects.get(action="reports.submit")
    assert entry.detail["sha256"] == [f.sha256 for f in frozen.files.order_by("-language")]
    assert Notice.objects.get(recipient=overseer).text_zh == (
        "述法报告已提交，待评议：杭州市市长（2026年度）"
    )


@pytest.mark.parametrize("model", [FrozenReport, FrozenFile, Evaluation])
def test_the_database_refuses_to_change_what_is_frozen(seat, overseer, model):
    frozen = hand_in(seat)
    reports.evaluate(frozen=frozen, grade="good", by=overseer, on=ON)
    row = model.objects.first()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(id=row.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


def test_what_is_handed_in_cannot_be_written_on(seat, official):
    hand_in(seat, plans="甲")
    with pytest.raises(Conflict):
        draft(seat, official, plans="乙")


def test_sent_back_it_is_completed_and_handed_in_again(seat, official, overseer):
    first = hand_in(seat, plans="甲")
    report = reports.send_back(
        report=AnnualReport.objects.get(), edition=2, reason="请补充原因分析", by=overseer, on=ON
    )
    assert (report.state, report.reason) == ("returned", "请补充原因分析")
    second = hand_in(seat, on=AFTER, plans="甲", causes="乙")
    assert (second.version, second.reason) == (2, "请补充原因分析")
    assert second.narrative == {"plans": "甲", "causes": "乙"}
    first.refresh_from_db()
    assert first.narrative == {"plans": "甲"}
    assert AnnualReport.objects.get().submitted_on == ON  # the first time counts


def test_a_correction_makes_a_new_version_and_the_old_one_stays(seat, official, overseer):
    frozen = hand_in(seat)
    reports.evaluate(frozen=frozen, grade="fair", by=overseer, on=ON)
    report = AnnualReport.objects.get()
    reports.correct(report=report, edition=report.edition, reason="笔误", by=official, on=ON)
    again = hand_in(seat, plans="更正")
    assert [each.version for each in report.versions.all()] == [2, 1]
    assert (again.reason, reports_of([seat.post_id], 2026)[seat.post_id].evaluation) == (
        "笔误", "fair",
    )  # fmt: skip


def test_only_the_superior_judges_and_never_himself(seat, official, overseer, assessor, reviewer,
                                                    liaison, inspector):  # fmt: skip
    report = hand_in(seat).report
    people = (official, reviewer, liaison, inspector, overseer, assessor)
    assert [person for person in people if may_judge(person, report, ON)] == [overseer, assessor]


def test_an_evaluation_is_said_once(seat, overseer, assessor):
    frozen = hand_in(seat)
    said = reports.evaluate(frozen=frozen, grade="good", by=overseer, on=ON)
    assert reports.evaluate(frozen=frozen, grade="good", by=overseer, on=ON) == said
    with pytest.raises(Conflict):
        reports.evaluate(frozen=frozen, grade="poor", by=assessor, on=ON)


def test_what_was_judged_is_not_sent_back(seat, overseer):
    frozen = hand_in(seat)
    reports.evaluate(frozen=frozen, grade="good", by=overseer, on=ON)
    with pytest.raises(Refused):
        reports.send_back(report=frozen.report, edition=2, reason="再改", by=overseer, on=ON)


def test_judged_at_the_very_moment_it_is_sent_back_only_one_of_the_two_holds(
    seat, overseer, assessor, monkeypatch
):
    frozen, reopen = hand_in(seat), reports._reopen

    def judged_first(*arguments):
        reports.evaluate(frozen=frozen, grade="good", by=assessor, on=ON)
        reopen(*arguments)

    monkeypatch.setattr(reports, "_reopen", judged_first)
    with pytest.raises(Conflict):
        reports.send_back(report=frozen.report, edition=2, reason="再改", by=overseer, on=ON)


def test_a_return_needs_a_reason(seat, overseer):
    frozen = hand_in(seat)
    with pytest.raises(Refused):
        reports.send_back(report=frozen.report, edition=2, reason=" ", by=overseer, on=ON)
