"""Mistakes in a scheme that comes as a file or a sheet: each told once, by its place."""

import pytest

from assessments import schemes
from assessments.figures.applying import default_scheme
from tests.assessments.test_schemes import DEFAULT


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        (b"weight: 25", b"weight: 20", 36, "一级指标的权重合计为95，应为100，请增加5。"),
        (b"weight: 25", b"weight: 2x", 42, "权重应为0.01至100之间的数，现为“2x”。"),
        (b"cap: 3", b"caps: 3", 55, "没有“caps”这一项，是否应为“cap”？"),
        (b"source: veto", b"source: vetos", 61, "来源请从以下选择"),
        (b"{grade: good, from: 80}", b"{grade: good, from: 95}", 16, "“优秀”的起点分应高于“良好”"),
        (b"code: result", b"code: duties", 36, "编号“duties”用了2次"),
        (b"format: 1", b"format: [", 9, "不是有效的YAML，请检查缩进"),
        (b"format: 1", b"format:\n\t- 1", 8, "请把制表符改为空格"),
        (b"format: 1", b"format: &one 1\nreport: *one", 8, "不支持引用"),
        (b"format: 1", b"format: " + b"[" * 3000, 7, "层级过深"),
        (b"weight: 25", b"weight: 25\n    weight: 35", 43, "“weight”写了两次"),
        (b"weight: 25", b"weight: " + b"9" * 5000, 42, "权重应为0.01至100之间的数"),
    ],
)
def test_a_mistake_in_a_file_is_told_by_its_line(before, after, line, said):
    with pytest.raises(schemes.FileErrors) as error:
        schemes.read_yaml(DEFAULT.replace(before, after))
    assert any(each.line == line and said in each.sentence.zh for each in error.value.errors), (
        error.value
    )


def test_what_follows_from_a_mistake_is_not_told_besides():
    for source in (b"source: veto", b"source: result"):
        with pytest.raises(schemes.FileErrors) as error:
            schemes.read_yaml(DEFAULT.replace(source, source + b"s"))
        assert len(error.value.errors) == 1, error.value


def test_a_mistake_in_a_sheet_is_told_by_its_cell():
    table = [["head"], *schemes.to_table(default_scheme())]
    table[2][4] = "20"
    table[5][7] = ""
    scheme, spots = schemes.from_table(table)
    assert scheme is None
    found = [
        (spot.row and schemes.cell_name(spot.row, spot.field), spot.sentence.zh) for spot in spots
    ]
    assert found == [
        ("H6", "指标“加分”：请填写加分上限。"),
        (None, "指标体系：一级指标的权重合计为95，应为100，请增加5。"),
    ]  # fmt: skip
