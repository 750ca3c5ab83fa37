"""Where equal points leave places of a grade empty, the pages say so beside the engine's words."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.actions import computing
from assessments.figures.assessment_page import grades_of, leagues_of
from assessments.figures.overview_letter import letter_now
from assessments.figures.ties import Squeezed, tie_of
from duties.actions import obligations
from tests.assessment_world import open_comment, submit
from tests.cast import ON, make_post, make_unit, noon

pytestmark = pytest.mark.django_db
SAID = "“优秀”名额2个，只定1人：3人同为93.00分，余下的1个名额容纳不下"
ENGLISH = "3 people have the same 93.00 points, too many for the places left (1)"


def placed(draft, province, *totals):
    """So many city heads with these points, graded within the quotas."""
    for number in range(len(totals) - 1):
        unit = make_unit(f"市{number}", f"33{number + 3:02}00", province, level="city")
        make_post(unit, "government")
    obligations.open_year(year=ON.year, on=ON)
    row = draft()
    for score, total in zip(row.scores.order_by("post"), totals, strict=True):
        earned = "excellent" if Decimal(total) >= 90 else "good"
        row.scores.filter(pk=score.pk).update(total=total, earned=earned)
    computing.place(row)
    return row


@pytest.fixture
def tied(draft, province, two_owed):
    return placed(draft, province, "97", "93", "93", "93", "92", "85", "85")


@pytest.mark.parametrize(("language", "said"), [("zh-hans", SAID), ("en", ENGLISH)])
def test_league_overview_and_approval_say_how_many_are_tied(
    client, tied, assessor, approver, language, said
):
    row = submit(open_comment(tied, assessor), assessor)
    client.force_login(approver)
    client.cookies["portal_language"] = language
    with noon(ON):
        for page in ("assessment", "assessment_overview", "assessment_approve"):
            address = reverse(f"assessments:{page}", args=[row.pk])
            assert said in client.get(address).content.decode(), page
    assert letter_now(row, language).sheets[0].ties


def test_beside_the_engine_s_sentence_of_whom_it_concerns_and_of_nobody_else(
    client, tied, assessor
):
    client.force_login(assessor)
    with noon(ON):
        for score in tied.scores.all():
            page = client.get(score.get_absolute_url()).content.decode()
            assert (SAID in page) == (str(score.total) in ("93.00", "92.00"))


def test_the_official_is_told_nothing_of_the_others_before_it_is_published(
    client, tied, assessor, official, post
):
    row = open_comment(tied, assessor)
    row.scores.filter(post=post).update(total=93, earned="excellent", grade="good")
    client.force_login(official)
    with noon(ON):
        assert (
            "同为" not in client.get(row.scores.get(post=post).get_absolute_url()).content.decode()
        )


def test_places_that_are_all_given_are_no_tie(draft, province, two_owed):
    row = placed(draft, province, "97", "95", "93", "92", "92", "85", "85")
    (league,) = leagues_of(row.scores.all())
    assert [each.tie for each in grades_of(row, league)] == [None] * 5


def test_whom_a_veto_holds_down_is_not_among_them():
    """Passed on from the grade above he is tied in the next one, too."""
    lost = [Squeezed("excellent", "pass", Decimal(93), 2), Squeezed("good", "pass", Decimal(89), 5)]
    found = tie_of("good", 3, 2, lost)
    assert (found.tied, found.total, found.left) == (2, Decimal(93), 1)
    assert tie_of("pass", 9, 7, lost) is None and tie_of("good", None, 2, lost) is None
