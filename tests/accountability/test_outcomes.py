"""What a case hands down to the score, each once, and what it takes back."""

from decimal import Decimal

import pytest

from accountability import consequences
from accountability.actions import closing, outcomes
from accountability.measures import FORMS, Subject
from assessments.figures.live import score_of
from assessments.models import Outcome
from duties.actions import obligations
from tests.cast import ON, make_requirement


def told():
    rows = Outcome.objects.filter(withdrawn_at__isnull=True)
    return [(row.kind, row.points, row.grade, row.reason_zh, row.tolerance_zh) for row in rows]


def hand(case, handler):
    for _time in range(2):
        outcomes.of_case(case=case, by=handler, on=ON)


def test_nothing_goes_down_while_the_case_runs(story, handler):
    for case in (story.served(),):
        hand(case, handler)
    assert told() == []


def test_a_measure_of_a_closed_case_goes_down_once(story, handler):
    hand(story.closed(), handler)  # closing has handed it down already
    assert told() == [("deduction", Decimal("2.00"), "", "问责处理：诫勉（浙纪〔2026〕3号）", "")]


def test_a_revoked_measure_goes_not_or_comes_back(story, handler):
    case = story.closed()
    hand(case, handler)
    case.decisions.get().measures.update(revoked_by=handler, revoked_at="2026-12-01T00:00:00Z")
    hand(case, handler)
    assert told() == [] and Outcome.objects.get().withdrawn_by == handler


def test_a_tolerated_error_goes_down_as_a_note_that_changes_no_figure(story, handler):
    case = story.heard()
    story.ruled(story.tested(story.claim(case)), "exempt")
    hand(story.fresh(case), handler)
    kind, points, grade, reason, tolerance = told()[0]
    assert (kind, points, grade, reason) == (
        "deduction", 0, "", "问责事项经审核予以容错免责",
    )  # fmt: skip
    assert tolerance.startswith("容错：予以免责（浙委〔2026〕11号），符合改革方向")


def test_every_form_for_a_leader_has_its_consequence():
    assert set(consequences.CONSEQUENCES) == set(FORMS[Subject.LEADER]) == set(consequences.WORDS)


@pytest.mark.parametrize(
    ("form", "plain", "mitigated"),
    [
        ("admonition", ("deduction", Decimal(2), ""), ("deduction", Decimal(1), "")),
        ("discipline", ("veto", Decimal(0), "pass"), ("veto", Decimal(0), "good")),
    ],
)
def test_tolerance_halves_and_lifts(form, plain, mitigated):
    found = [consequences.consequence_of(form, mitigated=each) for each in (False, True)]
    assert [(each.kind, each.points, each.grade) for each in found] == [plain, mitigated]


@pytest.fixture
def scored(post, official):
    """A post with one duty, so that there is a score to explain."""
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)

    def lines():
        node = score_of(post, 2026, ON).tree.by_code("outcomes")
        return [(line.points, line.grade, line.title.zh) for line in node.children]

    return lines


def test_a_granted_claim_stands_in_the_explanation_of_the_score(scored, story):
    case = story.heard()
    story.ruled(story.tested(story.claim(case)), "exempt")
    ((points, grade, said),) = scored()
    assert (points, grade) == (0, "")
    assert "予以容错免责（容错：予以免责（浙委〔2026〕11号），符合改革方向" in said


def test_a_mitigated_measure_says_so_and_an_annulled_one_is_gone(scored, story):
    case = story.heard()
    story.ruled(story.tested(story.claim(case), "made_good"), "mitigate")
    story.done(case)
    ((points, _grade, said),) = scored()
    assert points == -1 and "诫勉" in said and "容错：从轻减轻" in said
    story.do(
        closing.annul, case, by=story.office, document="号", decided_on=story.on, text="撤销。"
    )
    assert scored() == []
