"""A case from the lead to its close, step by step, each with one sealed entry."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accountability import stages
from accountability.actions import appeals, closing, deciding, hearing, stepping, warning
from accountability.models import Case, Decision, Measure
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import JournalEntry, MatterEntry
from tests.cast import ON

pytestmark = pytest.mark.django_db


def test_a_case_goes_its_way_and_each_step_leaves_one_sealed_entry(story):
    before = JournalEntry.objects.count()
    case = story.closed()
    entries = MatterEntry.objects.filter(matter=case.pk).order_by("position")
    assert [row.action for row in entries] == [
        "leads.enter", "cases.take_up", "cases.assign", "cases.assign", "cases.assign",
        "cases.account", "cases.notify", "cases.state", "cases.decide", "cases.hand_over",
        "cases.measure", "cases.serve", "cases.appeal", "cases.answer", "cases.close",
    ]  # fmt: skip
    assert journal.matter_is_whole(case.pk)
    # What it means for the score is known to whoever reads the score, and to nobody before.
    assert [row.action for row in JournalEntry.objects.order_by("pk")[before:]] == [
        "outcomes.hand_over"
    ]
    assert (case.stage, case.due_on, case.number_label) == ("closed", None, "问责〔2026〕1号")


STAGES = ("taken_up", "notified", "heard", "decided", "measured", "served", "appealed", "answered")


@pytest.mark.parametrize("at", STAGES)
def test_no_role_takes_a_step_that_the_table_does_not_give_it(story, bystander, overseer, at):
    case = getattr(story, at)()
    people = {
        story.handler: {stages.Role.HANDLER}, story.office: {stages.Role.OFFICE},
        story.organizer: {stages.Role.ORGANIZER}, bystander: set(), overseer: set(),
        story.official: {stages.Role.CONCERNED} if case.notified_at else set(),
    }  # fmt: skip
    before = MatterEntry.objects.count()
    for person, roles in people.items():
        for verb in stages.Verb:
            if not stages.may(verb, stages.Stage(case.stage), frozenset(roles)):
                with pytest.raises((NotAllowed, Conflict)), transaction.atomic():
                    stepping.take(case, verb, version=case.version, by=person, on=ON)
    assert MatterEntry.objects.count() == before


def test_two_at_once_and_only_the_first_moves_the_case(story):
    case = story.heard()
    story.do(closing.withdraw, case, text="当事人已调离。")
    stale = Case.objects.get(pk=case.pk)
    with pytest.raises(Conflict, match="已撤案"):
        closing.withdraw(
            case=stale, version=stale.version - 1, text="再撤一次", by=story.handler, on=ON
        )


def test_nobody_is_notified_by_one_handler_alone(story):
    case = story.taken_up()
    case.members.filter(person=story.second_handler).delete()
    story.do(hearing.account, case, text="属实。")
    with pytest.raises(Refused, match="两名以上承办人"):
        story.do(hearing.notify, case, charge="事项")


def test_silence_goes_on_record_only_once_the_time_is_over(story):
    case = story.notified()
    assert case.due_on == date(2026, 12, 7)
    with pytest.raises(Refused, match="期限尚未届满"):
        hearing.lapse(case=case, key=uuid4(), text="未提交。", by=story.handler, on=case.due_on)
    hearing.lapse(
        case=case, key=uuid4(), text="两次催办未提交。", by=story.handler, on=date(2026, 12, 8)
    )
    assert story.fresh(case).stage == "heard"


def test_a_statement_sent_twice_is_one_and_may_be_added_to(story):
    case, key = story.notified(), uuid4()
    for _ in range(2):
        hearing.state(case=case, key=key, text="陈述。", by=story.official, on=ON)
    hearing.state(case=case, key=uuid4(), text="补充。", by=story.official, on=ON)
    assert list(case.statements.values_list("text", flat=True)) == ["陈述。", "补充。"]
    assert case.documents.filter(kind="statement", language="en").count() == 2


def test_two_forms_are_carried_out_by_two_organs_before_it_is_served(story):
    case = story.decided(forms=("admonition", "adjustment"))
    story.do(deciding.hand_over, case, by=story.office)
    said = {"document": "号", "text": "处理。", "starts_on": ON, "months": 0}
    with pytest.raises(NotAllowed):
        story.do(deciding.measure, case, form="adjustment", **said)
    story.do(deciding.measure, case, by=story.organizer, form="adjustment", **said)
    assert case.stage == "handed"
    story.do(deciding.measure, case, form="admonition", **said | {"months": 6})
    assert case.stage == "measured"
    assert Measure.objects.get(form="admonition").ends_on == date(2027, 5, 23)


def test_where_nobody_is_called_to_account_the_case_is_closed_at_once(story):
    case = story.decided(forms=())
    with pytest.raises(Refused, match="直接办结"):
        story.do(deciding.hand_over, case, by=story.office)
    story.do(closing.close, case, text="查无问题，予以澄清。")
    assert (case.stage, case.number) == ("closed", None)


def test_a_form_for_organizations_fits_no_leader(story):
    with pytest.raises(Refused, match="不适用"):
        story.decided(forms=("reorganization",))


def test_an_appeal_has_one_month_and_so_has_its_answer(story):
    case = story.served()
    assert case.due_on == date(2026, 12, 23)
    with pytest.raises(Refused, match="申诉期限已过"):
        appeals.appeal(
            case=case, key=uuid4(), text="不服。", by=story.official, on=date(2026, 12, 24)
        )
    appeals.appeal(case=case, key=uuid4(), text="不服。", by=story.official, on=case.due_on)
    assert story.fresh(case).due_on == date(2027, 1, 25)


def test_a_decision_of_before_the_hearing_is_none(story):
    case = story.notified()
    on = story.later(3)
    hearing.state(case=case, key=uuid4(), text="陈述。", by=story.official, on=on)
    said = {"document": "号", "forms": ["circular"], "text": "通报。", "by": story.office}
    with pytest.raises(Refused, match="早于听取陈述申辩"):
        story.do(deciding.decide, case, decided_on=on - timedelta(days=1), **said)
    story.do(deciding.decide, case, decided_on=on, **said)
    assert case.stage == "decided"


def test_no_service_is_dated_so_far_back_that_the_appeal_is_over(story):
    case, served_on = story.measured(), story.on
    story.later(31)
    with pytest.raises(Refused, match="申诉期限已经届满"):
        story.do(deciding.serve, case, served_on=served_on, manner="当面送达")
    story.do(deciding.serve, case, served_on=story.on, manner="当面送达")
    assert case.stage == "served"


@pytest.mark.parametrize("forms", [["discipline"], ["admonition", "circular"]])
def test_nobody_is_worse_off_for_his_appeal(story, forms):
    with pytest.raises(Refused, match="不得因申诉加重处理"):
        story.answered(result="changed", forms=forms)


def test_a_changed_decision_goes_the_same_way_again_and_the_old_one_stays(story):
    case = story.answered(result="changed", forms=["circular"])
    assert (case.stage, case.decisions.count()) == ("decided", 2)
    old = Measure.objects.get(form="admonition")
    assert old.revoked_at is not None and old.decision.version == 1
    story.do(deciding.hand_over, case, by=story.office)
    story.do(
        deciding.measure,
        case,
        form="circular",
        document="号",
        text="通报。",
        starts_on=ON,
        months=0,
    )
    story.do(deciding.serve, case, served_on=ON, manner="当面送达")
    assert (case.stage, case.number) == ("served", 1)
    assert case.documents.filter(kind="decision", language="zh-hans").count() == 2


def test_a_revoked_decision_takes_its_measures_back(story):
    case = story.answered(result="revoked")
    assert (case.stage, Measure.objects.filter(revoked_at=None).count()) == ("answered", 0)


def test_what_was_put_wrongly_is_put_right_by_addition(story):
    case = story.decided()
    story.do(closing.correct, case, text="决定文号应为浙委〔2026〕13号。")
    assert case.corrections.get().text == "决定文号应为浙委〔2026〕13号。"
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(document="改写")


def test_the_database_knows_what_a_stage_implies(story):
    case = story.taken_up()
    for fields in ({"stage": "closed"}, {"stage": "heard"}, {"number": 3}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**fields)
    assert connection.in_atomic_block


def test_handlers_are_warned_of_a_time_limit_once_a_stage_and_he_of_his_own(story):
    case = story.notified()
    Notice.objects.all().delete()
    for on in (date(2026, 12, 4), date(2026, 12, 4), date(2026, 12, 7), date(2026, 12, 8)):
        warning.warn(on=on)
    told = Notice.objects.filter(recipient=story.handler).order_by("created_on")
    assert [row.text_zh for row in told] == [
        "您办理的一项事项期限将至。", "您办理的一项事项今日到期。", "您办理的一项事项已超过期限。",
    ]  # fmt: skip
    his = Notice.objects.filter(recipient=story.official).order_by("created_on")
    assert [row.text_zh for row in his] == [
        "与您有关的一项事项，您的期限将至。", "与您有关的一项事项，您的期限今日届满。",
    ]  # fmt: skip
    assert not Notice.objects.filter(text_zh__contains=case.title).exists()
