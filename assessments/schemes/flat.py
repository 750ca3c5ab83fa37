"""A scheme as one flat table, for the editor and for Excel: a row an indicator, the code telling
the tree (``duties.party`` stands under ``duties``), then a row a setting."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from assessments.schemes.parsing import dump, parse
from assessments.schemes.reading import Place, Problem, SchemeErrors
from assessments.schemes.scheme import GRADES, Grade, Indicator, Scheme
from duties.wording import Sentence, plain

RANGE = re.compile(r"(\d{1,2})\s*[-–—~至]\s*(\d{1,2})")
SPLIT = re.compile(r"[,，、;；\s]+")


@dataclass
class Flat:
    """A row as text, as typed; ``quantified`` is yes, no or empty."""

    code: str = ""
    title_zh: str = ""
    title_en: str = ""
    source: str = ""
    weight: str = ""
    scope: str = ""
    quantified: str = ""
    cap: str = ""
    grade: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, each.name).strip() for each in fields(self))


COLUMNS = tuple(each.name for each in fields(Flat))
#: How a setting is called in a flat table → where it stands in the scheme.
SETTINGS: dict[str, Place] = {
    "late_factor": ("late_factor",),
    "least_months": ("least_months",),
    **{
        f"{part}_{name}": (part, name)
        for part, names in (
            ("inspections", ("minor", "ordinary", "serious", "restored")),
            ("report", ("timely", "evaluation", "good", "fairly_good", "fair", "poor")),
        )
        for name in names
    },
    **{f"{grade}_from": ("bands", place, "from") for place, grade in enumerate(Grade)},
    **{f"{grade}_quota": ("bands", place, "quota") for place, grade in enumerate(Grade)},
}
#: What a key of an indicator is called in a flat row.
FIELD_OF = {"articles": "scope", "clauses": "scope", "title": "title_zh", "children": "weight"}


@dataclass(frozen=True)
class Spot:
    """Where a problem shows: a row and its field, a setting, or (both empty) the whole."""

    row: int | None
    field: str
    sentence: Sentence


def flatten(scheme: Scheme) -> tuple[list[Flat], dict[str, str]]:
    """The rows and the settings by their flat names."""
    data = dump(scheme)
    rows = [_row(each) for each in scheme.walk()]
    return rows, {name: str(_at(data, place) or "") for name, place in SETTINGS.items()}


def _row(indicator: Indicator) -> Flat:
    params = indicator.params
    return Flat(
        code=indicator.code,
        title_zh=indicator.title.zh,
        title_en=indicator.title.en,
        source=str(indicator.source),
        weight="" if indicator.weight is None else plain(indicator.weight),
        scope=", ".join([*map(str, params.articles), *params.clauses]),
        quantified={True: "yes", False: "no", None: ""}[params.quantified],
        cap="" if params.cap is None else plain(params.cap),
        grade=params.grade,
    )


def _at(data: Any, place: Place) -> Any:
    for key in place:
        if isinstance(data, dict):
            data = data.get(key)
        else:
            data = data[key] if isinstance(data, list) and len(data) > key else None
    return data


def gather(
    title: tuple[str, str], rows: Sequence[Flat], settings: dict[str, str]
) -> tuple[Scheme | None, list[Spot]]:
    """The scheme that the table says, or where it is wrong; empty rows are passed over."""
    data, places = _nested(rows)
    data |= {"title": {"zh": title[0], "en": title[1]}} | _settings(settings)
    try:
        return parse(data), []
    except SchemeErrors as error:
        return None, [_spot(problem, places) for problem in error.problems]


def _nested(rows: Sequence[Flat]) -> tuple[dict[str, Any], dict[Place, int]]:
    """Each row under the row whose code is its own without the last part; else at the top."""
    top: list[dict] = []
    homes: dict[str, tuple[list[dict], Place]] = {}
    places: dict[Place, int] = {}
    for number, row in enumerate(rows):
        if row.is_empty:
            continue
        parent = row.code.strip().rpartition(".")[0]
        siblings, above = homes.get(parent, (top, ("indicators",)))
        place = (*above, len(siblings))
        places[place] = number
        data = _indicator(row)
        siblings.append(data)
        homes.setdefault(row.code.strip(), (data["children"], (*place, "children")))
    return {"indicators": top}, places


def _indicator(row: Flat) -> dict[str, Any]:
    articles, clauses = _scope(row.scope)
    return {
        "code": row.code.strip(),
        "title": {"zh": row.title_zh.strip(), "en": row.title_en.strip()},
        "source": row.source.strip(),
        "weight": row.weight.strip(),
        "articles": articles,
        "clauses": clauses,
        "quantified": {"yes": True, "no": False, "": None}.get(row.quantified, row.quantified),
        "cap": row.cap.strip(),
        "grade": row.grade.strip(),
        "children": [],
    }


def _scope(text: str) -> tuple[list[int], list[str]]:
    """``5-8, 12, 15.2`` → articles 5, 6, 7, 8, 12 and clause 15.2; the rest is left to be told."""
    text = RANGE.sub(lambda found: f"{found[1]}-{found[2]}", text.strip())
    articles: list[int] = []
    clauses: list[str] = []
    for part in filter(None, SPLIT.split(text)):
        first, dash, last = part.partition("-")
        if dash and first.isdecimal() and last.isdecimal() and int(first) <= int(last) < 100:
            articles += range(int(first), int(last) + 1)
        elif part.isdecimal() and len(part) < 3:
            articles.append(int(part))
        else:
            clauses.append(part)
    return articles, clauses


def _settings(settings: dict[str, str]) -> dict[str, Any]:
    def text(name: str) -> str:
        return str(settings.get(name) or "").strip()

    bands = [
        {"grade": str(grade), "from": text(f"{grade}_from")}
        | ({"quota": text(f"{grade}_quota")} if text(f"{grade}_quota") else {})
        for grade in Grade
    ]
    nested: dict[str, dict] = {"inspections": {}, "report": {}}
    for name, place in SETTINGS.items():
        if place[0] in nested and text(name):
            nested[str(place[0])][place[1]] = text(name)
    return {
        "late_factor": text("late_factor"),
        "least_months": text("least_months"),
        "bands": bands,
        **nested,
    }


def _spot(problem: Problem, places: dict[Place, int]) -> Spot:
    for name, place in SETTINGS.items():
        if place == problem.place:
            return Spot(None, name, problem.sentence)
    place = problem.place
    while place and place not in places:
        place = place[:-1]
    if not place:
        return Spot(None, "", problem.sentence)
    rest = problem.place[len(place) :]
    field = str(rest[0]) if rest else "code"
    field = FIELD_OF.get(field, field)
    return Spot(places[place], field if field in COLUMNS else "code", problem.sentence)


# --- Excel -------------------------------------------------------------------------------------

#: Stands in the column of sources where a row is a setting; its value is in that of weights.
SETTING = "setting"
HEAD = {
    "code": Sentence("编号", "Code"),
    "title_zh": Sentence("名称", "Name (Chinese)"),
    "title_en": Sentence("英文名称", "Name (English)"),
    "source": Sentence("来源", "Source"),
    "weight": Sentence("权重或数值", "Weight or value"),
    "scope": Sentence("条款范围", "Articles"),
    "quantified": Sentence("量化", "Quantified"),
    "cap": Sentence("上限", "Limit"),
    "grade": Sentence("最高等次", "Best grade"),
}
LABELS = {
    "late_factor": Sentence("逾期系数", "late factor"),
    "least_months": Sentence("最少任职月数", "least months in the post"),
    "inspections_minor": Sentence("轻微问题扣分", "minor finding deducts"),
    "inspections_ordinary": Sentence("一般问题扣分", "ordinary finding deducts"),
    "inspections_serious": Sentence("严重问题扣分", "serious finding deducts"),
    "inspections_restored": Sentence("按期整改返还比例", "share restored when put right in time"),
    "report_timely": Sentence("按时提交占比", "weight of handing in on time"),
    "report_evaluation": Sentence("评议等次占比", "weight of the evaluation"),
    "report_good": Sentence("评议好得分", "found good"),
    "report_fairly_good": Sentence("评议较好得分", "found fairly good"),
    "report_fair": Sentence("评议一般得分", "found fair"),
    "report_poor": Sentence("评议差得分", "found poor"),
    **{
        f"{grade}_from": Sentence(f"{label.zh}起点分", f"{label.en} from")
        for grade, label in GRADES.items()
    },
    **{
        f"{grade}_quota": Sentence(f"{label.zh}比例上限", f"share of {label.en} at most")
        for grade, label in GRADES.items()
    },
}


def to_table(scheme: Scheme) -> list[list[str]]:
    """The rows below the head: indicators, then the title and the settings."""
    rows, settings = flatten(scheme)
    table = [[getattr(row, name) for name in COLUMNS] for row in rows]
    table.append(["title", scheme.title.zh, scheme.title.en, SETTING, *[""] * 5])
    for name, label in LABELS.items():
        table.append([name, label.zh, label.en, SETTING, settings.get(name, ""), *[""] * 4])
    return table


def from_table(table: Iterable[Sequence[str]]) -> tuple[Scheme | None, list[Spot]]:
    """``table`` with its head row; rows of the spots count from 1 as Excel does."""
    title, settings, rows, numbers = ("", ""), {}, [], []
    for number, cells in enumerate(table, start=1):
        row = Flat(*[str(cell).strip() for cell in [*cells, *[""] * 9][:9]])
        if number == 1 or row.is_empty:
            continue
        if row.source == SETTING and row.code == "title":
            title = (row.title_zh, row.title_en)
        elif row.source == SETTING:
            settings[row.code] = row.weight
        else:
            rows.append(row)
            numbers.append(number)
    scheme, spots = gather(title, rows, settings)
    return scheme, [
        Spot(None if each.row is None else numbers[each.row], each.field, each.sentence)
        for each in spots
    ]


def cell_name(row: int, field: str) -> str:
    """``E5``: the cell of a field in a row of the table."""
    return f"{'ABCDEFGHI'[COLUMNS.index(field)]}{row}"
