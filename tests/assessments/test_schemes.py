"""Schemes: what a file or a table may say, and the life of a scheme."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from assessments import schemes
from assessments.actions import schemes as actions
from assessments.actions import scores, trying
from assessments.figures.applying import default_scheme, scheme_below, scheme_for
from assessments.figures.live import score_of
from assessments.models import IndicatorScheme, PostScore
from duties.actions.errors import Conflict
from organizations.errors import Refused
from organizations.models import JournalEntry
from tests.assessments.test_views import owe
from tests.cast import ON, make_post
from tests.scoring_world import enter_result, force_scheme

DEFAULT = Path("fixtures/schemes/zhejiang.yaml").read_bytes()
THIS_YEAR = date(2026, 10, 31)


def data(**changes):
    return schemes.dump(default_scheme()) | changes


def test_a_scheme_survives_json_yaml_and_table():
    scheme = default_scheme()
    assert schemes.parse(schemes.dump(scheme)) == scheme
    assert schemes.read_yaml(schemes.write_yaml(scheme).encode()) == scheme
    assert schemes.from_table([["head"], *schemes.to_table(scheme)]) == (scheme, [])


def test_the_default_scheme_is_that_of_the_field():
    weights = {each.code: each.weight for each in default_scheme().indicators if each.weight}
    assert weights == {"duties": 60, "result": 25, "inspections": 10, "report": 5}


def test_a_draft_begins_from_what_the_posts_below_are_scored_by(province, city, assessor):
    """The unit's own, else that of the nearest above, this year's before last year's."""
    assert scheme_below(city, 2026) == default_scheme()
    old = force_scheme(province, assessor, with_weights(duties=50, result=35), year=2025)
    assert scheme_below(city, 2026) == old.parsed
    new = force_scheme(province, assessor, with_weights(duties=55, result=30))
    assert scheme_below(city, 2026) == new.parsed
    assert scheme_below(city, 2025) == old.parsed


def test_lower_weights_are_shares_within_the_group():
    """Party 70 and government 30 of 60: a head of government is scored by his own alone."""
    group = {
        "code": "duties", "title": {"zh": "履职完成"}, "source": "group", "weight": 60,
        "children": [
            {"code": "duties.party", "title": {"zh": "党委"}, "source": "duties", "weight": 70,
             "articles": list(range(5, 15))},
            {"code": "duties.gov", "title": {"zh": "政府"}, "source": "duties", "weight": 30,
             "articles": list(range(15, 21))},
        ],
    }  # fmt: skip
    scheme = schemes.parse(data(indicators=[group, *data()["indicators"][1:]]))
    rows, settings = schemes.flatten(scheme)
    assert [row.code for row in rows][:3] == ["duties", "duties.party", "duties.gov"]
    assert schemes.gather((scheme.title.zh, scheme.title.en), rows, settings) == (scheme, [])


def test_a_duty_counts_in_one_indicator_only():
    twice = {"code": "more", "title": {"zh": "再算"}, "source": "duties", "weight": 10,
             "articles": [16]}  # fmt: skip
    first = data()["indicators"][0] | {"weight": 50}
    with pytest.raises(schemes.SchemeErrors) as error:
        schemes.parse(data(indicators=[first, twice, *data()["indicators"][1:]]))
    assert [each.sentence.zh for each in error.value.problems] == [
        "指标体系：“履职完成”与“再算”重复计算全部条款，请调整条款范围。"
    ]


def with_weights(**weights) -> schemes.Scheme:
    scheme = default_scheme()
    return replace(scheme, indicators=tuple(
        replace(each, weight=Decimal(weights[each.code])) if each.code in weights else each
        for each in scheme.indicators
    ))  # fmt: skip


