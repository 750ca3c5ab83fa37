"""Reading the State Council's yearly notice on holidays, pasted as it was published.

Two ways to write it: the notice's own words (“春节：2月15日（周日）至23日（周一）放假调休，共9天。
2月14日（周六）、2月28日（周六）上班。”), or one day or span a line (“2027-02-05 至 2027-02-11 休 春节”,
“2027-02-20 班”).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")
_SPAN = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
    r"(?:\s*(?:至|到|—|–|-)+\s*(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?"
)
_LINE = re.compile(
    r"^(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|~|—|–)\s*(\d{4}-\d{1,2}-\d{1,2}))?\s*"
    r"(休|放假|班|上班)\s*(\S{0,20})$"
)
_NAME = re.compile(r"(?:^|[、.．\s])([^\d、.．\s：:。，]{2,12})[：:]")
#: No holiday lasts longer; a longer span is a slip of the pen.
LONGEST = 15


class Unreadable(ValueError):
    """What could not be read, for the form to say."""


@dataclass(frozen=True)
class Told:
    day: date
    is_workday: bool
    name: str


def read(text: str, year: int) -> list[Told]:
    """The days the notice tells, in order; raises ``Unreadable`` with the words at fault."""
    found: dict[date, Told] = {}
    name = ""
    for sentence in re.split(r"[。\n\r；;]+", _ASIDE.sub("", text)):
        sentence = sentence.strip()
        named = _NAME.search(sentence)
        name = named.group(1) if named else name
        for told in _line(sentence) or _sentence(sentence, year, name):
            same = found.setdefault(told.day, told).is_workday == told.is_workday
            if not same or not _of(year, told.day):
                raise Unreadable(sentence)
    return [found[day] for day in sorted(found)]


def _of(year: int, day: date) -> bool:
    """The notice of a year tells its days, and New Year's last days of December before it."""
    return day.year == year or (day.year, day.month) == (year - 1, 12)


def _line(sentence: str) -> list[Told]:
    match = _LINE.match(sentence)
    if match is None:
        return []
    first, last, verb, name = match.groups()
    try:
        span = _days(_iso(first), _iso(last or first))
    except ValueError as error:
        raise Unreadable(sentence) from error
    return [Told(day, verb in ("班", "上班"), name) for day in span]


def _sentence(sentence: str, year: int, name: str) -> list[Told]:
    """Clause by clause, since one sentence may tell both rest and work."""
    told: list[Told] = []
    waiting: list[date] = []
    for clause in re.split(r"[，,、]", sentence):
        for match in _SPAN.finditer(clause):
            waiting += _span(match, year, sentence)
        if "放假" in clause or "上班" in clause or "休息" in clause:
            told += [Told(day, "上班" in clause, name) for day in waiting]
            waiting = []
    if waiting:
        raise Unreadable(sentence)
    return told


def _span(match: re.Match, year: int, sentence: str) -> list[date]:
    own, month, day, last_year, last_month, last_day = (
        int(part) if part else None for part in match.groups()
    )
    try:
        first = date(own or year, month, day)
        last = first
        if last_day:
            last = date(last_year or own or year, last_month or month, last_day)
        return _days(first, last)
    except ValueError as error:
        raise Unreadable(sentence) from error


def _days(first: date, last: date) -> list[date]:
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST:
        raise ValueError("not a span of a holiday")
    return [first + timedelta(days=n) for n in range(length)]


def _iso(text: str) -> date:
    return date(*(int(part) for part in text.split("-")))
