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
    "valid_from": 19, "valid_until": 23, "nil": 29, "proven": 31, "title": 41,
}  # fmt: skip
#: Remainders keep every term small: no sum of items overflows 64 bits.
RECORD_MODULUS, FIGURE_MODULUS, TEXT_MODULUS, ITEM_MODULUS = 9973, 999_983, 8191, 1009
#: The characters of a text that are weighed, by their place; its length stands for the rest.
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
    """What the item says by itself, bound to the record that says it."""
    mark = item_mark(item)
    record = (
        1
        + WEIGHTS["record"] * (item.record_id % RECORD_MODULUS)
        + WEIGHTS["held_on"] * _day(item.held_on)
        + WEIGHTS["proven"] * (kind is Kind.STATEMENT and item.has_evidence)
        + WEIGHTS["title"] * (text_mark(item.title) if kind is Kind.CHECKLIST else 0)
    )
    return mark + (1 + mark % ITEM_MODULUS) * record


def item_mark(item: Item) -> int:
    line = (
        1
        + WEIGHTS["numerator"] * _figure(item.numerator)
        + WEIGHTS["denominator"] * _figure(item.denominator)
        + WEIGHTS["valid_from"] * _day(item.valid_from)
        + WEIGHTS["valid_until"] * _day(item.valid_until)
        + WEIGHTS["nil"] * item.nil
    )
    return (1 + text_mark(item.name)) * line


def text_mark(text: str) -> int:
    if not text:
        return 0
    letters = sum((2 * n - 1) * ord(text[n - 1]) for n in PLACES if n <= len(text))
    return (letters + LENGTH_WEIGHT * len(text)) % TEXT_MODULUS


def _day(day: date | None) -> int:
    return 0 if day is None else (day - DAY_ZERO).days


def _figure(figure) -> int:
    return 0 if figure is None else (int(figure * 100) + 1) % FIGURE_MODULUS
