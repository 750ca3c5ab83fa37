"""The duty list 履职清单 as PDF: each duty once, with all its terms."""

import re
from datetime import date

import pytest
from django.urls import reverse

from duties import duty_list, pdf
from duties.actions import obligations
from tests.cast import ON, make_requirement, noon
from tests.measuring import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(post, official):
    for number in range(1, 4):
        make_requirement(f"15.{number}/1", cadence="quarter")
    make_requirement("16.1/1")
    obligations.open_year(year=2026, on=date(2026, 1, 5), posts=[post])
    return post.obligations.all()


def read(post, language="zh-hans"):
    return duty_list.read(post=post, year=2026, on=ON, language=language)


def test_each_duty_stands_once_with_all_its_terms(post, owed):
    facts = read(post)
    assert [(duty.statement, len(duty.terms)) for duty in facts.duties] == [
        ("要求15.1/1", 4),
        ("要求15.2/1", 4),
        ("要求15.3/1", 4),
        ("要求16.1/1", 1),
    ]
    assert [part.label for part in facts.parts] == ["第十五条", "第十六条"]
    text = "".join(page.text for page in sheets(pdf.duty_list(facts)))
    assert re.findall(r"要求(\d\d\.\d)/1", text) == ["15.1", "15.2", "15.3", "16.1"]
    assert "职责4条，按周期共13项" in text


def test_the_bars_show_how_far_each_article_is(post, owed):
    first, second = read(post).bars.bars
    assert (first.figure, second.figure) == ("0/12", "0/1")
    assert [part.width for part in first.segments] == [1000]


def test_the_table_lies_on_its_side(post, owed):
    upright, *turned = sheets(pdf.duty_list(read(post)))
    assert upright.width < upright.height
    assert all(page.width > page.height for page in turned)


def test_many_duties_cost_no_more_queries(post, owed, django_assert_num_queries):
    with django_assert_num_queries(2):
        read(post)
    make_requirement("17.1/1", cadence="quarter")
    obligations.open_year(year=2026, on=date(2026, 1, 5), posts=[post])
    with django_assert_num_queries(2):
        read(post)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whoever_reads_the_post_takes_the_list_away(client, post, official, owed, language):
    client.force_login(official)
    with noon(ON):
        answer = client.get(reverse("duties:post_list", args=[post.pk, 2026]), {"lang": language})
        nothing = client.get(reverse("duties:post_list", args=[post.pk, 2019]))
    assert answer.content.startswith(b"%PDF-")
    assert nothing.status_code == 404
