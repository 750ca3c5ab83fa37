"""Results of units: entered by hand, pasted and from a sheet, checked, counted."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.actions import scores
from assessments.actions.results import Entered, enter
from assessments.models import PostScore, UnitResult
from duties.models import Ledger
from organizations.excel import workbook
from organizations.models import JournalEntry
from tests.assessments import test_score_inputs
from tests.assessments.test_schemes import THIS_YEAR
from tests.assessments.test_views import owe
from tests.cast import ON, make_post
from tests.scoring_world import enter_result

pytestmark = pytest.mark.django_db
IMPORT = "/results/import/"
HEAD = ["单位代码", "单位名称", "得分", "备注"]
owing = test_score_inputs.owing


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
