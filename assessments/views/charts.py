"""ECharts options of the oversight pages. The same figures always stand in a table too."""

from django.utils.translation import gettext as _

from assessments.models import Severity

GREEN, AMBER, RED, GREY, BLUE = "#2f8a55", "#d59a2c", "#c43a36", "#b8c2ce", "#1f4f82"
TONES = {"green": GREEN, "amber": AMBER, "red": RED, "grey": GREY}


def by_column(board) -> dict:
    """Stacked bars, one an article: in time, late, overdue, still open."""
    sums = board.sums
    series = [
        (_("按期完成"), GREEN, [cell.met - cell.late for cell in sums]),
        (_("逾期完成"), "#8fc3a3", [cell.late for cell in sums]),
        (_("逾期未完成"), RED, [cell.overdue for cell in sums]),
        (_("临近到期"), AMBER, [cell.soon for cell in sums]),
        (_("未到期"), GREY,
         [cell.total - cell.met - cell.overdue - cell.soon for cell in sums]),
    ]  # fmt: skip
    return {
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 8},
        "grid": {"top": 56},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category", "inverse": True,
            "data": [column.label for column in board.columns],
            "axisLabel": {"interval": 0, "color": "#42556d"},
        },
        "series": [
            {"name": name, "type": "bar", "stack": "all", "barMaxWidth": 16, "data": data,
             "itemStyle": {"color": color}}
            for name, color, data in series
        ],
    }  # fmt: skip


def by_article(page) -> dict:
    """One bar an article: its points out of 100."""
    parts = [part for part in page.parts if part.points is not None]
    return {
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": {"top": 8},
        "xAxis": {"type": "value", "max": 100},
        "yAxis": {
            "type": "category", "inverse": True, "data": [part.label for part in parts],
        },
        "series": [
            {"name": _("完成度"), "type": "bar", "barMaxWidth": 16,
             "label": {"show": True, "position": "insideRight", "color": "#fff"},
             "data": [
                 {"value": float(part.points), "itemStyle": {"color": TONES[part.tone]}}
                 for part in parts
             ]}
        ],
    }  # fmt: skip


def by_month(board) -> dict:
    """Findings of the year month by month, stacked by severity, last year's as a line."""
    before, now = board.months.values()
    shades = {Severity.SERIOUS: RED, Severity.ORDINARY: AMBER, Severity.MINOR: GREY}
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 8},
        "grid": {"top": 36},
        "xAxis": {"type": "category", "data": [str(month) for month in range(1, 13)]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": str(severity.label), "type": "bar", "stack": "now", "barMaxWidth": 18,
             "itemStyle": {"color": color}, "data": [month[severity] for month in now]}
            for severity, color in shades.items()
        ] + [
            {"name": _("上年合计"), "type": "line", "symbol": "none",
             "itemStyle": {"color": BLUE}, "data": [month.total() for month in before]}
        ],
    }  # fmt: skip
