"""Results of units, bonus and deductions, outcomes handed over: entered, checked, counted."""

import io
import os
import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments import schemes
from assessments.actions import orphans, outcomes, score_items, scores
from assessments.actions.results import Entered, enter
from assessments.figures.applying import default_scheme
from assessments.figures.live import score_of
from assessments.models import PostScore, ScoreItem, ScoreItemFile, UnitResult
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Ledger
from duties.wording import Sentence
from organizations.actions import appointments, journal
from organizations.errors import Refused
from organizations.excel import workbook
from organizations.models import JournalEntry
from tests.assessments.test_schemes import THIS_YEAR
from tests.assessments.test_views import owe
from tests.cast import ON, make_person, make_post
from tests.files import pdf_upload
from tests.scoring_world import enter_item, enter_result, force_scheme

pytestmark = pytest.mark.django_db
IMPORT = "/results/import/"
HEAD = ["单位代码", "单位名称", "得分", "备注"]


@pytest.fixture
def second(province):
    return make_person("second", ("assess", province), unit=province)


@pytest.fixture
def owing(post):
    owe(post, "15.1/1", "met", due_on=THIS_YEAR)
    scores.refresh(on=ON)
    return post


def upload(*rows, year="2026", **more):
    file = io.BytesIO(workbook("结果", HEAD, rows))
    file.name = "results.xlsx"
    return {"year": year, "file": file} | more


def carried(page):
    told = {"pasted": page.context["text"], "seen": page.context["seen"]}
    return told | {"year": "2026", "do": "write"}


