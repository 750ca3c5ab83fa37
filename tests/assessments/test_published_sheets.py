"""What a score sheet prints once an assessment is published, and what it says of itself."""

from datetime import date

import pytest
from django.urls import reverse

from assessments import pdf, reporting
from assessments.figures import score_sheet
from assessments.figures.published import score_of
from tests.assessment_world import AFTER, open_comment, publish, submit
from tests.cast import ON, make_person, noon
from tests.measuring import sheets
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db
LATER = date(ON.year + 1, 3, 1)


@pytest.fixture
def since(published, post, official, two_owed, assessor):
    """Published in November; afterwards a result was entered, a duty and a requirement changed."""
    enter_result(post.unit, "90", assessor)
    with noon(AFTER):
        row = published()
    enter_result(post.unit, "70", assessor)
    two_owed[0].requirement.statement_zh = "后来改过的要求"
    two_owed[0].requirement.save()
    return row


def text_of(document: bytes) -> str:
    return "".join(page.text for page in sheets(document))


def printed(client, user, url, day=LATER, **query) -> bytes:
    with noon(day):
        client.force_login(user)
        return client.get(url, query).content


def address(post):
    return reverse("assessments:score_pdf", args=[post.pk, ON.year])


def test_what_is_published_is_printed_and_says_so(client, since, post, official):
    text = text_of(printed(client, official, address(post)))
    score = score_of(post, ON.year)
    assert "（第1版，已公布）" in text
    assert f"{AFTER.isoformat()}公布并冻结" in text and score.sha256[:12] in text
    assert "要求15.1/1" in text and "后来改过的要求" not in text


def test_it_is_the_same_sheet_whenever_it_is_printed(client, since, post, official):
    first = printed(client, official, address(post))
    assert printed(client, official, address(post), date(ON.year + 2, 5, 5)) == first


def test_the_live_sheet_says_that_another_is_published(client, since, post, official):
    text = text_of(printed(client, official, address(post), live=1))
    assert "（实时得分，非公布结果）" in text and "后来改过的要求" in text
    assert "第1版" in text and "70.00" in text


def test_before_publication_the_sheet_of_the_post_shows_none_of_it(
    client, commenting, post, official
):
    row = commenting()
    sheet = score_sheet.read(post=post, year=ON.year, on=ON)
    assert (sheet.origin.mark, sheet.origin.sentence) == ("（年度未结束，实时得分）", "")
    own = reverse("assessments:assessed_pdf", args=[row.pk, post.pk])
    text = text_of(printed(client, official, own, ON))
    assert "征求意见稿，未公布" in text and "尚未公布" in text
    client.force_login(make_person("outsider"))
    assert client.get(own).status_code == 404


def test_a_rank_is_told_only_once_published(draft, published, post, official):
    kept = draft().scores.get()
    assert score_sheet.read_kept(kept).origin.place == ""
    with noon(AFTER):
        kept = publish_of(kept.assessment)
    assert score_sheet.read_kept(kept).origin.place


def publish_of(row):
    by, second = row.drafted_by, make_person("second", ("assess", row.unit), unit=row.unit)
    return publish(submit(open_comment(row, by), by), second).scores.get()


def test_an_old_version_says_that_it_was_corrected(client, since, draft, post, official):
    with noon(AFTER):
        publish_of(draft(reason="录入考核结果"))
    old = reverse("assessments:assessed_pdf", args=[since.pk, post.pk])
    assert "已更正为第2版" in text_of(printed(client, official, old))
    assert "（第2版，已公布）" in text_of(printed(client, official, address(post)))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_both_languages_are_set(since, post, language):
    sheet = score_sheet.read_kept(score_of(post, ON.year), language=language)
    text = text_of(pdf.score_sheet(sheet))
    assert ("published" in text) == (language == "en")


def test_the_pages_lead_to_one_another(client, since, post, official):
    client.force_login(official)
    live = reverse("assessments:score", args=[post.pk, ON.year])
    kept = reverse("assessments:assessed", args=[since.pk, post.pk])
    page = client.get(live).content.decode()
    assert kept in page and f"{address(post)}?live=1" in page and "本页是实时得分" in page
    page = client.get(kept).content.decode()
    assert live in page and reverse("assessments:assessed_pdf", args=[since.pk, post.pk]) in page


def test_until_then_the_live_page_knows_of_no_other(client, commenting, post, official):
    commenting()
    client.force_login(official)
    page = client.get(reverse("assessments:score", args=[post.pk, ON.year])).content.decode()
    assert "公布" not in page


def test_the_report_of_the_post_tells_the_published_total(since, post):
    report = reporting.read(post=post, year=ON.year, on=LATER)
    assert (report.score, report.score_published_on) == ("90.00", AFTER)
    assert score_sheet.read(post=post, year=ON.year, on=LATER).total != "90.00"
