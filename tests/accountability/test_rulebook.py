"""What applies is there for everybody to read, and what a place set otherwise is what applies."""

from decimal import Decimal

import pytest

from assessments.models import Outcome
from tests.cast import ON, noon

pytestmark = pytest.mark.django_db


def test_the_page_tells_what_applies(client, official, settings):
    settings.ACCOUNTABILITY_LIMITS = {"hearing": 7}
    settings.ACCOUNTABILITY_POINTS = {"circular": Decimal(3), "praise": Decimal("0.25")}
    settings.ACCOUNTABILITY_EFFECT_MONTHS = {"discipline": 12}
    client.force_login(official)
    page = client.get("/accountability/rules/").text
    for words in ("7个工作日", "1个月", "法定，不可调整", "扣3分", "扣1.5分", "加0.25分",
                  "等次不高于合格", "等次不高于良好", "<td data-label=\"影响期（月）\">12</td>",
                  "免责和从轻均须具备", "参考情节"):  # fmt: skip
        assert words in page, words


def test_points_set_otherwise_are_what_a_measure_takes_off(story, settings):
    settings.ACCOUNTABILITY_POINTS = {"admonition": Decimal("2.5")}
    with noon(ON):
        story.closed()
    assert Outcome.objects.get().points == Decimal("2.5")
