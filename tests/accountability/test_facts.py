"""A case as the table sees it, asked of one case or of a whole list: the same facts."""

from dataclasses import replace

import pytest
from django.db.models import Prefetch, prefetch_related_objects

from accountability.figures import turning
from accountability.figures.facts import facts_of
from accountability.models import CaseMember
from tests.cast import ON

pytestmark = pytest.mark.django_db
STAGES = ("taken_up", "notified", "heard", "decided", "measured", "served", "appealed", "closed")


@pytest.mark.parametrize("at", STAGES)
def test_the_list_reckons_with_the_facts_of_the_page(story, at):
    case = getattr(story, at)()
    team = Prefetch("members", queryset=CaseMember.objects.acting(ON), to_attr="acting")
    prefetch_related_objects([case], team, *turning._LOADED)
    assert turning._facts(case) == replace(facts_of(case, ON), standing=False)


def test_and_while_a_claim_is_open_and_tested(story):
    case = story.heard()
    for step in (story.claim, lambda case: story.tested(case.claims.get())):
        step(case)
        fresh = type(case).objects.get(pk=case.pk)
        team = Prefetch("members", queryset=CaseMember.objects.acting(ON), to_attr="acting")
        prefetch_related_objects([fresh], team, *turning._LOADED)
        assert turning._facts(fresh) == facts_of(fresh, ON)
