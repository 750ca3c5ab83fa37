"""The year-end report: what it says, how it is set, who may read it."""

import re
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags

from assessments import pdf, reporting
from duties.actions import checks, obligations
from duties.models import Clause, Evidence, Record, RecordItem, Regulation, Requirement
from organizations.models import Appointment, Post, Unit, User
from tests.cast import make_person
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db
FIRST = date(2018, 3, 15)
AFTER = date(2026, 1, 20)
WITHIN = date(2025, 9, 1)
HOSTILE = "<b>粗</b>{{7*7}}{% debug %}</td><script>x</script><img src=http://127.0.0.1:1/>"


def law(article, item, statement, cadence="year", kind="count", params=None):
    regulation, _ = Regulation.objects.get_or_create(
        code="law",
        defaults={"title_zh": "职责实施办法", "title_en": "Measures", "valid_from": FIRST},
    )
    clause = Clause.objects.create(
        regulation=regulation, article=article, item=item, track="government",
        title_zh=f"{statement}事项", title_en="Matter", valid_from=FIRST,
    )  # fmt: skip
    return Requirement.objects.create(
        clause=clause, code=f"{article}.{item}/1", kind=kind, params=params or {"at_least": 1},
        cadence=cadence, quantified=True, statement_zh=statement, statement_en="Requirement",
        valid_from=FIRST,
    )  # fmt: skip


def county(name, code):
    fields = {"name_zh": name, "kind": "region", "level": "county", "code": code}
    return Unit.objects.add_root(fields)


@pytest.fixture
def post():
    """A county head who owes two duties: one is done, one is missed."""
    unit = county("桐江县", "339901")
    post = Post.objects.create(unit=unit, track="government", title_zh="桐江县县长")
    head = User.objects.create_user("head", name_zh="县长", name_en="The head")
    Appointment.objects.create(post=post, person=head, starts_on=date(2024, 2, 1))
    law(15, 1, "召开领导小组会议")
    law(20, 3, "举办法治专题培训班")
    obligations.open_year(year=2025, on=date(2025, 1, 1), posts=[post])
    done(post, "15.1/1", "县法治政府建设领导小组第一次会议", date(2025, 3, 12))
    return post


def done(post, code, title, held_on, on=AFTER):
    """A confirmed record with one file, judged."""
    owed = post.obligations.get(requirement__code=code)
    who = post.appointments.get().person
    now = timezone.now()
    record = Record.objects.create(
        post=post, held_on=held_on, title=title, account="说明", place="县行政中心",
        state="confirmed", logged_by=who, logged_at=now, reviewed_by=who, reviewed_at=now,
    )  # fmt: skip
    RecordItem.objects.create(record=record, obligation=owed)
    Evidence.objects.create(
        record=record, token=record.token, sha256="ab" * 32, name="会议纪要.pdf", size=9,
        media_type="application/pdf", uploaded_by=who, uploaded_at=now,
    )  # fmt: skip
    checks.run_from_nothing(on=on, obligations=post.obligations.all())
    return record


def read(post, on=AFTER, **more):
    return reporting.read(post=post, year=2025, on=on, **more)


def tool(name, document, tmp_path, *arguments):
    file = tmp_path / "report.pdf"
    file.write_bytes(document)
    tail = ["-"] if name == "pdftotext" else []
    command = [name, *arguments, str(file), *tail]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def told(document, tmp_path):
    """The text of the document without the breaks that lines and cells put into it."""
    return re.sub(r"\s", "", tool("pdftotext", document, tmp_path, "-raw"))


def test_the_report_tells_what_was_done_and_what_was_missed(post):
    report = read(post)
    assert [section.heading for section in report.sections] == ["加强法治政府建设的组织领导"]
    assert [deed.title for deed in report.deeds] == ["县法治政府建设领导小组第一次会议"]
    assert [row.requirement for row in report.met] == ["召开领导小组会议"]
    assert [row.requirement for row in report.missed] == ["举办法治专题培训班"]
    assert [holder.name for holder in report.holders] == ["县长"]
    assert (report.final, report.score, report.on) == (True, "50.00", date(2025, 12, 31))


