"""The overview of a published assessment says the same for ever, and the proof looks at it."""

from dataclasses import replace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from assessments import pdf, sealing
from assessments.figures.overview_letter import kept_of, letter_now
from assessments.figures.verifying import differences
from assessments.models import Assessment
from organizations import guards
from organizations.models import JournalEntry
from tests.assessment_world import AFTER
from tests.cast import ON, noon
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(published, post, assessor):
    enter_result(post.unit, "90", assessor)
    with noon(AFTER):
        return published()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_kept_is_what_it_said_on_that_day(row, language):
    with translation.override(language):
        assert kept_of(row, language) == letter_now(row, language)


def test_the_title_is_broken_by_its_meaning(row):
    title = "浙江省2025年度法治建设第一责任人履职考核"
    said = replace(letter_now(row, "zh-hans"), title=title)
    assert said.heading == ("浙江省2025年度", "法治建设第一责任人履职考核情况通报")


def test_renamed_units_and_titles_do_not_change_the_document(client, row, post, assessor):
    with noon(ON):
        client.force_login(assessor)
        address = reverse("assessments:assessment_overview_pdf", args=[row.pk])
        before = client.get(address).content
        unit = post.unit
        unit.name_zh, unit.short_zh = "另一个市", "另一"
        unit.save()
        type(post).objects.filter(pk=post.pk).update(title_zh="新的职务名称")
        assert client.get(address).content == before
    assert letter_now(row, "zh-hans") != kept_of(row, "zh-hans")


def test_a_draft_has_none_and_is_told_as_it_stands(draft, assessor):
    row = draft()
    assert kept_of(row, "zh-hans") is None
    assert pdf.assessment_overview(letter_now(row, "zh-hans")).startswith(b"%PDF-")


def test_the_proof_finds_an_overview_that_was_altered(row):
    assert list(differences(row)) == []
    told = sealing.unpack(row.overview)
    told["zh-hans"]["sheets"][0]["highest"] = "99.00"
    forge(row, sealing.pack(told))
    assert [each.what.zh for each in differences(row)] == ["情况通报的内容不符"]
    forge(row, b"x")
    assert [each.what.zh for each in differences(row)] == ["情况通报的内容不符"]


def forge(row, content: bytes) -> None:
    guards.thaw(connection)
    Assessment.objects.filter(pk=row.pk).update(overview=content)
    guards.freeze(connection)
    row.refresh_from_db()


def test_the_journal_takes_its_digest_down(row):
    entry = JournalEntry.objects.get(action="assessments.publish")
    assert entry.detail["overview"] == sealing.digest(sealing.unpack(row.overview))
