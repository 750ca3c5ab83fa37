"""Head, title and number of what is sent out."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assessments import letterheads
from assessments.figures import circular


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于窗口暗访情况的通报", ["关于窗口暗访情况的通报"]),
        ("关于2026年度重大行政决策程序专项督查情况的通报",
         ["关于2026年度重大行政决策程序", "专项督查情况的通报"]),
        ("关于" + "甲" * 20 + "情况的通报", ["关于" + "甲" * 20 + "情况的通报"]),
        ("Circular on the visit to the counters of the city", ["Circular on the visit to the counters of the city"]),
    ],
)  # fmt: skip
def test_a_title_is_broken_by_meaning_and_evenly(title, lines):
    assert list(letterheads.lines(title)) == lines


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("浙江省", "中共浙江省委全面依法治省委员会办公室"),
        ("杭州市", "中共杭州市委全面依法治市委员会办公室"),
        ("桐庐县", "中共桐庐县委全面依法治县委员会办公室"),
        ("上城区", "中共上城区委全面依法治区委员会办公室"),
        ("广西壮族自治区", "中共广西壮族自治区委全面依法治区委员会办公室"),
    ],
)
def test_the_office_of_a_region_sends_it(name, office):
    assert letterheads.office(name, "", region=True).zh == office
    assert letterheads.office(name, "", region=False).zh == name


def test_the_longer_the_head_the_smaller_it_is_set():
    sizes = [letterheads.size("字" * length) for length in (12, 18, 20, 21)]
    assert sizes == ["large", "medium", "small", "smallest"]


def test_who_sends_it_can_be_typed_over(plan):
    usual, typed = plan(), plan(issuer="浙江省法治建设督察组")
    assert usual.issuer_label == "中共浙江省委全面依法治省委员会办公室"
    with translation.override("en"):
        assert usual.issuer_label.startswith("Office of the Commission")
        assert circular.circular(typed, on=typed.starts_on).head == "浙江省法治建设督察组"


def test_a_theme_names_the_whole_article(plan):
    row = plan(articles=[16])
    assert circular.notice(row, on=row.starts_on).themes == ("第十六条 推进依法科学民主决策",)


def test_an_english_letter_is_english_but_for_what_was_typed(plan):
    row = plan(title="Special inspection", articles=[16])
    with translation.override("en"):
        letter = circular.notice(row, on=row.starts_on)
        html = render_to_string("assessments/inspections/notice_pdf.html", {"letter": letter})
    names = {each.name for each in letter.units} | set(letter.team)
    for name in names | {letter.issuer}:
        html = html.replace(name, "")
    assert re.findall("[\u3001-\u9fff]+", html) == []
