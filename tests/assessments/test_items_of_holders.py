"""What is said of one holder of a post counts in his score alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.actions import outcomes, score_items
from assessments.figures.applying import default_scheme
from assessments.figures.live import score_of
from assessments.models import ScoreItem
from assessments.scoring import HolderFact, ItemFact, PostFacts, Span, assess, dump_facts
from duties.wording import Sentence
from organizations.actions import appointments
from tests.assessments.test_schemes import THIS_YEAR
from tests.assessments.test_scoring import duty
from tests.assessments.test_views import owe
from tests.cast import ON, make_person
from tests.files import pdf_upload
from tests.scoring_world import enter_item

FIRST = HolderFact(1, "甲", "A", (Span(date(2026, 1, 1), date(2026, 6, 30)),))
SECOND = HolderFact(2, "乙", "B", (Span(date(2026, 7, 1), date(2026, 12, 31)),))
VETO = ItemFact("veto", "veto", grade="pass", reason_zh="违规干预司法", holder=1)


def scored(*holders: HolderFact, **said):
    duties = tuple(replace(duty("5.1/1"), holder=each.person) for each in holders)
    return assess(default_scheme(), PostFacts(1, 2026, duties, holders=holders, **said))


@pytest.mark.parametrize("where", ["items", "outcomes"])
def test_a_veto_caps_him_of_whom_it_is_said(where):
    shares = scored(FIRST, SECOND, **{where: (VETO,)}).shares
    assert [each.grade for each in shares] == ["pass", "excellent"]
    shares = scored(FIRST, SECOND, **{where: (replace(VETO, holder=0),)}).shares
    assert [each.grade for each in shares] == ["pass", "pass"]


def test_facts_that_name_nobody_keep_the_digest_they_had():
    facts = PostFacts(1, 2026, items=(VETO, replace(VETO, holder=0)))
    assert [each.get("holder") for each in dump_facts(facts)["items"]] == [None, 1]


@pytest.fixture
def successor(post, official):
    """Who came when the official had left."""
    owe(post, "15.1/1", "met", due_on=THIS_YEAR)
    person, left_on = make_person("successor", unit=post.unit), date(2026, 6, 30)
    held = post.appointments.get()
    appointments.end(appointment=held, ends_on=left_on, by=None, on=ON)
    appointments.begin(post=post, person=person, starts_on=date(2026, 7, 1), by=None, on=ON)
    return person


@pytest.mark.django_db
def test_the_form_asks_of_whom_only_where_there_were_several(client, assessor, post, successor):
    client.force_login(assessor)
    address = reverse("assessments:score_item_new", args=[post.pk, 2026])
    sent = {"code": "bonus", "points": "1", "reason": "示范", "holder": successor.pk,
            "files": [pdf_upload()], "token": "00000000-0000-0000-0000-000000000001"}  # fmt: skip
    assert client.get(address).context["form"].fields["holder"].choices[-1] == (0, "各任职人")
    refused = client.post(address, sent | {"holder": "", "files": []})
    assert "请选择适用于哪一位任职人。" in refused.content.decode()
    assert client.post(address, sent).status_code == 302
    item = ScoreItem.objects.get()
    assert item.holder == successor
    ScoreItem.objects.filter(pk=item.pk).update(
        state="confirmed", decided_by=assessor, decided_at=item.entered_at
    )
    page = client.get(reverse("assessments:score", args=[post.pk, 2026])).content.decode()
    assert "示范（适用于人员successor）" in page


@pytest.mark.django_db
def test_where_there_was_one_it_is_his(post, assessor, official):
    owe(post, "15.1/1", "met", due_on=THIS_YEAR)
    assert enter_item(post, assessor).holder == official


@pytest.mark.django_db
def test_it_cannot_be_said_of_somebody_else(post, assessor):
    with pytest.raises(score_items.Refused):
        enter_item(post, assessor, holder=assessor.pk)


@pytest.mark.django_db
def test_what_a_predecessor_did_is_nothing_to_his_successor(post, assessor):
    """Decided this year, on somebody who had left before it."""
    owe(post, "15.1/1", "met", due_on=THIS_YEAR)
    outcomes.hand_over(
        post=post, year=2026, kind="veto", grade="pass", reason=Sentence("诫勉", "Admonition"),
        source="case:1", holder=make_person("predecessor"), points=Decimal(0), by=assessor, on=ON,
    )  # fmt: skip
    assert score_of(post, 2026, ON).facts.outcomes == ()