@pytest.mark.parametrize(("language", "said"), [
    ("zh-hans", "按截至2025年12月31日的计分依据，年度考核总分暂为60.00分，其中指标“履职完成”为50.00分（满分100）。"),
    ("en", 'comes to a total of 60.00 so far; of its indicators, "Duties fulfilled" has 50.00 out of 100.'),
])  # fmt: skip
def test_the_total_is_not_taken_for_what_is_only_one_of_its_indicators(post, language, said):
    boss = make_person("boss", ("assess", post.unit))
    enter_result(post.unit, "82", boss, year=2025)
    report = replace(read(post, language=language), score="60.00")
    with translation.override(language):
        html = render_to_string("assessments/_parts/report_opening.html", {"report": report})
    assert said in unescape(strip_tags(html))


def test_before_the_end_of_the_year_it_is_a_draft(post):
    checks.run_from_nothing(on=WITHIN, obligations=post.obligations.all())
    report = read(post, on=WITHIN)
    assert not report.final
    assert [row.requirement for row in report.pending] == ["举办法治专题培训班"]
    assert reporting.file_name(report) == "桐江县县长2025年度述法报告（进度稿）.pdf"


def test_the_printed_report_holds_the_logged_duty(post, tmp_path):
    text = told(pdf.annual_report(read(post)), tmp_path)
    assert "3月12日，在县行政中心，县法治政府建设领导小组第一次会议。" in text
    assert "第二十条第（三）项“举办法治专题培训班”" in text
    assert "会议纪要.pdf" in text
    assert "2025年12月31日" in text


def test_it_is_set_on_a4_in_the_official_fonts(post, tmp_path):
    document = pdf.annual_report(read(post))
    assert "595.276 x 841.89 pts (A4)" in tool("pdfinfo", document, tmp_path)
    listed = tool("pdffonts", document, tmp_path).splitlines()[2:]
    fonts = {line.split()[0].split("+")[1] for line in listed}
    assert fonts == {
        "PortalFang",
        "PortalKai",
        "PortalHei",
        "PortalSong",
        "PortalTitle-Bold",
    }


def hand_over(post, left_on):
    """The head leaves on that day, a second one sits down on the next."""
    Appointment.objects.filter(post=post).update(ends_on=left_on)
    second = User.objects.create_user("second", name_zh="新县长", name_en="The new head")
    Appointment.objects.create(post=post, person=second, starts_on=left_on + timedelta(days=1))


def test_with_several_holders_every_row_names_who_answers(post, tmp_path):
    law(16, 1, "按季度研究", cadence="quarter")
    obligations.open_year(year=2025, on=date(2025, 1, 1), posts=[post])
    hand_over(post, date(2025, 6, 30))
    report = read(post)
    assert [(row.period, row.answers) for row in report.rows] == [
        ("2025年", "新县长"),
        ("2025年第一季度", "县长"),
        ("2025年第二季度", "县长"),
        ("2025年第三季度", "新县长"),
        ("2025年第四季度", "新县长"),
        ("2025年", "新县长"),
    ]
    text = told(pdf.annual_report(report), tmp_path)
    assert "周期及截止日期责任人进度" in text
    assert "县长（2025年1月1日至2025年6月30日）、新县长（2025年7月1日至2025年12月31日）" in text


def test_before_they_are_due_the_incumbent_answers(post):
    hand_over(post, date(2025, 6, 30))
    assert {row.answers for row in read(post, on=date(2025, 6, 30)).rows} == {"县长"}
    assert {row.answers for row in read(post, on=date(2025, 7, 1)).rows} == {"新县长"}


