"""Who is told that evidence is alike, and what the pages say."""

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from duties import likeness_hints
from duties.choices import RecordState
from duties.models import Evidence, Likeness
from tests import files
from tests.alike import run
from tests.cast import ON, make_person, make_post

pytestmark = pytest.mark.django_db
CONFIRMED = {"state": RecordState.CONFIRMED}


@pytest.fixture
def other_post(other_city):
    return make_post(other_city, title_zh="宁波市市长")


@pytest.fixture
def other_reviewer(other_city):
    return make_person("other_reviewer", ("confirm", other_city), unit=other_city)


@pytest.fixture
def across(attached, other_post):
    """The same minutes, confirmed in two cities that may not see each other."""
    mine = attached(files.PDF, name="甲市纪要.pdf", title="甲市会议", **CONFIRMED)
    other = attached(files.PDF, name="乙市纪要.pdf", title="乙市会议", post=other_post, **CONFIRMED)
    run()
    assert Likeness.objects.count() == 1
    return mine, other


def hints(user, *records):
    return likeness_hints.hints_for(records, user, ON)


def beside(*ends):
    return reverse("duties:evidence_beside", args=[end.pk for end in ends])


def test_a_reviewer_learns_nothing_of_another_unit(
    client, across, reviewer, other_reviewer, overseer
):
    mine, other = across
    for user, own in ((reviewer, mine), (other_reviewer, other)):
        client.force_login(user)
        assert hints(user, mine.record, other.record) == {}
        assert "核实提示" not in client.get(own.record.get_absolute_url()).content.decode()
        assert client.get(beside(mine, other)).status_code == 404
        listed = client.get(reverse("duties:likenesses")).content.decode()
        assert "没有发现雷同" in listed and "市会议" not in listed
        assert exported(client) == []


def test_their_superior_sees_both(client, across, overseer):
    mine, other = across
    client.force_login(overseer)
    assert {key: len(rows) for key, rows in hints(overseer, mine.record, other.record).items()} == {
        mine.record_id: 1, other.record_id: 1,
    }  # fmt: skip
    page = client.get(mine.record.get_absolute_url()).content.decode()
    assert "核实提示" in page and "乙市会议" in page and beside(mine, other) in page
    shown = client.get(beside(mine, other)).content.decode()
    for text in (
        "甲市会议",
        "乙市会议",
        "同一文件",
        "同一日期",
        mine.sha256,
        "杭州市市长",
        "宁波市市长",
    ):
        assert text in shown
    assert shown.index("甲市会议") < shown.index("乙市会议")
    turned = client.get(beside(other, mine)).content.decode()
    assert turned.index("乙市会议") < turned.index("甲市会议")
    listed = client.get(reverse("duties:likenesses")).content.decode()
    assert "甲市会议" in listed and "乙市会议" in listed
    assert exported(client) == [["甲市纪要.pdf", "乙市纪要.pdf"]]


def exported(client, **asked):
    answer = client.get(reverse("duties:likenesses_export"), asked)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    return [[row[2], row[6]] for row in rows[1:]]


def test_those_who_logged_are_told_nothing(client, attached, liaison, official, reviewer):
    one, two = attached(files.PDF, **CONFIRMED), attached(files.PDF, **CONFIRMED)
    run()
    for user in (liaison, official):
        client.force_login(user)
        assert hints(user, one.record) == {}
        assert "核实提示" not in client.get(one.record.get_absolute_url()).content.decode()
        assert client.get(beside(one, two)).status_code == 404
        assert client.get(reverse("duties:likenesses")).status_code == 403
    assert hints(reviewer, one.record)


def test_a_draft_on_the_other_side_stays_hidden(client, attached, reviewer):
    one, draft = attached(files.PDF, **CONFIRMED), attached(files.PDF)
    run()
    client.force_login(reviewer)
    assert hints(reviewer, one.record) == {}
    assert client.get(beside(one, draft)).status_code == 404


def test_whoever_judges_one_side_and_logs_the_other_sees_the_hint_on_the_one(
    attached, other_post, other_city, city
):
    both = make_person("both", ("confirm", city), ("log", other_city))
    mine = attached(files.PDF, **CONFIRMED)
    other = attached(files.PDF, post=other_post, **CONFIRMED)
    run()
    assert set(hints(both, mine.record, other.record)) == {mine.record_id}


def test_files_that_are_not_a_pair_are_not_set_side_by_side(client, attached, reviewer):
    one = attached(b"one", name="a.txt", **CONFIRMED)
    two = attached(b"two", name="b.txt", **CONFIRMED)
    run()
    client.force_login(reviewer)
    assert client.get(beside(one, two)).status_code == 404
    assert client.get(beside(one, one)).status_code == 404


@pytest.mark.parametrize(
    "taken, said", [("2026:05:06 23:59:59", False), ("2026:05:07 00:00:00", True)]
)
def test_a_picture_taken_after_the_day_it_claims(client, attached, reviewer, taken, said):
    content = files.photograph(files.scene(1), taken=taken)
    one = attached(content, held_on=date(2026, 5, 6), **CONFIRMED)
    run()
    found = hints(reviewer, one.record).get(one.record_id, [])
    assert [hint.kind for hint in found] == ["dated"] * said
    client.force_login(reviewer)
    page = client.get(one.record.get_absolute_url()).content.decode()
    assert ("晚于履职日期2026-05-06" in page) == said


@pytest.mark.parametrize(
    "made, said", [("2026-11-23T15:59:00Z", False), ("2026-11-23T16:01:00Z", True)]
)
def test_a_document_made_after_the_day_it_was_logged(attached, reviewer, made, said):
    """Logged on 2026-11-23; the day turns in Shanghai."""
    one = attached(files.docx("会议", core=made), name="a.docx", **CONFIRMED)
    run()
    assert bool(hints(reviewer, one.record)) == said


def test_pictures_and_texts_are_shown(client, attached, reviewer):
    scene = files.scene(1)
    one = attached(files.photograph(scene, taken="2026:05:06 09:00:00"), **CONFIRMED)
    two = attached(files.photograph(scene, quality=40), **CONFIRMED)
    text = files.minutes(1)
    three = attached(text.encode(), name="a.txt", **CONFIRMED)
    four = attached(files.docx(text), name="b.docx", **CONFIRMED)
    run()
    client.force_login(reviewer)
    page = client.get(beside(one, two)).content.decode()
    assert f'src="{one.get_absolute_url()}?inline=1"' in page and "图片近似" in page
    assert "2026-05-06（拍摄）" in page
    page = client.get(beside(three, four)).content.decode()
    assert "文字近似" in page and page.count(text[:15]) == 2
    kinds = {"same": 0, "picture": 1, "text": 1, "nonsense": 2, "": 2}
    assert {kind: len(exported(client, kind=kind)) for kind in kinds} == kinds


#: Counted once and written down: more pairs or records cost no query more.
LIST_QUERIES = 15
HINT_QUERIES = 10


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(client, attached, overseer, number, django_assert_num_queries):
    for each in range(number):
        content = files.minutes(each).encode()
        attached(content, name="a.txt", **CONFIRMED), attached(content, name="b.txt", **CONFIRMED)
    run()
    assert Likeness.objects.count() == number
    client.force_login(overseer)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("duties:likenesses"))
    rows = [file.record for file in Evidence.objects.select_related("record")]
    with django_assert_num_queries(HINT_QUERIES):
        assert len(hints(overseer, *rows)) == 2 * number
