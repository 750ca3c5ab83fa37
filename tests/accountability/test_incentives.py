"""Incentives: no path skips review, decision or handling; nobody takes two of the first steps."""

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from accountability import incentive_stages as stages
from accountability.actions import good_results, incentives
from accountability.incentive_stages import Actor, Facts, Stage, Verb
from accountability.models import Incentive
from assessments.actions import closing
from assessments.figures.applying import default_scheme
from assessments.models import Outcome
from duties.actions.errors import Conflict, NotAllowed
from organizations.actions import appointments, journal
from organizations.errors import Refused
from organizations.models import JournalEntry, MatterEntry
from tests.assessment_world import publish as publish_assessment
from tests.assessment_world import submit
from tests.cast import ON, appoint
from tests.scoring_world import enter_result, force_scheme

CODES = ("assess", "oversee", "appoint", "discipline", "inspect", "administer")
ACTORS = st.builds(Actor, st.integers(1, 5), st.frozensets(st.sampled_from(CODES)))
MOVES = st.lists(st.tuples(st.sampled_from(Verb), ACTORS), max_size=14)


@given(st.sampled_from([None, 2, 3]), MOVES)
def test_every_path_goes_through_review_decision_and_handling_by_different_hands(proposer, moves):
    facts, done = Facts(Stage.PROPOSED, concerned=1, proposed_by=proposer), {}
    for verb, actor in moves:
        step = stages.step_of(verb, facts, actor)
        if step is None:
            continue
        assert actor.key != 1 and step.code in actor.codes and facts.stage not in (
            Stage.DECLINED, Stage.REVOKED,
        )  # fmt: skip
        done[verb] = actor.key
        reviewed = actor.key if verb is Verb.REVIEW else facts.reviewed_by
        facts = Facts(step.target, 1, proposer, reviewed)
    if facts.stage is Stage.PUBLISHED:
        assert list(done) == [Verb.REVIEW, Verb.DECIDE, Verb.HANDLE, Verb.PUBLISH]
    if Verb.DECIDE in done:
        assert len({proposer, done[Verb.REVIEW], done[Verb.DECIDE]}) == 3


@pytest.fixture
def propose(post, official, organizer):
    def propose(by=organizer, **fields) -> Incentive:
        said = {"post": post, "year": 2026, "form": "praise", "reason": "行政应诉成效明显。"}
        return incentives.propose(key=uuid.uuid4(), by=by, on=ON, **said | fields)

    return propose


@pytest.fixture
def step(assessor, office, organizer):
    """Take the named step as whoever it belongs to."""
    said = {
        "review": (assessor, {"opinion": "属实"}),
        "decide": (office, {"document": "浙委〔2026〕30号", "decided_on": ON}),
        "handle": (organizer, {"handling": "已通报表扬"}),
        "publish": (organizer, {}),
        "decline": (assessor, {"reason": "成效尚不突出"}),
        "revoke": (office, {"reason": "材料不实"}),
    }

    def step(row, *verbs, by=None):
        for verb in verbs:
            person, fields = said[verb]
            getattr(incentives, verb)(
                incentive=row, version=row.version, by=by or person, on=ON, **fields
            )
        return row

    return step


WAY = ("review", "decide", "handle", "publish")


def test_from_proposal_to_the_score_of_the_year(propose, step, official, post):
    row = step(propose(), *WAY)
    outcome = Outcome.objects.get()
    assert (row.stage, outcome.kind, outcome.points, outcome.post, outcome.year) == (
        "published", "bonus", Decimal("0.50"), post, 2026,
    )  # fmt: skip
    assert outcome.reason_zh == "激励：通报表扬（浙委〔2026〕30号）"
    assert official.notices.get().url == row.get_absolute_url()


def test_revoked_it_adds_nothing_any_more_and_stays_known(propose, step, official):
    row = step(propose(), *WAY, "revoke")
    assert Outcome.objects.get().withdrawn_at is not None
    assert Incentive.objects.visible_to(official, ON).get() == row


def test_each_step_leaves_one_entry_sealed_before_and_open_after(propose, step):
    row = propose()
    before = JournalEntry.objects.count()
    step(row, "review", "decide", "handle")
    assert JournalEntry.objects.count() == before
    told = list(MatterEntry.objects.filter(matter=row.pk).values_list("action", flat=True))
    assert told == [f"incentives.{verb}" for verb in ("propose", "review", "decide", "handle")]
    step(row, "publish", "revoke")
    opened = JournalEntry.objects.filter(action__startswith="incentives.").order_by("pk")
    assert list(opened.values_list("action", flat=True)) == [
        *told, "incentives.publish", "incentives.revoke",
    ]  # fmt: skip
    assert journal.matter_is_whole(row.pk)


