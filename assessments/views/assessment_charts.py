"""ECharts options of the overview. The same figures always stand in a table too."""

from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.figures.overview import Overview
from assessments.views.charts import AMBER, BLUE, GREEN, GREY, RED, TONES

COLOURS = TONES | {"blue": BLUE}


def all_of(overview: Overview) -> dict[str, dict]:
    return {
        "distribution": _distribution(overview), "grades": _grades(overview),
        "cities": _cities(overview), "years": _years(overview),
        "indicators": _indicators(overview),
    }  # fmt: skip


def _bars(categories: list[str], name: str, data: list, *, lying: bool = False, most=None) -> dict:
    value = {"type": "value", "minInterval": 1} | ({"max": most} if most else {})
    category = {"type": "category", "data": categories}
    if lying:
        category["inverse"] = True
    return {
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": {"top": 16, "right": 56 if lying else 16},
        "xAxis": value if lying else category,
        "yAxis": category if lying else value,
        "series": [{
            "name": name, "type": "bar", "barMaxWidth": 34 if not lying else 16, "data": data,
            "label": {"show": True, "position": "right" if lying else "top"},
        }],
    }  # fmt: skip


def _means(labels: list[str], means: list[Decimal]) -> dict:
    """Lying bars, each with its mean to the hundredth, as in the table."""
    data = [{"value": float(each), "label": {"formatter": f"{each:.2f}"}} for each in means]
    return _bars(labels, _("平均分"), data, lying=True, most=100)


def _distribution(overview: Overview) -> dict:
    data = [
        {"value": each.number, "itemStyle": {"color": COLOURS[each.tone]}} for each in overview.bins
    ]
    return _bars([each.label for each in overview.bins], _("人数"), data)


def _grades(overview: Overview) -> dict:
    """What the points had earned beside what the quotas left."""
    labels = [each.label for each in overview.grades]
    option = _bars(labels, _("等次"), [
        {"value": each.number, "itemStyle": {"color": tone}}
        for each, tone in zip(overview.grades, (GREEN, BLUE, AMBER, RED, GREY), strict=True)
    ])  # fmt: skip
    option["legend"] = {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 8}
    option["grid"] = {"top": 36}
    option["xAxis"]["axisLabel"] = {"interval": 0, "color": "#42556d"}
    option["series"].append({
        "name": _("按得分达到"), "type": "bar", "barMaxWidth": 34,
        "itemStyle": {"color": "#d7dee6"}, "data": [each.earned for each in overview.grades],
    })  # fmt: skip
    return option


def _cities(overview: Overview) -> dict:
    rows = [each for each in overview.cities if each.mean is not None]
    rows.sort(key=lambda each: -each.mean)
    return _means([each.unit.label for each in rows], [each.mean for each in rows])


def _years(overview: Overview) -> dict:
    rows = overview.years
    means = [None if each.mean is None else float(each.mean) for each in rows]
    shares = [None if each.excellent is None else float(each.excellent) for each in rows]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 8},
        "grid": {"top": 36},
        "xAxis": {"type": "category", "data": [str(each.year) for each in rows]},
        "yAxis": {"type": "value", "max": 100},
        "series": [
            {"name": name, "type": "line", "symbolSize": 8, "itemStyle": {"color": colour},
             "label": {"show": True, "position": "top"}, "data": data}
            for name, colour, data in (
                (_("平均分"), BLUE, means), (_("优秀率（%）"), GREEN, shares),
            )
        ],
    }  # fmt: skip


def _indicators(overview: Overview) -> dict:
    rows = [each for each in overview.indicators if each.weighed and each.mean is not None]
    return _means([each.title for each in rows], [each.mean for each in rows])
