"""The life of a year-end report: written, handed in, sent back, corrected, judged."""

from datetime import date

import pytest
from django.db import Error as DatabaseError
from django.db import transaction

from assessments import drafting, report_facts, reporting
from assessments.actions import report_terms, reports
from assessments.figures.reports import ReportStanding, may_judge, reports_of
from assessments.models import AnnualReport, Evaluation, FrozenFile, FrozenReport
from duties.actions import checks, obligations
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Ledger, Notice
from organizations.actions import appointments
from organizations.errors import Refused
from organizations.models import Appointment, JournalEntry
from tests.cast import ON, appoint, make_post, make_requirement
from tests.handing_in import DUE, draft, hand_in, made, set_term

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


def test_scoring_reads_when_it_was_handed_in_and_what_was_said(seat, overseer):
    post = seat.post
    assert reports_of([post.pk], 2026) == {
        post.pk: ReportStanding(None, date(2027, 1, 31), "", str(seat.pk))
    }
    set_term(overseer.unit, overseer)
    frozen = hand_in(seat)
    Ledger.objects.update(moved=False)
    reports.evaluate(frozen=frozen, grade="good", by=overseer, on=ON)
    assert reports_of([post.pk], 2026) == {post.pk: ReportStanding(ON, DUE, "good", str(seat.pk))}
    assert Ledger.objects.get(post=post, year=2026).moved


def test_what_was_handed_in_in_time_stays_in_time_whatever_term_is_set_later(seat, overseer):
    """Sent back and handed in once more, too: the first day counts, by the first due date."""
    frozen = hand_in(seat, on=DUE)
    set_term(overseer.unit, overseer, due_on=ON)
    standing = reports_of([seat.post_id], 2026)[seat.post_id]
    assert (standing.submitted_on, standing.due_on) == (DUE, frozen.due_on)
    report = frozen.report
    reports.send_back(report=report, edition=2, reason="请补充", by=overseer, on=AFTER)
    again = hand_in(seat, on=AFTER, causes="乙")
    assert (again.version, again.due_on) == (2, frozen.due_on)


def test_another_due_date_has_the_scores_below_worked_out_again(seat, overseer, province):
    Ledger.objects.update(moved=False)
    set_term(province, overseer)
    assert Ledger.objects.get(post=seat.post_id, year=2026).moved
    Ledger.objects.update(moved=False)
    set_term(province, overseer)
    assert not Ledger.objects.get(post=seat.post_id, year=2026).moved


def test_scoring_asks_as_often_for_many_posts(seat, county, django_assert_num_queries):
    other = make_post(county, "government", title_zh="区长")
    appoint(other, "head", date(2025, 1, 1))
    for posts in ([seat.post_id], [seat.post_id, other.pk]):
        with django_assert_num_queries(4):
            reports_of(posts, 2026)


def test_a_hand_over_in_the_year_makes_two_reports(seat, official, post):
    """Each tells what fell due in his time; together they leave nothing out."""
    make_requirement("16.1/1", cadence="quarter")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    appointments.end(appointment=seat, ends_on=date(2026, 6, 30), by=None, on=ON)
    appoint(post, "second", date(2026, 7, 1))
    later = Appointment.objects.get(person__username="second")
    rows = {}
    for held in (seat, later):
        held.refresh_from_db()
        report = AnnualReport(post=post, appointment=held, year=2026)
        facts = reporting.read_for(report, on=AFTER)
        rows[held.pk] = [row.period for row in facts.rows]
        assert facts.is_of_part_of_a_year
    assert rows[seat.pk] == ["2026年第一季度", "2026年第二季度"]
    assert rows[later.pk] == ["2026年", "2026年第三季度", "2026年第四季度", "2026年"]


def test_deeds_are_told_by_whoever_did_them(seat, post, confirm):
    row = post.obligations.get(requirement__code="15.2/1")
    confirm(row, date(2026, 5, 6))
    appointments.end(appointment=seat, ends_on=date(2026, 6, 30), by=None, on=ON)
    appoint(post, "second", date(2026, 7, 1))
    later = Appointment.objects.get(person__username="second")
    told = {}
    for held in (seat, later):
        held.refresh_from_db()
        facts = reporting.read_for(AnnualReport(post=post, appointment=held, year=2026), on=AFTER)
        told[held.pk] = len(facts.deeds)
    assert told == {seat.pk: 1, later.pk: 0}


def test_unfinished_duties_stand_in_the_report_whatever_is_written(seat):
    report = AnnualReport(post=seat.post, appointment=seat, year=2026, narrative={})
    facts = reporting.read_for(report, on=AFTER)
    drafts = drafting.drafts(facts)
    assert len(facts.rows) == 2
    assert {row.key for row in facts.rows} == {o.pk for o in seat.post.obligations.all()}
    assert set(drafts) <= {"study", "inspections", "causes", "plans"}


def test_a_late_draft_bears_the_day_it_will_bear_when_handed_in(seat, official):
    report = draft(seat, official)
    late = date(2027, 2, 15)
    shown, frozen = (reporting.read_for(report, on=late, formal=formal) for formal in (False, True))
    assert shown.on == frozen.on == late


def test_prefilled_sentences_hold_no_figure_and_name_their_sources(seat, post, confirm):
    confirm(post.obligations.get(requirement__code="20.2/1"), date(2026, 5, 6))
    checks.run_due(on=AFTER)
    report = AnnualReport(post=post, appointment=seat, year=2026, narrative={})
    drafts = drafting.drafts(reporting.read_for(report, on=AFTER))
    assert set(drafts) == {"study", "causes", "plans"}
    assert not any(sign.isdigit() for draft in drafts.values() for sign in draft.text)
    assert drafts["study"].records == (post.records.get().pk,)
    assert [row.requirement for row in drafts["causes"].duties] == ["要求15.2/1"]


def test_reminders_come_once_a_stage_to_official_and_liaison(seat, official, liaison):
    due = date(2027, 1, 31)
    assert report_terms.remind(on=date(2026, 12, 20)) == 0
    assert report_terms.remind(on=date(2027, 1, 24)) == 2
    assert report_terms.remind(on=date(2027, 1, 25)) == 0
    assert report_terms.remind(on=due) == 2
    hand_in(seat, on=due)
    assert report_terms.remind(on=date(2027, 2, 1)) == 0
    told = Notice.objects.filter(kind="report", recipient=official).order_by("pk")
    assert [notice.text_zh for notice in told] == [
        "年终述法报告7天内到期：杭州市市长（2026年度）",
        "年终述法报告今日到期：杭州市市长（2026年度）",
    ]


def test_terms_are_set_by_the_superior_alone(seat, overseer, liaison, other_overseer, city):
    with pytest.raises(NotAllowed):
        set_term(city, liaison)
    with pytest.raises(NotAllowed):
        set_term(city, other_overseer)
    assert set_term(overseer.unit, overseer).due_on == DUE


def test_a_moved_duty_stops_the_freezing(seat, official, confirm, post):
    report = draft(seat, official)
    ready = made(report)
    confirm(post.obligations.first(), date(2026, 5, 6))
    with pytest.raises(Conflict, match="履职数据"):
        reports.keep(report=report, made=ready, by=official, on=ON)
    assert not FrozenReport.objects.exists()
