"""What must hold of the whole tree: weights that sum to 100, codes and duties counted once."""

from collections import Counter
from decimal import Decimal

from assessments.schemes.reading import Reader
from assessments.schemes.scheme import SOURCES, WEIGHED, Indicator, Scheme, Source
from duties.wording import plain

HUNDRED = Decimal(100)
#: The unit has one figure of each of these, so that only one indicator can show it.
ONCE = (Source.RESULT, Source.INSPECTIONS, Source.REPORT, Source.OUTCOMES)


def check_tree(scheme: Scheme, reader: Reader) -> None:
    weighed = [each for each in scheme.indicators if each.source in WEIGHED]
    if not weighed:
        reader.note("indicators", "至少要有一个占权重的指标。", "it needs an indicator of weight.")
    else:
        _check_sum(weighed, "一级指标", "the top indicators", reader)
    for place, indicator in enumerate(scheme.indicators):
        _check_branch(indicator, reader.within("indicators", reader.called, None), place)
    _check_codes(scheme, reader)
    _check_once(scheme, reader)
    _check_duties(scheme, reader)


def _check_sum(siblings, zh: str, en: str, reader: Reader) -> None:
    total = sum((each.weight or Decimal(0) for each in siblings), Decimal(0))
    if total != HUNDRED:
        over = total > HUNDRED
        gap = plain(abs(total - HUNDRED))
        reader.note(
            "indicators" if not reader.place else "children",
            f"{zh}的权重合计为{plain(total)}，应为100，请{'减少' if over else '增加'}{gap}。",
            f"the weights of {en} add up to {plain(total)}; they must add up to 100: "
            f"{'take off' if over else 'add'} {gap}.",
        )


def _check_branch(indicator: Indicator, outer: Reader, place: int) -> None:
    named = type(indicator.title)(
        f"指标“{indicator.title.zh}”", f'Indicator "{indicator.title.en}"'
    )
    reader = outer.within(place, named, None)
    if reader.noted("source"):
        return
    if indicator.source == Source.GROUP and not indicator.children:
        reader.note("children", "分组之下至少要有一个指标。", "a group needs indicators below it.")
    elif indicator.children and indicator.source != Source.GROUP:
        reader.note(
            "source", "有下级指标的应为“分组”。", "what has indicators below it is a group."
        )
    elif indicator.children:
        _check_sum(indicator.children, "下级指标", "the indicators below it", reader)
    for position, child in enumerate(indicator.children):
        if child.source not in WEIGHED:
            reader.note(
                "children", f"“{SOURCES[child.source].zh}”只能是一级指标。",
                f'"{SOURCES[child.source].en}" can only stand at the top.',
            )  # fmt: skip
        _check_branch(child, reader.within("children", reader.called, None), position)


def _check_codes(scheme: Scheme, reader: Reader) -> None:
    for code, times in Counter(each.code for each in scheme.walk()).items():
        if code and times > 1:
            reader.note(
                "indicators", f"编号“{code}”用了{times}次，请改为各不相同。",
                f'the code "{code}" is used {times} times: give each its own.',
            )  # fmt: skip


def _check_once(scheme: Scheme, reader: Reader) -> None:
    for source in ONCE:
        if len(scheme.of_source(source)) > 1:
            reader.note(
                "indicators", f"“{SOURCES[source].zh}”只能有一个指标。",
                f'there can be only one indicator of "{SOURCES[source].en}".',
            )  # fmt: skip


def _check_duties(scheme: Scheme, reader: Reader) -> None:
    """No duty may count in two indicators."""
    rows = scheme.of_source(Source.DUTIES)
    for number, one in enumerate(rows):
        for other in rows[number + 1 :]:
            if shared := _shared(one, other):
                reader.note(
                    "indicators",
                    f"“{one.title.zh}”与“{other.title.zh}”重复计算{shared[0]}，请调整条款范围。",
                    f'"{one.title.en}" and "{other.title.en}" both count {shared[1]}: '
                    f"choose other articles.",
                )


def _shared(one: Indicator, other: Indicator) -> tuple[str, str] | None:
    a, b = one.params, other.params
    if a.quantified is not None and b.quantified is not None and a.quantified != b.quantified:
        return None
    if not (a.articles or a.clauses) or not (b.articles or b.clauses):
        return "全部条款", "all articles"
    articles = set(a.articles) & set(b.articles)
    clauses = set(a.clauses) & set(b.clauses)
    clauses |= {each for each in a.clauses if int(each.split(".")[0]) in b.articles}
    clauses |= {each for each in b.clauses if int(each.split(".")[0]) in a.articles}
    if articles:
        return f"第{min(articles)}条", f"Art. {min(articles)}"
    return (f"条款{min(clauses)}", f"clause {min(clauses)}") if clauses else None
