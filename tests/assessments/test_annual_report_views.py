"""The pages of a year-end report: prefilled, written by two, handed in, judged, verified."""

import hashlib
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from assessments import pdf, report_facts, report_length
from assessments.actions import reports
from assessments.models import AnnualReport, FrozenReport
from duties.actions import obligations
from organizations.models import JournalEntry, Unit
from tests.cast import ON, PASSWORD, appoint, make_post, make_requirement, noon
from tests.handing_in import draft, hand_in, set_term

pytestmark = pytest.mark.django_db
HOSTILE = "<b>粗</b>{{7*7}}{% debug %}</td><script>x</script><img src=http://127.0.0.1:1/>"


@pytest.fixture
def seat(post, official, liaison, overseer):
    make_requirement("15.2/1")
    make_requirement("20.2/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    set_term(overseer.unit, overseer)
    with noon(ON):
        yield post.appointments.get()


def url(name, seat, year=2026):
    suffix = f"_{name}" if name else ""
    return reverse(f"assessments:annual_report{suffix}", args=[seat.pk, year])


def test_the_page_shows_a_prefilled_report_before_anything_is_saved(client, seat, official):
    client.force_login(official)
    page = client.get(url("", seat)).content.decode()
    assert "尚未保存" in page
    assert "根据《实施办法》和年终述法工作要求" in page
    assert not AnnualReport.objects.exists()


def test_each_sentence_opens_what_it_rests_on_and_on_paper_is_plain(
    client, seat, overseer, post, confirm
):
    duty = post.obligations.get(requirement__code="20.2/1")
    record = confirm(duty, date(2026, 5, 6))
    facts = report_facts.load(hand_in(seat).inputs["zh-hans"])
    client.force_login(overseer)
    page = client.get(url("", seat)).content.decode()
    for row in (record, duty):
        assert f'<a class="source" href="{row.get_absolute_url()}">' in page
        assert client.get(row.get_absolute_url()).status_code == 200
    assert "<a " not in render_to_string("assessments/report_pdf.html", {"report": facts})


def test_before_the_term_opens_no_password_is_asked_for(client, seat, official, overseer):
    draft(seat, official)
    set_term(overseer.unit, overseer, opens_on=date(2027, 1, 1), due_on=date(2027, 1, 31))
    client.force_login(official)
    page = client.get(url("", seat)).content.decode()
    assert "提交（2027-01-01起）" in page and url("submit", seat) not in page
    page = client.get(url("submit", seat)).content.decode()
    assert "2027-01-01起可以提交，2027-01-31截止" in page and 'name="password"' not in page
    client.post(url("submit", seat), {"edition": 1, "password": PASSWORD})
    assert not FrozenReport.objects.exists()


def test_a_search_that_finds_nothing_says_so(client, seat, official):
    client.force_login(official)
    page = client.get(reverse("assessments:reports"), {"q": "火星", "year": 2026}).text
    assert "没有符合条件的报告" in page and "有履职事项的职务才有" not in page
    assert 'href="?year=2026">清除条件' in page


def test_writing_saves_and_returns_to_the_page(client, seat, liaison):
    client.force_login(liaison)
    answer = client.post(url("edit", seat), {"edition": 0, "plans": "明年带头学法。"})
    assert (answer.status_code, answer["Location"]) == (302, url("", seat))
    assert AnnualReport.objects.get().narrative == {"plans": "明年带头学法。"}
    assert "明年带头学法。" in client.get(url("", seat)).content.decode()


def test_two_writers_see_both_texts_and_nothing_is_overwritten(client, seat, official, liaison):
    draft(seat, liaison, plans="甲的文字", causes="同")
    reports.write(appointment=seat, year=2026, edition=1, said={"plans": "乙的文字", "causes": "同"},
                  by=official, on=ON)  # fmt: skip
    client.force_login(liaison)
    answer = client.post(url("edit", seat), {"edition": 1, "plans": "丙的文字", "causes": "同"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "乙的文字" in page and "丙的文字" in page
    assert answer.context["form"]["edition"].value() == 2
    assert [place.slot for place, _f, _d in answer.context["places"] if place.differs] == ["plans"]
    assert AnnualReport.objects.get().narrative["plans"] == "乙的文字"
    client.post(url("edit", seat), {"edition": 2, "plans": "合并", "causes": "同"})
    assert AnnualReport.objects.get().narrative == {"plans": "合并", "causes": "同"}


def test_it_saves_by_itself_and_never_over_another(client, seat, official, liaison):
    client.force_login(liaison)
    own = {"HTTP_HX_REQUEST": "true"}
    first = client.post(url("edit", seat), {"edition": 0, "plans": "甲", "do": "autosave"}, **own)
    assert first.context["edition"] == 1
    reports.write(appointment=seat, year=2026, edition=1, said={"plans": "乙"}, by=official, on=ON)
    late = client.post(url("edit", seat), {"edition": 1, "plans": "丙", "do": "autosave"}, **own)
    assert "未自动保存" in late.content.decode()
    assert late.context["edition"] == "1"
    assert AnnualReport.objects.get().narrative == {"plans": "乙"}


def test_too_much_is_refused_and_kept_on_the_page(client, seat, official):
    client.force_login(official)
    answer = client.post(url("edit", seat), {"edition": 0, "plans": "长" * 2001, "causes": "留"})
    assert "最多2000字，当前2001字。" in answer.content.decode()
    assert answer.context["form"]["causes"].value() == "留"


def test_handing_in_takes_the_password_again(client, seat, official):
    draft(seat, official)
    client.force_login(official)
    answer = client.post(url("submit", seat), {"edition": 1, "password": "wrong-password-1"})
    assert "密码不正确" in answer.content.decode()
    assert AnnualReport.objects.get().state == "draft"
    assert JournalEntry.objects.filter(action="sessions.not_confirmed").count() == 1


def test_five_wrong_passwords_lock_and_the_draft_stays(client, seat, official, settings):
    draft(seat, official, plans="留")
    client.force_login(official)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post(url("submit", seat), {"edition": 1, "password": "wrong-password-1"})
    answer = client.post(url("submit", seat), {"edition": 1, "password": PASSWORD})
    assert answer.status_code != 302
    assert AnnualReport.objects.get().narrative == {"plans": "留"}
    assert not FrozenReport.objects.exists()


def test_handed_in_its_bytes_are_those_downloaded(client, seat, official, overseer):
    """The real thing once: typeset in both languages, frozen, downloaded by the superior; and
    set again from what was frozen with it, whatever things are called by then."""
    draft(seat, official, plans=HOSTILE)
    client.force_login(official)
    answer = client.post(url("submit", seat), {"edition": 1, "password": PASSWORD})
    assert answer["Location"] == url("", seat)
    again = client.post(url("submit", seat), {"edition": 1, "password": PASSWORD})
    assert again["Location"] == url("", seat)
    frozen = FrozenReport.objects.get()
    client.force_login(overseer)
    for file in frozen.files.all():
        body = client.get(file.get_absolute_url())
        assert body.content == bytes(file.content)
        assert body.content.startswith(b"%PDF-")
    assert "weasyprint" in frozen.made_with
    Unit.objects.update(name_zh="另一市", name_en="Another")
    for file in frozen.files.all():
        again = pdf.annual_report(report_facts.load(frozen.inputs[file.language]))
        assert hashlib.sha256(again).hexdigest() == file.typeset_sha256


def test_what_is_handed_in_is_shown_as_it_was(client, seat, official, overseer, post):
    hand_in(seat, plans="原样")
    make_requirement("16.1/1")
    obligations.open_year(year=2026, on=ON)
    client.force_login(overseer)
    page = client.get(url("", seat))
    assert len(page.context["facts"].rows) == 2
    assert "原样" in page.content.decode()


def test_a_draft_is_nobody_elses(client, seat, official, overseer, reviewer, inspector):
    draft(seat, official)
    for person in (overseer, reviewer, inspector):
        client.force_login(person)
        assert client.get(url("", seat)).status_code == 404
        [line] = client.get(reverse("assessments:reports")).context["page"]
        assert (line.report, line.url) == (None, "")


def test_a_successor_does_not_read_his_predecessors_draft(client, seat, official, post):
    draft(seat, official)
    seat.ends_on = date(2026, 6, 30)
    seat.save()
    second = appoint(post, "second", date(2026, 7, 1))
    client.force_login(second)
    assert client.get(url("", seat)).status_code == 404
    client.force_login(official)
    assert client.get(url("", seat)).status_code == 200


def test_the_superior_enters_an_evaluation(client, seat, overseer):
    hand_in(seat)
    client.force_login(overseer)
    answer = client.post(url("evaluate", seat), {"version": 1, "grade": "good", "note": "扎实"})
    assert answer.status_code == 302
    [line] = client.get(reverse("assessments:reports")).context["page"]
    assert (line.evaluation.grade, line.in_time) == ("good", True)


def test_an_evaluation_without_a_grade_keeps_the_remarks(client, seat, overseer):
    hand_in(seat)
    client.force_login(overseer)
    page = client.post(url("evaluate", seat), {"version": 1, "note": "保留的意见"})
    assert "请选择评议等次" in page.content.decode()
    assert page.context["evaluation_form"]["note"].value() == "保留的意见"


def test_the_superior_sends_it_back(client, seat, overseer):
    hand_in(seat)
    client.force_login(overseer)
    client.post(url("return", seat), {"edition": 2, "reason": "请补充"})
    assert AnnualReport.objects.get().state == "returned"


@pytest.mark.parametrize("state, expected", [
    ("", 1), ("missing", 0), ("submitted", 1), ("returned", 0), ("evaluated", 0), ("x", 1),
])  # fmt: skip
def test_the_list_is_filtered(client, seat, overseer, state, expected):
    hand_in(seat)
    client.force_login(overseer)
    page = client.get(reverse("assessments:reports"), {"year": 2026, "state": state})
    assert len(page.context["page"]) == expected


def test_the_list_asks_as_often_for_three_reports(
    client, seat, overseer, county, city, django_assert_num_queries
):
    hand_in(seat)
    client.force_login(overseer)
    address = reverse("assessments:reports")
    client.get(address)  # content types are asked for once in a process
    with django_assert_num_queries(QUERIES):
        assert len(client.get(address).context["page"]) == 1
    for number, unit in enumerate((county, city)):
        more = make_post(unit, "party" if unit == city else "government", title_zh=f"职务{number}")
        make_requirement(f"{5 if unit == city else 17}.{number + 1}/1")
        appoint(more, f"head{number}", date(2025, 1, 1))
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    for name in ("head0", "head1"):
        hand_in(AnnualReport._meta.get_field("appointment").related_model.objects.get(
            person__username=name))  # fmt: skip
    with django_assert_num_queries(QUERIES):
        assert len(client.get(address).context["page"]) == 3


QUERIES = 23


def test_the_list_goes_to_excel(client, seat, overseer):
    hand_in(seat)
    client.force_login(overseer)
    answer = client.get(reverse("assessments:reports_export"), {"year": 2026})
    assert answer["Content-Type"].endswith("sheet")


def test_terms_are_set_in_the_browser(client, overseer, province):
    client.force_login(overseer)
    page = reverse("assessments:report_terms")
    said = {"unit": province.pk, "year": 2025, "opens_on": "2025-12-01", "due_on": "2026-01-15"}
    assert client.post(page, said).status_code == 302
    assert client.post(page, said | {"due_on": "2026-01-20"}).status_code == 302
    [term] = client.get(page).context["page"]
    assert term.due_on == date(2026, 1, 20)
    wrong = client.post(page, said | {"due_on": "2025-11-01"})
    assert "截止日期不得早于开始提交日期" in wrong.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_terms_asks_the_same_for_one_and_three(
    client, overseer, province, number, django_assert_num_queries
):
    for each in range(number):
        set_term(province, overseer, year=2020 + each)
    client.force_login(overseer)
    with django_assert_num_queries(13):
        assert len(client.get(reverse("assessments:report_terms")).context["page"]) == number
    answer = client.get(reverse("assessments:report_terms_export"))
    assert answer["Content-Type"].endswith("sheet")


def test_one_text_has_one_number_of_characters(client, seat, official, confirm, post):
    """Written, about to be signed, and frozen with its code and numerals: the same to a sign."""
    confirm(post.obligations.get(requirement__code="20.2/1"), date(2026, 5, 6))
    said = {"inspections": "接受督查一次，已整改。"}
    draft(seat, official, **said)
    client.force_login(official)
    shown = [client.get(url(page, seat)).context["length"] for page in ("edit", "submit", "")]
    frozen = report_facts.load(hand_in(seat, **said).inputs["zh-hans"])
    shown += [client.get(url("", seat)).context["length"], report_length.of(frozen)]
    assert frozen.proof and set(shown) == {shown[0]}