class TestResults:
    def test_preview_then_write(self, client, assessor, owing, other_city):
        client.force_login(assessor)
        enter_result(other_city, "70", assessor)
        page = client.post(IMPORT, upload(
            ["330100", "杭州市", Decimal("88.5"), ""], ["", "宁波市", 71, "复核后更正"],
        ))  # fmt: skip
        assert [(row.number, row.what) for row in page.context["rows"]] == [
            (2, "new"),
            (3, "change"),
        ]
        assert UnitResult.objects.count() == 1
        client.post(IMPORT, carried(page))
        found = UnitResult.objects.order_by("unit__path").values_list("points", "note")
        assert list(found) == [(Decimal("88.50"), ""), (Decimal("71.00"), "复核后更正")]

    def test_mistakes_are_told_by_cell_and_nothing_is_written(self, client, assessor, owing):
        client.force_login(assessor)
        rows = [
            ["330100", "杭州市", "九十", ""], ["330100", "宁波市", 101, ""],
            ["999999", "", 80, ""], ["", "无名县", "", "x" * 201],
        ]  # fmt: skip
        page = client.post(IMPORT, upload(*rows, do="write"))
        assert [error for row in page.context["rows"] for error in row.errors] == [
            "单元格C2：“九十”应为0至100之间的数。",
            "单元格A2：“杭州市”在表中出现了多次。",
            "单元格B3：代码330100是“杭州市”，与填写的名称不符。",
            "单元格C3：“101”应为0至100之间的数。",
            "单元格A3：“杭州市”在表中出现了多次。",
            "单元格A4：没有找到代码“999999”的单位，或者不在您的考核范围内。",
            "单元格B5：没有找到单位“无名县”，或者不在您的考核范围内。",
            "单元格C5：请填写得分。",
            "单元格D5：备注最多200个字。",
        ]
        assert not UnitResult.objects.exists()

    def test_the_export_is_the_template(self, client, assessor, owing):
        client.force_login(assessor)
        enter_result(owing.unit, "88.5", assessor)
        file = io.BytesIO(client.get("/results.xlsx?year=2026").content)
        file.name = "template.xlsx"
        page = client.post(IMPORT, {"year": "2026", "file": file})
        assert [row.what for row in page.context["rows"]] == ["same"]

    def test_of_the_template_only_what_was_filled_in_is_written(
        self, client, assessor, owing, other_city
    ):
        client.force_login(assessor)
        table = f"330100\t杭州市\t90\t\n{other_city.code}\t{other_city.name_zh}\t\t"
        page = client.post(IMPORT, {"year": "2026", "pasted": table})
        assert [row.what for row in page.context["rows"]] == ["new"]
        assert page.context["counts"]["blank"] == 1
        said = {"year": "2026", "pasted": page.context["text"], "do": "write"}
        assert client.post(IMPORT, said).status_code == 302
        assert UnitResult.objects.get().unit == owing.unit

    def test_a_template_left_blank_writes_nothing_and_says_so(self, client, assessor, owing):
        client.force_login(assessor)
        said = {"year": "2026", "pasted": "330100\t杭州市\t\t", "do": "write"}
        page = client.post(IMPORT, said)
        assert page.context["form"].errors["file"] == ["没有一行填写了得分，请填写后重新上传。"]

    def test_what_is_pasted_counts_as_well(self, client, assessor, owing):
        client.force_login(assessor)
        page = client.post(IMPORT, {"year": "2026", "pasted": "330100\t杭州市\t90\t"})
        assert [row.what for row in page.context["rows"]] == ["new"]

    @pytest.mark.parametrize("text", ["[[" + "[" * 90_000, '[[1e999, ["a"]]]', "[[1]]", "[[{}]]"])
    def test_cells_that_were_tampered_with_are_refused_in_words(
        self, client, assessor, owing, text
    ):
        client.force_login(assessor)
        page = client.post("/results/import/", {"year": 2026, "pasted": text, "do": "write"})
        assert page.context["form"].errors["file"] == ["页面已失效，请刷新后重试。"]

    @pytest.mark.parametrize("name", ["a.xlsx", "a.txt"])
    def test_what_is_no_sheet_is_refused_in_words(self, client, assessor, owing, name):
        client.force_login(assessor)
        file = io.BytesIO(b"PK\x03\x04 not a workbook")
        file.name = name
        page = client.post(IMPORT, {"year": "2026", "file": file})
        assert page.context["form"].errors["file"] == [
            "无法读取该文件，请另存为 .xlsx 后重新上传。"
        ]

    def test_by_hand(self, client, assessor, owing):
        client.force_login(assessor)
        client.post(reverse("assessments:result", args=[owing.unit_id, 2026]), {"points": "91"})
        assert UnitResult.objects.get().points == 91

    def test_of_two_who_enter_at_once_one_is_told_and_may_insist(self, client, assessor, owing):
        client.force_login(assessor)
        url = reverse("assessments:result", args=[owing.unit_id, 2026])
        said = {"points": "81", "seen": client.get(url).context["form"]["seen"].value()}
        enter_result(owing.unit, "70", assessor)
        again = client.post(url, said).context["form"]
        assert again.non_field_errors() == ["考核结果刚被他人修改，请核对后再保存。"]
        assert (again["points"].value(), str(UnitResult.objects.get().points)) == ("81", "70.00")
        client.post(url, said | {"seen": again["seen"].value()})
        assert str(UnitResult.objects.get().points) == "81.00"

    def test_what_another_entered_since_the_preview_is_previewed_again(
        self, client, assessor, owing
    ):
        client.force_login(assessor)
        preview = client.post(IMPORT, upload([owing.unit.code, "", "81", ""]))
        enter_result(owing.unit, "70", assessor)
        again = client.post(IMPORT, carried(preview))
        assert str(UnitResult.objects.get().points) == "70.00"
        assert [row.what for row in again.context["rows"]] == ["change"]
        client.post(IMPORT, carried(again))
        assert str(UnitResult.objects.get().points) == "81.00"

    def test_the_same_list_twice_changes_nothing(self, assessor, owing):
        rows = [Entered(owing.unit, Decimal(90))]
        said = {"rows": rows, "year": 2026, "by": assessor, "on": ON}
        assert (enter(**said), enter(**said)) == (1, 0)
        assert JournalEntry.objects.filter(action="results.enter").count() == 1

    def test_only_the_posts_of_the_unit_are_scored_again(self, assessor, owing, other_city):
        other = make_post(other_city)
        owe(other, "15.2/1", "met", due_on=THIS_YEAR)
        scores.refresh(on=ON)
        enter_result(owing.unit, "80", assessor)
        assert list(Ledger.objects.filter(moved=True).values_list("post", flat=True)) == [owing.pk]
        assert scores.refresh(on=ON) == 1
        assert PostScore.objects.get(post=owing).points == 9412

    @pytest.mark.parametrize("number", [1, 3])
    def test_three_rows_cost_the_queries_of_one(
        self, client, assessor, owing, other_city, county, number, django_assert_num_queries
    ):
        for unit in [other_city, county][: number - 1]:
            make_post(unit)
        client.force_login(assessor)
        client.get("/results/")
        with django_assert_num_queries(12):
            client.get("/results/")


