"""From plain data (JSON, YAML) to a scheme that can be scored by, and back."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

from assessments.schemes.reading import Problem, Reader, SchemeErrors
from assessments.schemes.scheme import (
    GRADES,
    SOURCES,
    WEIGHED,
    Band,
    Grade,
    Indicator,
    Inspecting,
    Params,
    Reporting,
    Scheme,
    Source,
)
from assessments.schemes.weighing import check_tree
from duties.wording import Sentence, plain

FORMAT = 1
KEYS = (
    "format", "title", "late_factor", "least_months", "bands", "inspections", "report",
    "indicators",
)  # fmt: skip
INDICATOR_KEYS = (
    "code", "title", "weight", "source", "articles", "clauses", "quantified", "cap", "grade",
    "children",
)  # fmt: skip
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,19}(\.[a-z0-9][a-z0-9_-]{0,19}){0,3}")
CLAUSE = re.compile(r"[1-9][0-9]?\.(0|[1-9][0-9]?)")
STANDARD = {Grade.EXCELLENT: 90, Grade.GOOD: 80, Grade.PASS: 60, Grade.FAIL: 0}
WHOLE = Sentence("指标体系", "Scheme")


def parse(data: Any) -> Scheme:
    """The scheme; raises ``SchemeErrors`` with every mistake that it has."""
    reader = Reader(data, (), WHOLE)
    reader.only(KEYS)
    if reader.data.get("format", FORMAT) != FORMAT:
        reader.note("format", f"只支持格式{FORMAT}。", f"only format {FORMAT} is known.")
    scheme = Scheme(
        title=reader.title(),
        indicators=tuple(_indicators(reader, "indicators", None)),
        bands=_bands(reader),
        late_factor=reader.number("late_factor", 0, 1, Decimal("0.6")),
        least_months=reader.whole("least_months", 0, 12, 6),
        inspecting=_settings(reader, "inspections", Inspecting, _DEDUCTED, "督查扣分标准"),
        reporting=_settings(reader, "report", Reporting, _REPORTED, "年终述法计分标准"),
    )
    check_tree(scheme, reader)
    if reader.problems:
        raise SchemeErrors(reader.problems)
    return scheme


_DEDUCTED = {"minor": 100, "ordinary": 100, "serious": 100, "restored": 1}
_REPORTED = dict.fromkeys(("timely", "evaluation", "good", "fairly_good", "fair", "poor"), 100)


def _settings(outer: Reader, key: str, into: type, most: dict[str, int], called: str):
    reader = outer.within(key, Sentence(called, f'Settings of "{key}"'), outer.data.get(key) or {})
    reader.only(tuple(most))
    defaults = into()
    found = into(**{
        name: reader.number(name, 0, limit, getattr(defaults, name))
        for name, limit in most.items()
    })  # fmt: skip
    if into is Reporting and found.timely + found.evaluation != 100:
        whole = plain(found.timely + found.evaluation)
        reader.note(
            "timely", f"按时提交与评议等次的权重合计为{whole}，应为100。",
            f"timely and evaluation weigh {whole} together; they must weigh 100.",
        )  # fmt: skip
    return found


def _indicators(outer: Reader, key: str, parent: str | None):
    for place, data in enumerate(outer.rows(key)):
        yield _indicator(
            outer.within(key, outer.called, None).within(place, _name(data), data), parent
        )


def _name(data: Any) -> Sentence:
    """The indicator as its errors call it: by its name, else by its code."""
    title = data.get("title") if isinstance(data, dict) else None
    zh, en = (title.get("zh"), title.get("en")) if isinstance(title, dict) else (title, None)
    code = str(data.get("code") or "?") if isinstance(data, dict) else "?"
    return Sentence(f"指标“{zh or code}”", f'Indicator "{en or zh or code}"')


def _indicator(reader: Reader, parent: str | None) -> Indicator:
    reader.only(INDICATOR_KEYS)
    code = str(reader.get("code") or "")
    if not CODE.fullmatch(code):
        reader.note(
            "code", f"编号应由小写字母、数字组成，下级用点隔开，如duties.party，现为“{code}”。",
            f'the code is made of lower-case letters and digits, with a dot before each lower '
            f'level, such as duties.party; it is "{code}".',
        )  # fmt: skip
    elif code.rpartition(".")[0] != (parent or ""):
        reader.note(
            "code", f"编号“{code}”应写成“上级编号.下级编号”，上级为“{parent or '（无）'}”。",
            f'the code "{code}" must be that of its parent ("{parent or "none"}"), a dot and more.',
        )  # fmt: skip
    source = reader.choice("source", Source, SOURCES)
    return Indicator(
        code=code,
        title=reader.title(),
        source=Source(source or Source.GROUP),
        weight=_weight(reader, source),
        params=_params(reader, source),
        children=tuple(_indicators(reader, "children", code)),
    )


def _weight(reader: Reader, source: str) -> Decimal | None:
    given = reader.get("weight")
    if source and source not in WEIGHED:
        if given is not None:
            reader.note(
                "weight", "加分、扣分、否决和问责结果不占权重，请删去权重。",
                "bonus, deduction, veto and outcomes carry no weight: leave it out.",
            )  # fmt: skip
        return None
    if given is None and source:
        reader.note("weight", "请填写权重。", "give a weight.")
    return reader.number("weight", "0.01", 100, Decimal(0))


def _params(reader: Reader, source: str) -> Params:
    quantified = reader.get("quantified")
    if quantified not in (None, True, False):
        reader.note("quantified", "“quantified”应为true或者false。", '"quantified": true or false.')
        quantified = None
    cap = reader.number("cap", "0.01", 100)
    grade = ""
    if source == Source.BONUS and reader.get("cap") is None:
        reader.note("cap", "请填写加分上限。", "say how much bonus there can be at most.")
    if source == Source.VETO or reader.get("grade") is not None:
        grade = reader.choice("grade", list(Grade)[1:], GRADES)
    return Params(_articles(reader), _clauses(reader), quantified, cap, grade)


def _articles(reader: Reader) -> tuple[int, ...]:
    found = reader.rows("articles")
    if not all(type(each) is int and 1 <= each <= 99 for each in found):
        reader.note("articles", "条款应为条的序号，如[5, 6]。", "articles are numbers: [5, 6].")
        return ()
    return tuple(sorted(set(found)))


def _clauses(reader: Reader) -> tuple[str, ...]:
    found = [str(each) for each in reader.rows("clauses")]
    if bad := [each for each in found if not CLAUSE.fullmatch(each)]:
        reader.note(
            "clauses", f"“{bad[0]}”不是条款编号，应写成“条.项”，如8.2。",
            f'"{bad[0]}" is no clause: write article.item, such as 8.2.',
        )  # fmt: skip
        return ()
    return tuple(dict.fromkeys(found))


def _bands(outer: Reader) -> tuple[Band, ...]:
    given = {
        str(row.get("grade")): (place, row)
        for place, row in enumerate(outer.rows("bands"))
        if isinstance(row, dict)
    }
    if unknown := set(given) - set(Grade):
        outer.note(
            "bands", f"没有“{min(unknown)}”这一等次，可用：excellent、good、pass、fail。",
            f'there is no grade "{min(unknown)}": excellent, good, pass, fail.',
        )  # fmt: skip
    found = []
    for grade in Grade:
        place, row = given.get(grade, (0, {}))
        reader = outer.within("bands", outer.called, None).within(place, _of_grade(grade), row)
        reader.only(("grade", "from", "quota"))
        least = reader.number("from", 0, 100, Decimal(STANDARD[grade]))
        found.append(Band(grade, least, reader.number("quota", "0.01", 1)))
    _check_bands(outer, found)
    return tuple(found)


def _of_grade(grade: Grade) -> Sentence:
    return Sentence(f"等次“{GRADES[grade].zh}”", f'Grade "{GRADES[grade].en}"')


def _check_bands(reader: Reader, bands: list[Band]) -> None:
    for better, worse in pairwise(bands):
        if better.least <= worse.least:
            reader.note(
                "bands",
                f"“{GRADES[better.grade].zh}”的起点分应高于“{GRADES[worse.grade].zh}”。",
                f'"{GRADES[better.grade].en}" must begin above "{GRADES[worse.grade].en}".',
            )
    if bands[-1].least:
        reader.note("bands", "不合格应从0分起。", "the lowest grade begins at 0.")


def dump(scheme: Scheme) -> dict[str, Any]:
    """Plain JSON that ``parse`` reads as the same scheme."""
    return {
        "format": FORMAT,
        "title": {"zh": scheme.title.zh, "en": scheme.title.en},
        "late_factor": plain(scheme.late_factor),
        "least_months": scheme.least_months,
        "bands": [
            {"grade": str(band.grade), "from": plain(band.least)}
            | ({"quota": plain(band.quota)} if band.quota is not None else {})
            for band in scheme.bands
        ],
        "inspections": {name: plain(number) for name, number in vars(scheme.inspecting).items()},
        "report": {name: plain(number) for name, number in vars(scheme.reporting).items()},
        "indicators": [_dumped(each) for each in scheme.indicators],
    }


def _dumped(indicator: Indicator) -> dict[str, Any]:
    params = indicator.params
    row = {
        "code": indicator.code,
        "title": {"zh": indicator.title.zh, "en": indicator.title.en},
        "source": str(indicator.source),
        "weight": None if indicator.weight is None else plain(indicator.weight),
        "articles": list(params.articles),
        "clauses": list(params.clauses),
        "quantified": params.quantified,
        "cap": None if params.cap is None else plain(params.cap),
        "grade": params.grade,
        "children": [_dumped(child) for child in indicator.children],
    }
    return {key: value for key, value in row.items() if value not in (None, "", [])}


__all__ = ["Problem", "SchemeErrors", "dump", "parse"]
