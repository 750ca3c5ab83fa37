"""Whether facts still stand on the records they were taken from, without adding them up again.

A checksum is a sum over confirmed items of whole numbers that SQL can form as well as Python:
``duties.actions.proof`` lets the database add it up over millions of items and looks only at
obligations where it differs from the one kept with the facts. It names no secret and resists
no forger (the journal's chain does that); it finds what went stale.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from zlib import crc32

from duties.rules.facts import Item
from duties.rules.kinds import Kind

#: Raised when judging itself changes: every obligation is then judged anew by a full re-check.
RULES_VERSION = 1
DAY_ZERO = date(2000, 1, 1)
#: How much each value of an item weighs; primes, so that two changes do not cancel out.
WEIGHTS = {
    "record": 7, "held_on": 11, "numerator": 13, "denominator": 17,
    "valid_from": 19, "valid_until": 23, "nil": 29, "proven": 31,
}  # fmt: skip
#: Remainders keep every term small: no sum of items overflows 64 bits.
RECORD_MODULUS, FIGURE_MODULUS, TEXT_MODULUS = 9973, 999_983, 8191
#: The characters of a name that are weighed, by their place; its length stands for the rest.
PLACES = (1, 2, 3, 4, 5, 6)
LENGTH_WEIGHT = 37


def checksum(kind: str, items: Iterable[Item]) -> int:
    """The sum over ``items``; 0 without any. Titles and evidence count where the kind asks."""
    return sum(_of(Kind(kind), item) for item in items)


def rule_mark(requirement: int, kind: str, params: Any, names_en: Any) -> int:
    """What an obligation was judged by; differs as soon as rule, words or code changed."""
    said = json.dumps([RULES_VERSION, requirement, str(kind), params, names_en], sort_keys=True)
    return crc32(said.encode())


def _of(kind: Kind, item: Item) -> int:
    text = _text(item.name) + (_text(item.title) if kind is Kind.CHECKLIST else 0)
    values = {
        "record": item.record_id % RECORD_MODULUS,
        "held_on": _day(item.held_on),
        "numerator": _figure(item.numerator),
        "denominator": _figure(item.denominator),
        "valid_from": _day(item.valid_from),
        "valid_until": _day(item.valid_until),
        "nil": int(item.nil),
        "proven": int(kind is Kind.STATEMENT and item.has_evidence),
    }
    return (1 + text) * (1 + sum(WEIGHTS[name] * value for name, value in values.items()))


def _day(day: date | None) -> int:
    return 0 if day is None else (day - DAY_ZERO).days


def _figure(figure) -> int:
    return 0 if figure is None else (int(figure * 100) + 1) % FIGURE_MODULUS


def _text(text: str) -> int:
    if not text:
        return 0
    letters = sum((2 * n - 1) * ord(text[n - 1]) for n in PLACES if n <= len(text))
    return (letters + LENGTH_WEIGHT * len(text)) % TEXT_MODULUS