class TestItems:
    def test_it_counts_once_a_second_person_has_confirmed(self, assessor, second, owing, province):
        """(60×100)÷60=100 already; so a deduction shows: 100−2=98."""
        talk = schemes.Indicator("talk", Sentence("约谈", "Talk"), schemes.Source.DEDUCTION)
        usual = default_scheme()
        force_scheme(province, assessor, replace(usual, indicators=(*usual.indicators, talk)))
        item = enter_item(owing, assessor, kind="deduction", code="talk", points="2")
        with pytest.raises(NotAllowed):
            score_items.decide(item=item, confirmed=True, by=assessor, on=ON)
        score_items.decide(item=item, confirmed=True, by=second, on=ON)
        live = score_of(owing, 2026, ON)
        assert [each.key for each in live.facts.items] == [str(item.pk)]
        assert str(live.tree.total) == "98.00"
        assert Ledger.objects.get(post=owing).moved

    def test_a_withdrawn_one_no_longer_counts(self, assessor, second, owing):
        item = enter_item(owing, assessor)
        score_items.decide(item=item, confirmed=True, by=second, on=ON)
        score_items.withdraw(item=item, reason="称号已被取消", by=assessor, on=ON)
        assert score_of(owing, 2026, ON).facts.items == ()
        with pytest.raises(Conflict):
            score_items.decide(item=item, confirmed=True, by=second, on=ON)

    def test_what_was_withdrawn_before_it_ever_counted_stays_among_those_who_assess(
        self, client, assessor, owing, official
    ):
        item = enter_item(owing, assessor)
        score_items.withdraw(item=item, reason="误录", by=assessor, on=ON)
        for person, answered in ((official, 404), (assessor, 200)):
            client.force_login(person)
            assert client.get(item.get_absolute_url()).status_code == answered

    def test_refusing_needs_a_reason(self, assessor, second, owing):
        item = enter_item(owing, assessor)
        with pytest.raises(Refused):
            score_items.decide(item=item, confirmed=False, by=second, on=ON)

    def test_nobody_decides_what_concerns_himself_though_he_sits_there_no_more(
        self, assessor, second, owing
    ):
        item = enter_item(owing, assessor)
        appointments.begin(
            post=owing, person=second, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31),
            by=None, on=ON,
        )  # fmt: skip
        with pytest.raises(NotAllowed, match="涉及本人"):
            score_items.decide(item=item, confirmed=True, by=second, on=ON)
        with pytest.raises(NotAllowed, match="涉及本人"):
            score_items.withdraw(item=item, reason="不妥", by=second, on=ON)

    def test_the_same_form_twice_at_once_is_one_item(self, assessor, owing, monkeypatch):
        """Both looked before the first was kept: the second waits for the lock and looks then."""
        token, said = uuid.uuid4(), {"post": owing, "by": assessor, "on": ON}
        score_items.attach(**said, token=token, file=pdf_upload())
        said |= {"year": 2026, "kind": "bonus", "code": "bonus", "points": Decimal(1)}
        hold = journal.hold

        def first_the_other():
            monkeypatch.setattr(journal, "hold", hold)
            score_items.enter(**said, reason="示范", token=token)

        monkeypatch.setattr(journal, "hold", first_the_other)
        row = score_items.enter(**said, reason="示范", token=token)
        assert row == ScoreItem.objects.get()

    def test_no_item_without_evidence(self, assessor, owing):
        with pytest.raises(Refused, match="佐证材料"):
            score_items.enter(
                post=owing, year=2026, kind="bonus", code="bonus", points=Decimal(1),
                reason="示范", token=uuid.uuid4(), by=assessor, on=ON,
            )  # fmt: skip

    @pytest.mark.parametrize(("kind", "code"), [("deduction", "talk"), ("veto", "bonus")])
    def test_it_stands_under_an_indicator_of_its_kind(self, assessor, owing, kind, code):
        """Anything else would be confirmed by two people and never count."""
        with pytest.raises(Refused, match="请选择指标体系中的指标"):
            enter_item(owing, assessor, kind=kind, code=code)

    def test_a_file_is_taken_off_whatever_else_is_wrong(self, client, assessor, owing):
        client.force_login(assessor)
        url = reverse("assessments:score_item_new", args=[owing.pk, 2026])
        token = str(uuid.uuid4())
        client.post(url, {"token": token, "files": pdf_upload()})
        client.post(url, {"token": token, "drop": str(ScoreItemFile.objects.get().pk)})
        assert not ScoreItemFile.objects.exists()
        assert JournalEntry.objects.filter(action="score_items.detach").count() == 1

    def test_the_form_keeps_the_file_when_something_else_is_wrong(self, client, assessor, owing):
        client.force_login(assessor)
        url = reverse("assessments:score_item_new", args=[owing.pk, 2026])
        sent = {"code": "bonus", "points": "", "reason": "示范", "files": pdf_upload()}
        page = client.post(url, sent | {"token": str(uuid.uuid4())})
        assert page.context["form"].errors["points"] == ["加分和扣分须填写分值。"]
        again = {"code": "bonus", "points": "1.5", "reason": "示范", "token": page.context["token"]}
        assert client.post(url, again).status_code == 302
        assert client.post(url, again).status_code == 302
        item = ScoreItem.objects.get()
        assert (item.points, item.files.count()) == (Decimal("1.50"), 1)

    def test_the_official_sees_it_once_it_counts(self, client, assessor, second, owing, official):
        item = enter_item(owing, assessor)
        client.force_login(official)
        assert client.get(item.get_absolute_url()).status_code == 404
        score_items.decide(item=item, confirmed=True, by=second, on=ON)
        assert client.get(item.get_absolute_url()).status_code == 200
        page = client.get(reverse("assessments:score", args=[owing.pk, 2026]))
        assert "获评省级法治示范" in page.text
        assert item.files.get().get_absolute_url() in page.text

    @pytest.mark.parametrize("number", [1, 3])
    def test_three_rows_cost_the_queries_of_one(
        self, client, assessor, owing, number, django_assert_num_queries
    ):
        for _ in range(number):
            enter_item(owing, assessor)
        client.force_login(assessor)
        client.get("/score-items/")
        with django_assert_num_queries(10):
            client.get("/score-items/")

    def test_bytes_without_a_row_go_and_those_of_today_stay(self, assessor, owing):
        """A file taken off leaves its bytes: another form may just be sending the same."""
        token, said = uuid.uuid4(), {"post": owing, "by": assessor, "on": ON}
        row = score_items.attach(**said, token=token, file=pdf_upload())
        item, path = enter_item(owing, assessor), row.path
        day = timedelta(days=1)
        ScoreItemFile.objects.all()._raw_delete("default")
        assert orphans.sweep(before=timezone.now() - day) == 0 and path.exists()
        os.utime(path, (0, 0))
        again = score_items.attach(**said, token=token, file=pdf_upload())
        again.delete()
        assert orphans.sweep(before=timezone.now() - day) == 0 and path.exists()
        os.utime(path, (0, 0))
        assert orphans.sweep(before=timezone.now() - day) == 1 and not path.exists()
        assert item.pk


