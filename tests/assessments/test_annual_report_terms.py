"""What a year-end report says and when it is due: terms, reminders, what is read from them."""

from datetime import date

import pytest

from assessments import drafting, reporting
from assessments.actions import report_terms, reports
from assessments.figures.reports import ReportStanding, reports_of
from assessments.models import AnnualReport, FrozenReport
from duties.actions import checks, obligations
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Ledger, Notice
from organizations.actions import appointments
from organizations.models import Appointment
from tests.assessments import test_annual_reports
from tests.assessments.test_annual_reports import AFTER
from tests.cast import ON, appoint, make_post, make_requirement
from tests.handing_in import DUE, draft, hand_in, made, set_term

pytestmark = pytest.mark.django_db
seat = test_annual_reports.seat


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
