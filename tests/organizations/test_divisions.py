"""The real divisions of Zhejiang: counts, codes, names, posts; a second run changes nothing."""

import json
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organizations import divisions
from organizations.actions import divisions as loading
from organizations.management.commands.build_divisions import english_name
from organizations.models import JournalEntry, Post, Unit

ZHEJIANG = Path(__file__).parents[2] / "fixtures/units/zhejiang.yaml"
DAY = date(2026, 1, 5)


@pytest.fixture(scope="module")
def zhejiang():
    return divisions.parse(ZHEJIANG.read_text(encoding="utf-8"))


def by_code(rows):
    return {one.code: one for one in rows}


def test_counts(zhejiang):
    assert Counter(one.level for one in zhejiang) == {"province": 1, "city": 11, "county": 90}
    assert Counter(one.name_zh[-1] for one in zhejiang if one.level == "county") == {
        "区": 37, "市": 20, "县": 33,
    }  # fmt: skip
    children = Counter(one.parent_code for one in zhejiang if one.level == "county")
    assert children == {
        "330100": 13, "330200": 10, "330300": 12, "330400": 7, "330500": 5, "330600": 6,
        "330700": 9, "330800": 6, "330900": 4, "331000": 9, "331100": 9,
    }  # fmt: skip


def test_codes_and_names_of_today(zhejiang):
    known = {code: (one.name_zh, one.name_en) for code, one in by_code(zhejiang).items()}
    expected = {
        "330000": ("浙江省", "Zhejiang Province"),
        "330100": ("杭州市", "Hangzhou City"),
        "330112": ("临安区", "Lin'an District"),
        "330113": ("临平区", "Linping District"),
        "330114": ("钱塘区", "Qiantang District"),
        "330122": ("桐庐县", "Tonglu County"),
        "330212": ("鄞州区", "Yinzhou District"),
        "330304": ("瓯海区", "Ouhai District"),
        "330382": ("乐清市", "Yueqing City"),
        "330383": ("龙港市", "Longgang City"),
        "330683": ("嵊州市", "Shengzhou City"),
        "330702": ("婺城区", "Wucheng District"),
        "330782": ("义乌市", "Yiwu City"),
        "330800": ("衢州市", "Quzhou City"),
        "330922": ("嵊泗县", "Shengsi County"),
        "331000": ("台州市", "Taizhou City"),
        "331023": ("天台县", "Tiantai County"),
        "331100": ("丽水市", "Lishui City"),
        "331102": ("莲都区", "Liandu District"),
        "331122": ("缙云县", "Jinyun County"),
        "331127": ("景宁畲族自治县", "Jingning She Autonomous County"),
    }
    assert {code: known[code] for code in expected} == expected
    # Abolished by the reform of 2021.
    assert not known.keys() & {"330103", "330104"}


def test_the_builder_gives_the_english_of_the_fixture(zhejiang):
    assert [one.name_en for one in zhejiang] == [english_name(one.name_zh) for one in zhejiang]


