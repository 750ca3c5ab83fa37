"""Drawing confirmed records by a stored seed, and what becomes of two people at once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from assessments import sampling
from assessments.actions import spot_checks
from assessments.models import SpotCheck
from duties.actions.errors import Conflict
from duties.models import Evidence, Record
from organizations.errors import Refused
from organizations.models import JournalEntry
from tests.cast import ON, make_person, make_post

pytestmark = pytest.mark.django_db


def record(post, by, state="confirmed", held_on=date(2026, 5, 1), title="召开专题会议"):
    now = timezone.now()
    reviewed = {"reviewed_by": by, "reviewed_at": now} if state == "confirmed" else {}
    return Record.objects.create(
        post=post, held_on=held_on, title=title, account="研究部署下一步工作。", state=state,
        logged_by=by, logged_at=now, **reviewed,
    )  # fmt: skip


@pytest.fixture
def records(post, liaison):
    return [record(post, liaison, title=f"会议{number}") for number in range(6)]


@pytest.fixture
def drawn(records, city, inspector):
    spot_check, _ = spot_checks.draw(unit=city, year=2026, size=3, by=inspector, on=ON)
    return spot_check


@pytest.fixture
def colleague(province):
    return make_person("colleague", ("inspect", province), unit=province)


def look(item, by, verdict="confirmed", note="", seen=None):
    return spot_checks.look(item=item, verdict=verdict, note=note, seen=seen, by=by, on=ON)


def address(item):
    return reverse("assessments:spot_check_look", args=[item.spot_check_id, item.pk])


def test_anyone_can_draw_again_and_find_the_same(drawn, records):
    assert drawn.population == sorted(each.pk for each in records)
    again = sampling.draw(drawn.population, drawn.size, drawn.seed)
    assert [item.record_id for item in drawn.items.all()] == again


def test_only_confirmed_records_of_year_and_subtree_can_be_drawn(
    records, post, liaison, other_city, city, inspector
):
    record(post, liaison, state="draft")
    record(post, liaison, held_on=date(2025, 12, 31))
    record(make_post(other_city), liaison)
    spot_check, _ = spot_checks.draw(unit=city, year=2026, size=1, by=inspector, on=ON)
    assert spot_check.population == sorted(each.pk for each in records)


def test_the_draw_is_journalled_with_its_seed(drawn):
    entry = JournalEntry.objects.get(action="spot_checks.draw")
    assert entry.detail["seed"] == drawn.seed
    assert entry.detail["population"] == 6


def test_the_same_form_sent_twice_draws_once(drawn, city, inspector):
    again, created = spot_checks.draw(unit=city, year=2026, size=3, by=inspector, on=ON)
    assert (again, created, SpotCheck.objects.count()) == (drawn, False, 1)


@pytest.mark.parametrize(("year", "size", "words"), [(2019, 3, "没有已核实"), (2026, 7, "超过")])
def test_a_draw_that_cannot_be_made_says_why(records, city, inspector, year, size, words):
    with pytest.raises(Refused, match=words):
        spot_checks.draw(unit=city, year=year, size=size, by=inspector, on=ON)
    assert not SpotCheck.objects.exists()


def test_an_overseer_draws_nothing(records, city, overseer):
    with pytest.raises(PermissionDenied):
        spot_checks.draw(unit=city, year=2026, size=1, by=overseer, on=ON)


def test_a_verdict_is_kept_with_who_and_when(drawn, inspector):
    item = look(drawn.items.first(), inspector, "discrepancy", " 签到表日期不一致 ")
    assert (item.verdict, item.note, item.looked_by) == (
        "discrepancy", "签到表日期不一致", inspector,
    )  # fmt: skip
    assert item.looked_at is not None
    entry = JournalEntry.objects.get(action="spot_checks.look")
    assert (entry.detail["verdict"], entry.detail["before"]) == ("discrepancy", "")


def test_a_discrepancy_needs_words(drawn, inspector):
    with pytest.raises(Refused, match="请写明情况"):
        look(drawn.items.first(), inspector, "discrepancy", "  ")


def test_of_two_at_once_the_second_is_told(drawn, inspector, colleague):
    first, second = drawn.items.all()[0], drawn.items.all()[0]
    look(first, inspector, "confirmed")
    with pytest.raises(Conflict, match="刚刚"):
        look(second, colleague, "discrepancy", "另有看法")
    assert drawn.items.first().verdict == "confirmed"


def test_the_same_verdict_sent_twice_is_noted_once(drawn, inspector):
    first, second = drawn.items.all()[0], drawn.items.all()[0]
    look(first, inspector)
    look(second, inspector)
    assert JournalEntry.objects.filter(action="spot_checks.look").count() == 1


def test_a_verdict_can_be_put_right_by_who_has_seen_it(drawn, inspector, colleague):
    item = look(drawn.items.first(), inspector)
    look(item, colleague, "unverifiable", "原件已移交", seen=item.looked_at)
    assert drawn.items.first().verdict == "unverifiable"
    latest = JournalEntry.objects.filter(action="spot_checks.look").latest("pk")
    assert latest.detail["before"] == "confirmed"


def test_a_discrepancy_strikes_nothing(drawn, inspector):
    item = look(drawn.items.first(), inspector, "discrepancy", "不符")
    assert item.record.state == "confirmed"


# --- Pages ------------------------------------------------------------------------------


def test_from_the_form_through_every_item_to_the_end(client, records, city, inspector):
    client.force_login(inspector)
    form = {"unit": city.pk, "year": 2026, "size": 2}
    response = client.post(reverse("assessments:spot_check_new"), form)
    first, second = SpotCheck.objects.get().items.all()
    assert response["Location"] == first.spot_check.get_absolute_url()
    assert client.get(address(first)).status_code == 200
    response = client.post(address(first), {"verdict": "confirmed"})
    assert response["Location"] == address(second)
    response = client.post(address(second), {"verdict": "unverifiable"}, follow=True)
    assert "本次抽查已全部核对完毕" in response.content.decode()


def test_the_page_shows_claim_and_evidence(client, drawn, inspector, liaison):
    item = drawn.items.first()
    evidence = Evidence.objects.create(
        record=item.record, token=item.record.token, sha256="ab" * 32, name="会议纪要.pdf",
        size=9, media_type="application/pdf", uploaded_by=liaison, uploaded_at=timezone.now(),
    )  # fmt: skip
    client.force_login(inspector)
    page = client.get(address(item)).content.decode()
    assert "研究部署下一步工作" in page
    assert evidence.get_absolute_url() in page


def test_the_second_of_two_keeps_his_text_and_may_insist(client, drawn, inspector, colleague):
    item = drawn.items.first()
    look(drawn.items.first(), inspector)
    client.force_login(colleague)
    typed = {"verdict": "discrepancy", "note": "原件上没有签字", "seen": ""}
    response = client.post(address(item), typed)
    page = response.content.decode()
    assert "刚刚对这条记录作出结论" in page
    assert "原件上没有签字" in page
    seen = response.context["form"]["seen"].value()
    assert client.post(address(item), typed | {"seen": seen}).status_code == 302
    assert drawn.items.first().looked_by == colleague


@pytest.mark.parametrize(
    ("typed", "words"),
    [({}, "请选择结论"), ({"verdict": "discrepancy"}, "请写明情况"),
     ({"verdict": "confirmed", "seen": "2026-99-99T00:00"}, "页面已失效"),
     ({"verdict": "confirmed", "note": "长" * 501}, "500")],
)  # fmt: skip
def test_bad_input_is_said_clearly(client, drawn, inspector, typed, words):
    client.force_login(inspector)
    response = client.post(address(drawn.items.first()), typed)
    assert response.status_code == 200
    assert words in str(response.context["form"].errors)
    assert drawn.items.first().verdict == ""


@pytest.mark.parametrize("who", ["overseer", "assessor", "official", "liaison", "auditor"])
def test_spot_checks_are_for_inspectors(request, client, drawn, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("assessments:spot_checks")).status_code == 403
    assert client.get(reverse("assessments:spot_check_new")).status_code == 403
    assert client.get(drawn.get_absolute_url()).status_code == 404
    assert client.get(address(drawn.items.first())).status_code == 404


def test_an_inspector_of_another_city_finds_nothing(client, drawn, other_city, city):
    client.force_login(make_person("other_inspector", ("inspect", other_city)))
    assert client.get(drawn.get_absolute_url()).status_code == 404
    form = {"unit": city.pk, "year": 2026, "size": 1}
    response = client.post(reverse("assessments:spot_check_new"), form)
    assert "unit" in response.context["form"].errors


@pytest.mark.parametrize(("page", "queries"), [("list", 8), ("detail", 10)])
def test_three_rows_cost_the_queries_of_one(
    client, records, city, inspector, django_assert_num_queries, page, queries
):
    def address_of(size):
        made, _ = spot_checks.draw(unit=city, year=2026, size=size, by=inspector, on=ON)
        return made.get_absolute_url() if page == "detail" else reverse("assessments:spot_checks")

    client.force_login(inspector)
    url = address_of(1)
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
    address_of(2)
    url = address_of(3)
    with django_assert_num_queries(queries):
        client.get(url)
