"""What each post did in a year: decided by a seeded chance, so that every run tells the same."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from duties import rules
from duties.models import Obligation

#: Meetings that in practice do two things at once: requirement → the other it also serves.
TOGETHER = {"5.1/1": "5.0/1", "15.1/1": "15.2/1"}
CASES = ("城市更新三年行动方案", "公共交通票价调整", "生态环境分区管控方案")
#: Duties named by what is to be done; others are named by what it is about.
VERBS = (
    "听取", "召开", "建立", "监督", "健全", "研究", "分别", "督促", "落实", "加强", "选好", "推进", "破解", "组织",
    "制定", "培育", "执行", "检查", "支持", "追究", "实施", "履行",
)  # fmt: skip
LEARNING = ("学法", "培训", "党校")
PLACES = ("机关会议中心第一会议室", "市民中心会议室", "党校报告厅", "机关大楼视频会议室")
PEOPLE = (
    "领导班子成员，相关部门主要负责人",
    "领导小组全体成员",
    "班子成员，法治办、司法行政部门负责人，列席单位负责人",
)


@dataclass
class Deed:
    """One thing done, and the parts it gives to each obligation it serves."""

    held_on: date
    title: str
    account: str
    place: str
    participants: str
    serves: dict[Obligation, list[dict[str, Any]]] = field(default_factory=dict)


def diligence(unit_code: str, track: str) -> float:
    """How much of its duties a post fulfils, between 0.62 and 0.99."""
    return 0.62 + 0.37 * random.Random(f"{unit_code}:{track}").random() ** 0.6


def deeds(obligations: list[Obligation], until: date) -> Iterator[Deed]:
    """The deeds of one post in one year, none later than ``until``."""
    post = obligations[0].post
    chance = random.Random(f"{post.unit.code}:{post.track}:{obligations[0].year}")
    zeal = diligence(post.unit.code, post.track)
    done: set[int] = set()
    by_code = {(row.requirement.code, row.period_key): row for row in obligations}
    for row in obligations:
        if row.pk in done or chance.random() > zeal:
            continue
        for deed in _deeds_for(row, chance, zeal):
            also = _also(row, deed, obligations, by_code)
            if also is not None and also.pk not in done:
                deed.serves[also] = [{}]
                done.add(also.pk)
            if deed.held_on <= until:
                yield deed
        done.add(row.pk)


def _also(row, deed, obligations, by_code) -> Obligation | None:
    other = TOGETHER.get(row.requirement.code)
    return next(
        (
            o for o in obligations
            if other and o.requirement.code == other and o.starts_on <= deed.held_on <= o.due_on
        ),
        None,
    )  # fmt: skip


def _deeds_for(row: Obligation, chance: random.Random, zeal: float) -> Iterator[Deed]:
    rule = row.requirement.rule
    match rule:
        case rules.CountRule(at_least=times):
            for _ in range(times):
                yield _deed(row, chance, [{}])
        case rules.CoverageRule(subjects=names):
            yield from _halves(row, chance, zeal, names)
        case rules.StandingRule(documents=names):
            start = date(row.year, 1, 1) + timedelta(days=chance.randrange(20, 120))
            kept = [name for name in names if chance.random() < zeal + 0.15]
            parts = [{"name": name, "valid_from": start} for name in kept]
            if parts:
                yield _deed(row, chance, parts, held_on=start)
        case rules.RateRule(metrics=metrics):
            yield _deed(row, chance, [_ratio(metric[0], chance, zeal) for metric in metrics])
        case rules.ChecklistRule(steps=steps):
            for case in CASES[: chance.randint(1, 3)]:
                kept = [s for s in steps if chance.random() < zeal + 0.25]
                yield _deed(row, chance, [{"name": s} for s in kept or steps[:1]], title=case)
        case rules.RegisterRule():
            yield _deed(row, chance, [{"nil": True}])
        case _:
            yield _deed(row, chance, [{}])


def _halves(row, chance, zeal, names) -> Iterator[Deed]:
    """Subjects are heard in two sittings; a less diligent post leaves some out."""
    kept = [name for name in names if chance.random() < zeal + 0.2]
    middle = (len(kept) + 1) // 2
    for part in (kept[:middle], kept[middle:]):
        if part:
            yield _deed(row, chance, [{"name": name} for name in part])


def _ratio(name: str, chance: random.Random, zeal: float) -> dict[str, Any]:
    total = chance.randint(8, 40)
    short = 0 if chance.random() < zeal else chance.randint(1, 3)
    return {"name": name, "numerator": Decimal(total - short), "denominator": Decimal(total)}


def _deed(row, chance, parts, *, title: str = "", held_on: date | None = None) -> Deed:
    span = (row.due_on - row.starts_on).days
    late = chance.random() < 0.04
    day = held_on or row.starts_on + timedelta(days=int(span * (0.08 + 0.85 * chance.random())))
    if late and held_on is None:
        day = row.due_on + timedelta(days=chance.randint(3, 25))
    place = chance.choice(PLACES)
    title = title or _doing(row.requirement.clause.title_zh)
    when = f"{day.year}年{day.month}月{day.day}日"
    account = (
        f"{when}，在{place}围绕“{row.requirement.statement_zh}”开展工作，"
        f"研究确定具体举措并明确责任单位和完成时限，会后形成书面材料归档。"
    )
    return Deed(day, title, account, place, chance.choice(PEOPLE), {row: list(parts)})


def _doing(duty: str) -> str:
    """A duty as somebody would log that he did it: with a verb."""
    if duty.startswith(VERBS):
        return duty
    return f"组织{duty}" if any(word in duty for word in LEARNING) else f"研究部署{duty}"