def test_who_may_know_before_and_after(
    propose, step, official, organizer, assessor, office, city_discipline, liaison, handler
):
    def seen(row):
        people = (official, organizer, assessor, office, city_discipline, liaison, handler)
        return [p.username for p in people if Incentive.objects.visible_to(p, ON).exists()]

    row = propose()
    assert seen(row) == ["organizer", "assessor", "office"]
    step(row, *WAY)
    assert len(seen(row)) == 7


def test_nobody_reviews_what_he_proposed_or_decides_what_he_reviewed(propose, step, assessor):
    from_assessor = propose(by=assessor)
    with pytest.raises(NotAllowed):
        step(from_assessor, "review")
    both = propose()
    step(both, "review")
    with pytest.raises(NotAllowed):
        step(both, "decide", by=assessor)
    step(both, "decide")


def test_whoever_comes_second_is_told(propose, step):
    row = propose()
    stale = Incentive.objects.get()
    step(row, "review")
    with pytest.raises((Conflict, NotAllowed)):
        step(stale, "decline")
    stale = Incentive.objects.get()
    step(row, "decide")
    with pytest.raises(Conflict):
        step(stale, "decide")


def test_the_same_form_twice_proposes_once(post, official, organizer):
    key = uuid.uuid4()
    for _time in range(2):
        incentives.propose(
            key=key, post=post, year=2026, form="merit", reason="成效", by=organizer, on=ON
        )
    assert Incentive.objects.count() == 1


def test_no_decision_of_tomorrow(propose, step, office):
    row = step(propose(), "review")
    with pytest.raises(Refused):
        incentives.decide(
            incentive=row, version=row.version, document="1号", decided_on=ON + timedelta(days=1),
            by=office, on=ON,
        )  # fmt: skip


def test_the_offices_of_another_level_propose_nothing(propose, city_discipline, other_overseer):
    for person in (city_discipline, other_overseer):
        with pytest.raises(NotAllowed):
            propose(by=person)


def test_the_document_is_frozen(propose, step):
    row = step(propose(), "review", "decide")
    assert sorted(row.documents.values_list("language", flat=True)) == ["en", "zh-hans"]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accountability_incentivedocument SET size = 1")


@pytest.mark.usefixtures("that_day")
def test_praise_of_a_published_inspection_is_proposed_once(
    post, record, on_site, finish, publish, province, organizer, inspector
):
    row = finish(on_site(), "confirmed", "属实")
    closing.praise(row=row.scope.get(), text="重大行政决策全程留痕。", by=inspector, on=ON)
    publish(row)
    found = [
        good_results.propose(unit=province, year=2026, by=organizer, on=ON) for _time in range(2)
    ]
    made = Incentive.objects.get()
    assert found == [1, 0]
    assert (made.post, made.form, made.proposed_by) == (post, "praise", None)
    assert "重大行政决策全程留痕。" in made.reason


@pytest.mark.usefixtures("that_day")
def test_an_excellent_grade_is_proposed_once_it_is_published(
    post, province, assessor, commenting, approver, organizer
):
    plain = default_scheme()
    bands = tuple(replace(band, quota=None) for band in plain.bands)  # one alone has no share of 1
    force_scheme(province, assessor, replace(plain, bands=bands))
    enter_result(post.unit, Decimal(100), by=assessor)
    row = submit(commenting(), assessor)
    before = good_results.propose(unit=province, year=2026, by=organizer, on=ON)
    publish_assessment(row, approver)
    found = [
        good_results.propose(unit=province, year=2026, by=organizer, on=ON) for _time in range(2)
    ]
    assert (before, found) == (0, [1, 0])
    assert Incentive.objects.get().reason == "2026年度履职考核100.00分，等次为优秀。"


@pytest.mark.usefixtures("that_day")
def test_nobody_is_praised_for_the_grade_of_who_sat_there_before_him(
    post, province, assessor, commenting, approver, organizer
):
    plain = default_scheme()
    bands = tuple(replace(band, quota=None) for band in plain.bands)
    force_scheme(province, assessor, replace(plain, bands=bands))
    enter_result(post.unit, Decimal(100), by=assessor)
    publish_assessment(submit(commenting(), assessor), approver)
    yesterday = ON - timedelta(days=1)
    appointments.end(appointment=post.appointments.get(), ends_on=yesterday, by=None, on=ON)
    appoint(post, "newcomer", ON)
    assert good_results.propose(unit=province, year=2026, by=organizer, on=ON) == 0