@pytest.mark.django_db
class TestLife:
    @pytest.fixture
    def scored(self, post, province, assessor):
        owe(post, "15.1/1", "met", due_on=THIS_YEAR)
        enter_result(post.unit, "80", assessor)
        return post

    def test_without_one_the_default_applies(self, post):
        assert scheme_for(post, 2026) == (None, default_scheme())

    def test_the_nearest_unit_above_decides(self, post, county, province, city, assessor):
        lower = make_post(county)
        force_scheme(province, assessor)
        own = force_scheme(city, assessor, with_weights(duties=50, result=35))
        assert scheme_for(lower, 2026).row == own
        assert scheme_for(post, 2026).row.unit == province

    def test_a_change_is_a_new_version_with_a_reason(self, scored, province, assessor):
        first = force_scheme(province, assessor)
        with pytest.raises(Refused, match="理由"):
            force_scheme(province, assessor, with_weights(duties=50, result=35))
        draft = IndicatorScheme.objects.get(state="draft")
        actions.revise(
            scheme=draft, revision=1, content=draft.parsed, reason="加大结果权重", by=assessor,
            on=ON,
        )  # fmt: skip
        draft.refresh_from_db()
        trying.try_out(scheme=draft, on=ON)
        actions.put_in_force(scheme=draft, revision=2, by=assessor, on=ON)
        first.refresh_from_db()
        assert (first.state, first.version) == ("replaced", 1)
        assert scheme_for(scored, 2026).row == draft

    def test_what_it_would_change_is_seen_first(self, scored, province, assessor):
        """Now (60×100+25×80)÷85=94.12; then (50×100+35×80)÷85=91.76."""
        content = with_weights(duties=50, result=35)
        row = actions.draft(unit=province, year=2026, content=content, by=assessor, on=ON)
        with pytest.raises(Refused, match="试算"):
            actions.put_in_force(scheme=row, revision=1, by=assessor, on=ON)
        assert (trying.try_out(scheme=row, on=ON), trying.left(scheme=row)) == (1, 0)
        effect = row.effects.get()
        assert (effect.before, effect.after, effect.shift, effect.moved) == (9412, 9176, 236, True)

    def test_scores_follow_the_scheme_in_force(self, scored, province, assessor):
        scores.refresh(on=ON)
        assert PostScore.objects.get().points == 9412
        force_scheme(province, assessor, with_weights(duties=50, result=35))
        assert scores.refresh(on=ON) == 1
        assert PostScore.objects.get().points == 9176
        assert str(score_of(scored, 2026, ON).tree.total) == "91.76"

    def test_the_database_refuses_to_change_what_is_in_force(self, province, assessor):
        row = force_scheme(province, assessor)
        changed = schemes.dump(with_weights(duties=50, result=35))
        with pytest.raises(DatabaseError, match="fixed"), transaction.atomic():
            IndicatorScheme.objects.filter(pk=row.pk).update(content=changed)
        IndicatorScheme.objects.filter(pk=row.pk).update(state="replaced")
        assert IndicatorScheme.objects.get().parsed == default_scheme()

    def test_of_two_editors_one_is_told(self, province, assessor):
        row = actions.draft(unit=province, year=2026, content=default_scheme(), by=assessor, on=ON)
        said = {"content": default_scheme(), "reason": "", "by": assessor, "on": ON}
        actions.revise(scheme=row, revision=1, **said)
        with pytest.raises(Conflict):
            actions.revise(scheme=row, revision=1, **said)

    def test_each_step_is_in_the_journal(self, province, assessor):
        force_scheme(province, assessor)
        steps = JournalEntry.objects.filter(action__startswith="schemes.")
        assert set(steps.values_list("action", flat=True)) == {
            "schemes.draft", "schemes.put_in_force",
        }  # fmt: skip


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def draft(self, client, province, assessor):
        client.force_login(assessor)
        return actions.draft(unit=province, year=2026, content=default_scheme(), by=assessor, on=ON)

    def fields(self, client, row, **changes):
        editor = client.get(reverse("assessments:scheme_edit", args=[row.pk])).context["editor"]
        sent = {field.html_name: field.value() or "" for field in editor.settings}
        for form in editor.rows:
            sent |= {field.html_name: field.value() or "" for field in form}
        sent |= {f.html_name: f.value() for f in editor.rows.management_form}
        return {name: value for name, value in (sent | changes).items() if value is not False}

    def test_saving_what_is_shown_changes_nothing(self, client, draft):
        sent = self.fields(client, draft)
        answer = client.post(reverse("assessments:scheme_edit", args=[draft.pk]), sent)
        assert answer.status_code == 302
        draft.refresh_from_db()
        assert (draft.parsed, draft.revision) == (default_scheme(), 2)

    def test_a_row_is_added_and_one_taken_away(self, client, draft):
        sent = self.fields(client, draft, **{
            "row-3-remove": "on", "row-0-weight": "65", "row-7-code": "talk",
            "row-7-title_zh": "约谈", "row-7-source": "deduction",
        })  # fmt: skip
        client.post(reverse("assessments:scheme_edit", args=[draft.pk]), sent)
        draft = IndicatorScheme.objects.get(pk=draft.pk)
        codes = [each.code for each in draft.parsed.indicators]
        assert codes == ["duties", "result", "inspections", "bonus", "outcomes", "veto", "talk"]

    def test_a_mistake_stands_at_its_field_and_nothing_typed_is_lost(self, client, draft):
        sent = self.fields(client, draft, **{"row-0-weight": "sixty", "title_zh": "新名称"})
        page = client.post(reverse("assessments:scheme_edit", args=[draft.pk]), sent)
        editor = page.context["editor"]
        assert "权重应为0.01至100之间的数，现为“sixty”。" in str(editor.rows.forms[0].errors)
        assert editor.settings["title_zh"].value() == "新名称"
        draft.refresh_from_db()
        assert draft.revision == 1

    def test_the_form_sent_by_the_slower_editor_is_kept(self, client, draft, assessor):
        sent = self.fields(client, draft, title_zh="我的名称")
        actions.revise(
            scheme=draft, revision=1, content=default_scheme(), reason="", by=assessor, on=ON
        )
        page = client.post(reverse("assessments:scheme_edit", args=[draft.pk]), sent)
        assert "已被他人修改" in page.text
        assert "我的名称" in page.text

    @pytest.mark.parametrize("ending", ["xlsx", "yaml"])
    def test_an_export_can_be_imported(self, client, draft, city, county, assessor, ending):
        url = reverse("assessments:scheme_file", args=[draft.pk, ending])
        file = io.BytesIO(client.get(url).getvalue())
        file.name = f"scheme.{ending}"
        sent = {"unit": city.pk, "year": 2026, "begin": "file", "file": file, "reason": ""}
        answer = client.post(reverse("assessments:scheme_new"), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        assert IndicatorScheme.objects.get(unit=city).parsed == default_scheme()

    def test_a_bad_file_says_where(self, client, draft, city, county):
        file = io.BytesIO(DEFAULT.replace(b"weight: 25", b"weight: 20"))
        file.name = "scheme.yaml"
        sent = {"unit": city.pk, "year": 2026, "begin": "file", "file": file, "reason": "改"}
        page = client.post(reverse("assessments:scheme_new"), sent)
        assert page.context["form"].errors["file"] == [
            "第36行 指标体系：一级指标的权重合计为95，应为100，请增加5。"
        ]

    def test_a_file_of_another_kind_is_told_which_can_be_read(self, client, draft, city, county):
        file = io.BytesIO(DEFAULT)
        file.name = "scheme.txt"
        sent = {"unit": city.pk, "year": 2026, "begin": "file", "file": file, "reason": "改"}
        page = client.post(reverse("assessments:scheme_new"), sent)
        assert page.context["form"].errors["file"] == [
            "只能导入 .yaml、.yml 或者 .xlsx 文件，请换一种格式后重新上传。"
        ]

    def test_from_trying_out_to_in_force(self, client, draft, post):
        owe(post, "15.1/1", "met", due_on=THIS_YEAR)
        url = reverse("assessments:scheme_effects", args=[draft.pk])
        assert client.get(url).context["left"] == 1
        client.post(reverse("assessments:scheme_try", args=[draft.pk]))
        page = client.get(url)
        assert (page.context["left"], page.context["moved"]) == (0, 0)
        client.post(reverse("assessments:scheme_force", args=[draft.pk]), {"revision": "1"})
        draft.refresh_from_db()
        assert draft.state == "in_force"

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_asks_as_often_for_three_as_for_one(
        self, client, draft, assessor, province, number, django_assert_num_queries
    ):
        for year in range(2027, 2026 + number):
            actions.draft(unit=province, year=year, content=default_scheme(), by=assessor, on=ON)
        client.get(reverse("assessments:schemes"))
        with django_assert_num_queries(9):
            client.get(reverse("assessments:schemes"))
