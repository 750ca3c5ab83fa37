"""From points to a grade: bands, caps, the tenure rule, and quotas within a league."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import floor

from assessments.schemes import GRADES, NOT_GRADED, Grade, Scheme
from assessments.scoring.facts import Span
from duties.wording import Sentence, plain

DAYS_OF_A_MONTH = 31


def band_of(scheme: Scheme, total: Decimal) -> Grade:
    return next(band.grade for band in scheme.bands if total >= band.least)


def capped(grade: Grade, caps: Iterable[str]) -> Grade:
    """The worst of all: a cap never lifts."""
    order = list(Grade)
    return max([grade, *(Grade(cap) for cap in caps if cap)], key=order.index)


def grade_of(scheme: Scheme, total: Decimal | None, caps: Iterable[str]) -> tuple[str, Sentence]:
    if total is None:
        return "", Sentence("尚无得分，不定等次。", "No score: not graded.")
    by_points = band_of(scheme, total)
    grade = capped(by_points, caps)
    least = next(band.least for band in scheme.bands if band.grade == by_points)
    a, b = GRADES[by_points], GRADES[grade]
    if grade == by_points:
        return grade, Sentence(
            f"{total}分，达到{a.zh}线（{plain(least)}分），为{a.zh}。",
            f"{total} reaches {a.en} (from {plain(least)}): {a.en}.",
        )
    return grade, Sentence(
        f"按得分为{a.zh}，因否决情形不高于{b.zh}，定为{b.zh}。",
        f"{a.en.capitalize()} by points, but a veto leaves {b.en} at best: {b.en}.",
    )


def served(spans: Iterable[Span]) -> tuple[int, int]:
    """Whole months and days over, spans that touch taken together; 31 odd days make a month."""
    months = days = 0
    for span in _joined(sorted(spans)):
        whole, over = _months(span.starts_on, span.ends_on + timedelta(days=1))
        months, days = months + whole, days + over
    return months + days // DAYS_OF_A_MONTH, days % DAYS_OF_A_MONTH


def _joined(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if found and span.starts_on <= found[-1].ends_on + timedelta(days=1):
            last = found.pop()
            span = Span(last.starts_on, max(last.ends_on, span.ends_on))
        found.append(span)
    return found


def _months(first: date, end: date) -> tuple[int, int]:
    """From ``first`` to the day before ``end``."""
    whole = (end.year - first.year) * 12 + end.month - first.month
    if end.day < first.day:
        whole -= 1
    year, month = divmod(first.year * 12 + first.month - 1 + whole, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    begun = date(year, month + 1, min(first.day, last))
    return whole, (end - begun).days


def tenure_sentence(months: int, least: int, *, graded: bool) -> Sentence:
    if graded:
        return Sentence(
            f"年内任职满{months}个月。", f"In the post for {months} months of the year."
        )
    return Sentence(
        f"年内任职{months}个月，不满{least}个月，{NOT_GRADED.zh}。",
        f"In the post for {months} months of the year, under {least}: {NOT_GRADED.en}.",
    )


@dataclass(frozen=True)
class Placed:
    """One of a league before quotas: ``grade`` by points and caps, empty if not graded."""

    key: int
    total: Decimal | None
    grade: str


@dataclass(frozen=True)
class Final:
    grade: str
    sentence: Sentence | None = None


def with_quotas(scheme: Scheme, league: Iterable[Placed]) -> dict[int, Final]:
    """Grades of a league (one track, one level) once no grade exceeds its share of the graded.

    Those with most points keep it. Equal points are never torn apart: where they do not all fit,
    none of them does. Whoever does not fit goes to the next grade, which may be limited too.
    """
    rows = list(league)
    graded = sum(1 for each in rows if each.grade)
    found = {each.key: Final(each.grade) for each in rows}
    totals = {each.key: each.total for each in rows}
    for band, below in pairwise(scheme.bands):
        if band.quota is None:
            continue
        room = floor(band.quota * graded)
        holding = [key for key, final in found.items() if final.grade == band.grade]
        for key in _beyond(holding, totals, room):
            found[key] = Final(str(below.grade), _squeezed(band, below, graded, room))
    return found


def _beyond(keys: list[int], totals, room: int) -> list[int]:
    """Those for whom there is no room, equal points together."""
    if len(keys) <= room:
        return []
    ordered = sorted(keys, key=lambda key: -totals[key])
    first_out = totals[ordered[room]]
    return [key for key in ordered if totals[key] <= first_out]


def _squeezed(band, below, graded: int, room: int) -> Sentence:
    a, b, share = GRADES[band.grade], GRADES[below.grade], plain(band.quota * 100)
    return Sentence(
        f"得分达到{a.zh}，但{a.zh}不超过同层级同序列{graded}人的{share}%（{room}人），定为{b.zh}。",
        f"{a.en.capitalize()} by points, but at most {share}% of the {graded} of the same level "
        f"and track ({room}) can be: {b.en}.",
    )