def test_the_builder_makes_a_file_that_can_be_read(tmp_path):
    source = {
        "meta": {"fetched_at": "2026-09-11 23:22:44"},
        "provinces": {"浙江省": {"code": "330000000000", "cities": {"丽水市": {
            "code": "331100000000", "counties": {"莲都区": "331102000000"}}}}},
    }  # fmt: skip
    (tmp_path / "divisions_v1.json").write_text(json.dumps(source), encoding="utf-8")
    out = StringIO()
    call_command("build_divisions", tmp_path, stdout=out)
    assert "CC BY 4.0" in out.getvalue()
    assert [one.name_en for one in divisions.parse(out.getvalue())] == [
        "Zhejiang Province", "Lishui City", "Liandu District"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "party", "government", "short"),
    [
        ("330000", ("中共浙江省委书记", "Secretary of the CPC Zhejiang Provincial Committee"),
         ("浙江省省长", "Governor of Zhejiang Province"), "浙江"),
        ("330100", ("中共杭州市委书记", "Secretary of the CPC Hangzhou Municipal Committee"),
         ("杭州市市长", "Mayor of Hangzhou"), "杭州"),
        ("330102", ("中共上城区委书记", "Secretary of the CPC Shangcheng District Committee"),
         ("上城区区长", "Governor of Shangcheng District"), "上城"),
        ("330122", ("中共桐庐县委书记", "Secretary of the CPC Tonglu County Committee"),
         ("桐庐县县长", "County Governor of Tonglu"), "桐庐"),
        ("330782", ("中共义乌市委书记", "Secretary of the CPC Yiwu Municipal Committee"),
         ("义乌市市长", "Mayor of Yiwu"), "义乌"),
        ("331127", ("中共景宁畲族自治县委书记",
                    "Secretary of the CPC Jingning She Autonomous County Committee"),
         ("景宁畲族自治县县长", "County Governor of Jingning"), "景宁"),
    ],
)  # fmt: skip
def test_titles(zhejiang, code, party, government, short):
    one = by_code(zhejiang)[code]
    assert (one.party_title, one.government_title, one.short_zh) == (party, government, short)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "divisions"),
        ("divisions: [", "not YAML"),
        ("divisions: [{code: '330000'}]", "exactly the keys"),
        ("divisions: [{code: 330000, level: province, zh: 浙江省, en: X}]", "quote the code"),
        ("divisions: [{code: '33', level: province, zh: 浙江省, en: X}]", "six digits"),
        ("divisions: [{code: '330000', level: land, zh: 浙江省, en: X}]", "level must be"),
        ("divisions: [{code: '330000', level: province, zh: 浙江, en: X}]", "does not end in"),
        ("divisions: [{code: '330100', level: city, zh: 杭州市, en: X}]", "330000 is missing"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(text, said):
    with pytest.raises(divisions.DivisionError, match=said):
        divisions.parse(text)


@pytest.mark.django_db
class TestLoading:
    def load(self, rows, **options):
        changes = loading.load(divisions=rows, by=None, on=DAY, **options)
        return [(change.verb, change.code, change.detail) for change in changes]

    @pytest.fixture
    def few(self, zhejiang):
        wanted = {"330000", "330100", "330102"}
        return [one for one in zhejiang if one.code in wanted]

    def test_units_stand_in_their_tree_with_two_posts_each(self, zhejiang):
        self.load(zhejiang)
        assert Unit.objects.count() == 102
        assert Post.objects.count() == 204
        assert list(Unit.objects.filter(depth=2).values_list("code", flat=True)) == [
            f"33{number:02}00" for number in range(1, 12)
        ]
        hangzhou = Unit.objects.get(code="330100")
        below = Unit.objects.below(hangzhou).values_list("code", flat=True)
        assert set(below) == {one.code for one in zhejiang if one.code.startswith("3301")}
        assert Unit.objects.find_problems() == ([], [], [], [], [])

    def test_a_second_run_changes_nothing(self, few):
        assert len(self.load(few)) == 9
        before = JournalEntry.objects.count()
        assert self.load(few) == []
        assert JournalEntry.objects.count() == before == 9

    def test_a_missing_unit_is_added_to_those_that_are_there(self, few):
        self.load(few[:2])
        assert [(verb, code) for verb, code, _ in self.load(few)] == [("insert", "330102")] * 3

    def test_a_changed_name_is_kept_unless_asked(self, few):
        self.load(few)
        Unit.objects.filter(code="330100").update(name_en="Hangchow")
        detail = "Hangchow → Hangzhou City"
        assert self.load(few) == [("differs", "330100", detail)]
        assert Unit.objects.get(code="330100").name_en == "Hangchow"
        assert self.load(few, update=True) == [("update", "330100", detail)]
        assert Unit.objects.get(code="330100").name_en == "Hangzhou City"

    def test_an_abolished_post_is_not_set_up_again(self, few):
        self.load(few)
        Post.objects.filter(unit__code="330102", track="party").update(abolished_on=DAY)
        assert self.load(few) == []

    def test_the_command_prints_what_changed(self):
        first, second = StringIO(), StringIO()
        call_command("load_units", ZHEJIANG, stdout=first)
        call_command("load_units", ZHEJIANG, stdout=second)
        assert "330113 临平区" in first.getvalue()
        assert "306" in first.getvalue().splitlines()[-1]
        assert len(second.getvalue().splitlines()) == 1

    def test_the_command_refuses_a_bad_file(self, tmp_path):
        bad = tmp_path / "bad.yaml"
        bad.write_text("divisions: 5", encoding="utf-8")
        with pytest.raises(CommandError, match="divisions"):
            call_command("load_units", bad)
