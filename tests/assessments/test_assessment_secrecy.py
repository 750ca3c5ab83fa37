"""What is not published exists only for those who assess, and for each official his own part.

The same story told twice, with the hidden thing and without; everybody else reads all there is
to read and cannot tell the two apart. The journal's reader is not among them: that something
was done is in the journal, what the figures are is not.
"""

import uuid

import pytest

from assessments.actions import findings
from assessments.models.assessment import AssessmentQuerySet
from assessments.models.score import ScoreQuerySet
from duties.actions import inbox
from tests.assessment_world import again, answer, object_to
from tests.cast import ON, make_person, make_post
from tests.crawl import differences
from tests.scoring_world import force_scheme
from tests.worlds import outgoing, readings, worlds

pytestmark = [pytest.mark.worlds, pytest.mark.django_db]
CANARY = "异议CANARY"


@pytest.fixture
def people(request, province, city, two_owed, assessor):
    """The officials themselves and everybody around them, near misses too."""
    force_scheme(province, assessor)
    neighbour = make_post(city, "party")
    named = {
        "neighbour": make_person("neighbour", post=neighbour),
        "city_assessor": make_person("city_assessor", ("assess", city)),
    }
    roles = ("official", "reviewer", "overseer")
    return named | {role: request.getfixturevalue(role) for role in roles}


def told(people, first, second):
    found = {role: differences(first[role], second[role]) for role in people}
    return {role: said for role, said in found.items() if said}


def test_nobody_can_tell_that_there_is_a_draft(people, draft):
    def tell(hidden):
        if hidden:
            draft()
        return outgoing(), readings(people)

    (sent, read), (sent_without, read_without) = worlds(tell)
    assert sent == sent_without
    assert told(people, read, read_without) == {}


def test_nobody_else_can_tell_what_an_official_objects_to(people, commenting, official, assessor):
    """Nor the answer, nor figures worked out again."""
    row = commenting()
    others = {role: people[role] for role in ("neighbour", "overseer")}

    def tell(hidden):
        row.refresh_from_db()
        if hidden:
            score = row.scores.get(post__appointments__person=official)
            answer(object_to(score, official, CANARY), assessor)
            again(row, assessor)
        return readings(others, words=[CANARY])

    first, second = worlds(tell)
    assert told(others, first, second) == {}


def test_under_comment_the_others_cannot_tell_that_it_is(people, commenting):
    """Those who are not assessed themselves."""
    others = {role: people[role] for role in ("city_assessor", "reviewer")}

    def tell(hidden):
        if hidden:
            commenting()
        return readings(others)

    first, second = worlds(tell)
    assert told(others, first, second) == {}


def test_figures_worked_out_again_tell_nobody_of_an_unannounced_visit(
    people, commenting, assessor, on_site, second, inspector, city
):
    """Neither a notice nor a mail nor a figure: the visit counts once it is published."""
    row = commenting()
    some = {"official": people["official"], "assessor": assessor}

    def tell(hidden):
        row.refresh_from_db()
        if hidden:
            visit = on_site(kind="unannounced", second=second, title=CANARY)
            findings.add(
                inspection=visit, key=uuid.uuid4(), unit=city, article=15, severity="serious",
                text=CANARY, days=30, by=inspector, on=ON,
            )  # fmt: skip
        again(row, assessor)
        inbox.send()
        return outgoing(), readings(some, words=[CANARY])

    (sent, read), (sent_without, read_without) = worlds(tell)
    assert sent == sent_without
    assert told(some, read, read_without) == {}


def test_with_the_rule_removed_it_is_told(monkeypatch, people, draft):
    """The control: were everything visible, the same reading would find it."""
    some = {"official": people["official"]}
    for queryset in (AssessmentQuerySet, ScoreQuerySet):
        monkeypatch.setattr(queryset, "visible_to", lambda rows, user, on: rows)

    def tell(hidden):
        if hidden:
            draft()
        return readings(some)

    first, second = worlds(tell)
    assert set(told(some, first, second)) == set(some)


def test_the_official_reads_his_own_and_not_his_neighbours(client, people, commenting, post):
    row = commenting()
    for name, own in (("official", True), ("neighbour", False)):
        client.force_login(people[name])
        score = row.scores.get(post=post)
        assert client.get(score.get_absolute_url()).status_code == (200 if own else 404)