class TestOutcomes:
    def hand_over(self, post, by, **fields):
        fields = {"kind": "veto", "grade": "pass", "source": "case:1"} | fields
        return outcomes.hand_over(
            post=post, year=2026, reason=Sentence("违规干预司法", "Interference"), by=by, on=ON,
            **fields,
        )  # fmt: skip

    def test_a_case_caps_the_grade_and_twice_is_once(self, assessor, owing):
        self.hand_over(owing, assessor)
        self.hand_over(owing, assessor)
        tree = score_of(owing, 2026, ON).tree
        assert [node.grade for node in tree.by_code("outcomes").children] == ["pass"]

    def test_another_content_from_the_same_source_is_refused(self, assessor, owing):
        self.hand_over(owing, assessor)
        with pytest.raises(Conflict):
            self.hand_over(owing, assessor, kind="deduction", grade="", points=Decimal(2))

    def test_an_incentive_counts_within_the_limit_of_the_bonus(self, assessor, owing):
        self.hand_over(owing, assessor, kind="bonus", grade="", points=Decimal(5))
        node = score_of(owing, 2026, ON).tree.by_code("bonus")
        assert node.sentence.zh == "合计5分，超过上限，按3分计。"

    def test_what_is_withdrawn_counts_no_more(self, assessor, owing):
        self.hand_over(owing, assessor)
        outcomes.withdraw(source="case:1", by=assessor, on=ON)
        outcomes.withdraw(source="case:1", by=assessor, on=ON)
        assert score_of(owing, 2026, ON).facts.outcomes == ()
        assert JournalEntry.objects.filter(action="outcomes.withdraw").count() == 1
