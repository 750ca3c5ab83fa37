"""After the end: put right by addition, taken back by whoever decided, and never rewritten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from accountability.actions import closing, files, hearing
from accountability.models import (
    Appeal,
    Case,
    CaseFile,
    CaseMember,
    ClaimTest,
    Lead,
    LeadItem,
    Measure,
    ToleranceClaim,
)
from assessments.models import Outcome
from duties.actions.errors import NotAllowed
from duties.models import Notice
from organizations.errors import Refused
from tests.cast import ON
from tests.files import pdf_upload

pytestmark = pytest.mark.django_db
SAID = {"document": "浙委〔2027〕2号", "text": "据以定性的会议记录系他人所作。"}


def annul(story, case, **said):
    said = {"by": story.office, "decided_on": story.on} | SAID | said
    return story.do(closing.annul, case, **said)


def test_a_decision_taken_back_after_the_close_takes_its_outcome_with_it(story):
    case = story.closed()
    assert Outcome.objects.get().withdrawn_at is None
    Notice.objects.all().delete()
    story.later(40)
    annul(story, case)
    assert (case.stage, Measure.objects.filter(revoked_at=None).count()) == ("closed", 0)
    assert Outcome.objects.get().withdrawn_by == story.office
    assert case.decisions.last().forms == [] and case.decisions.count() == 2
    assert case.documents.filter(kind="annulment").count() == 2
    assert Notice.objects.filter(recipient=story.official, key__contains="annulled").exists()


def test_it_is_taken_back_once_and_by_the_committee_alone(story):
    case = story.closed()
    with pytest.raises(NotAllowed):
        annul(story, case, by=story.handler)
    with pytest.raises(Refused, match="决定日期"):
        annul(story, case, decided_on=ON - timedelta(days=1))
    annul(story, case)
    with pytest.raises(Refused, match="没有仍然有效"):
        annul(story, case)


def test_the_office_finds_it_on_the_page(client, story):
    case = story.closed()
    client.force_login(story.office)
    assert "登记撤销决定" in client.get(case.get_absolute_url()).text
    path = f"{case.get_absolute_url()}do/annul/"
    sent = SAID | {"version": case.version, "decided_on": case.ended_on}
    assert client.post(path, sent)["Location"] == case.get_absolute_url()
    page = client.get(case.get_absolute_url()).text
    assert "撤销原决定" in page and f"{case.pk}/do/annul/" not in page


@pytest.mark.parametrize("ended", ["closed", "tolerated"])
def test_what_was_put_wrongly_is_put_right_after_the_end_too(story, ended):
    case = story.closed() if ended == "closed" else tolerated(story)
    story.do(closing.correct, case, text="办结说明中的文号应为13号。")
    assert case.corrections.count() == 1


def tolerated(story) -> Case:
    case = story.heard()
    story.ruled(story.tested(story.claim(case)), "exempt")
    return story.fresh(case)


def refused(rows, **fields) -> None:
    assert rows.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**fields)
    if not fields.keys() & {"text_zh", "title", "role"}:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_what_was_ruled_answered_taken_back_and_ended_is_not_rewritten(story):
    story.answered(result="revoked")
    refused(Appeal.objects.all(), answer="改写")
    refused(Measure.objects.all(), text="改写")
    tolerated(story)
    refused(ToleranceClaim.objects.all(), reason="改写")
    refused(ClaimTest.objects.all(), holds=False)
    refused(Case.objects.filter(stage="tolerated"), title="改写")
    refused(Lead.objects.all(), text_zh="改写")
    refused(CaseMember.objects.all(), role="organizer")


def test_nothing_is_added_to_a_claim_that_was_ruled_on(story):
    case = tolerated(story)
    row = ClaimTest.objects.filter(claim__case=case).first()
    row.pk, row.condition = None, "first"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_a_measure_in_force_keeps_its_words(story):
    story.measured()
    with pytest.raises(DatabaseError), transaction.atomic():
        Measure.objects.update(ends_on=None)


def test_files_and_facts_stay_as_they_were_handed_in(story):
    case = story.taken_up()
    files.attach(
        case=case, key=uuid4(), purpose="material", file=pdf_upload(), by=story.handler, on=ON
    )
    LeadItem.objects.create(lead=case.lead, key="missed:1", text_zh="事实")
    refused(CaseFile.objects.all(), name="改写.pdf")
    refused(LeadItem.objects.all(), text_zh="改写")


def test_what_the_check_does_not_bear_out_is_dropped_and_he_never_learns_of_it(story, bystander):
    case = story.taken_up()
    with pytest.raises(Refused, match="请先写明初步核实情况"):
        story.do(closing.drop, case, text="不属实。")
    story.do(hearing.account, case, text="会议如期召开，有会议记录。")
    story.do(closing.drop, case, text="不属实。")
    assert (case.stage, case.documents.count()) == ("dropped", 0)
    assert not Notice.objects.filter(recipient=story.official).exists()
    for person in (story.official, bystander):
        assert not Case.objects.visible_to(person, ON).exists()
