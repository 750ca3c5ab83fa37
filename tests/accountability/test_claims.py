"""Tolerance: raised by either side, tested one by one, ruled on by the committee alone."""

from uuid import uuid4

import pytest

from accountability.actions import claims, deciding
from accountability.models import Case, CaseDocument, ToleranceClaim
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice
from organizations.errors import Refused
from tests.cast import ON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("at", ["taken_up", "notified", "heard"])
def test_the_organization_may_claim_at_any_stage_before_the_decision(story, at):
    case = getattr(story, at)()
    assert story.claim(case, by=story.handler).by_concerned is False


def test_after_the_decision_it_is_too_late(story):
    with pytest.raises(Conflict):
        story.claim(story.decided())


def test_before_he_is_notified_he_knows_of_nothing_to_claim_for(story):
    with pytest.raises(NotAllowed):
        story.claim(story.taken_up())


def test_one_claim_at_a_time_and_the_same_form_counts_once(story):
    case, key = story.notified(), uuid4()
    for _ in range(2):
        claims.claim(case=case, key=key, text="先行先试。", by=story.official, on=ON)
        case.refresh_from_db()
    with pytest.raises(Refused, match="尚未裁定"):
        story.claim(case)
    assert ToleranceClaim.objects.count() == 1


def test_a_granted_claim_ends_the_case_with_its_reason(story):
    case = story.notified()
    story.ruled(story.tested(story.claim(case)), "exempt")
    assert (story.fresh(case).stage, case.ending, case.due_on) == (
        "tolerated", "逐项审核后裁定。", None,
    )  # fmt: skip
    assert case.claims.get().document == "浙委〔2026〕11号"
    kinds = CaseDocument.objects.filter(case=case, language="en").values_list("kind", flat=True)
    assert list(kinds) == ["notice", "ruling"]


def test_exempted_before_he_was_told_he_learns_of_it_with_the_ruling(story):
    """His score will name it: nobody else shall read there what he was never told."""
    case = story.taken_up()
    story.ruled(story.tested(story.claim(case, by=story.organizer)), "exempt")
    assert Case.objects.visible_to(story.official, ON).get() == case
    assert Notice.objects.get(recipient=story.official).text_zh == "与您有关的一项事项有新的裁定。"


def test_he_reads_the_tests_once_the_committee_has_ruled(client, story):
    case = story.heard()
    claim = story.tested(story.claim(case), "no_gain")
    client.force_login(story.official)
    assert "的审核理由" not in client.get(case.get_absolute_url()).text
    story.ruled(claim, "refuse")
    assert "的审核理由" in client.get(case.get_absolute_url()).text


def test_a_refused_claim_lets_the_case_go_on(story):
    case = story.heard()
    story.ruled(story.tested(story.claim(case), "no_gain"), "refuse")
    assert story.fresh(case).stage == "heard"


def test_an_open_claim_stops_the_decision(story):
    case = story.heard()
    story.claim(case)
    with pytest.raises(Refused, match="容错申请尚未裁定"):
        story.do(
            deciding.decide, case, by=story.office, document="号", decided_on=ON, forms=[], text="x"
        )


def test_what_the_tests_do_not_support_cannot_be_ruled(story):
    claim = story.tested(story.claim(story.heard()), "no_ban")
    with pytest.raises(Refused, match="没有明令禁止"):
        story.ruled(claim, "mitigate")


def test_untested_it_is_not_ruled_on_and_never_by_the_handlers(story):
    claim = story.claim(story.heard())
    with pytest.raises(Refused, match="请先由承办人逐项审核"):
        story.ruled(claim, "refuse")
    story.tested(claim)
    story.office = story.handler
    with pytest.raises(NotAllowed):
        story.ruled(claim, "exempt")


def test_it_may_be_tested_again_until_it_is_ruled_on(story):
    claim = story.claim(story.heard())
    story.tested(claim, "made_good")
    story.tested(claim)
    assert claim.tests.count() == 8
    assert claims.finding_of(claim).failing == ()