def test_with_one_holder_the_table_is_as_it_was(post, tmp_path):
    text = told(pdf.annual_report(read(post)), tmp_path)
    assert "周期及截止日期进度状态" in text
    assert "责任人进度" not in text


def test_every_attachment_begins_a_page_with_its_number(post, tmp_path):
    pages = tool("pdftotext", pdf.annual_report(read(post)), tmp_path, "-raw").split("\f")
    first_lines = [page.strip().splitlines()[0] for page in pages if page.strip()]
    assert first_lines[-2:] == ["附件1", "附件2"]


def test_what_people_typed_stays_literal(post, tmp_path, settings):
    done(post, "20.3/1", HOSTILE, date(2025, 5, 6))
    assert re.sub(r"\s", "", HOSTILE) in told(pdf.annual_report(read(post)), tmp_path)


def test_a_word_without_end_still_prints(post):
    done(post, "20.3/1", "A" * 120, date(2025, 5, 6))
    assert pdf.annual_report(read(post)).startswith(b"%PDF-")


def test_the_same_report_gives_the_same_bytes(post):
    assert pdf.annual_report(read(post)) == pdf.annual_report(read(post))


def test_reading_asks_as_often_for_many_records_as_for_one(post, django_assert_num_queries):
    with django_assert_num_queries(18):
        read(post)
    for day in range(1, 6):
        done(post, "20.3/1", f"第{day}期培训", date(2025, 6, day))
    with django_assert_num_queries(18):
        read(post)


@pytest.fixture
def head(client, post):
    client.force_login(User.objects.get(username="head"))
    return client


def test_the_incumbent_previews_and_downloads(head, post):
    page = head.get(reverse("assessments:report", args=[post.pk, 2025]))
    assert "县法治政府建设领导小组第一次会议" in page.content.decode()
    file = head.get(reverse("assessments:report_pdf", args=[post.pk, 2025]))
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith("attachment")
    assert file.content.startswith(b"%PDF-")


def test_the_preview_shows_what_people_typed_literally(head, post):
    done(post, "20.3/1", HOSTILE, date(2025, 5, 6))
    page = head.get(reverse("assessments:report", args=[post.pk, 2025])).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


@pytest.mark.parametrize("name", ["report", "report_pdf"])
def test_who_may_not_see_the_post_finds_no_report(client, post, name):
    client.force_login(User.objects.create_user("stranger", name_zh="外人"))
    assert client.get(reverse(f"assessments:{name}", args=[post.pk, 2025])).status_code == 404


@pytest.mark.parametrize("year", [0, 1999, 2024, 99999])
def test_a_year_without_duties_is_not_found(head, post, year):
    assert head.get(reverse("assessments:report", args=[post.pk, year])).status_code == 404


def test_the_list_names_the_posts_one_may_see(head, post):
    page = head.get(reverse("assessments:reports"), {"year": 2025})
    assert [line.post.pk for line in page.context["page"]] == [post.pk]
    assert page.context["years"] == [2025]


@pytest.mark.parametrize("year", ["", "x", "²", "99999999999999999999"])
def test_a_bad_year_falls_back_to_one_there_is(head, post, year):
    page = head.get(reverse("assessments:reports"), {"year": year})
    assert page.context["year"] == 2025


def test_the_list_asks_as_often_for_three_posts(head, post, django_assert_max_num_queries):
    with django_assert_max_num_queries(31) as one:
        head.get(reverse("assessments:reports"))
    holder = User.objects.get(username="head")
    for number in (1, 2):
        more = Post.objects.create(
            unit=county(f"第{number}县", f"33990{number + 1}"), track="government", title_zh="县长"
        )
        Appointment.objects.create(post=more, person=holder, starts_on=date(2024, 2, 1))
        obligations.open_year(year=2025, on=date(2025, 1, 1), posts=[more])
    with django_assert_max_num_queries(len(one)):
        page = head.get(reverse("assessments:reports"))
    assert len(page.context["page"]) == 3
