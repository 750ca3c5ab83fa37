"""Every engine that a published year was ever worked out with, by its number.

A published year recomputes for ever: when ``scoring.ENGINE`` is raised, the package it was is
kept under another name and stands here with its number. An engine is never changed again; the
golden file in the tests says when one is.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from assessments import schemes, scoring

#: Key, total and grade by points of one of a league.
Entry = tuple[int, Decimal | None, str]


class UnknownEngine(LookupError):
    """The figures were worked out by an engine that is not here."""


class Engine(NamedTuple):
    """Both take the scheme as its frozen JSON. ``quotas`` gives for each key the grade in the
    end and, where a quota changed it, the sentence that says so in both languages."""

    assess: Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]
    quotas: Callable[[dict[str, Any], Iterable[Entry]], dict[int, tuple[str, str, str]]]


def _assess(scheme: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    tree = scoring.assess(schemes.parse(scheme), scoring.load_facts(facts))
    return scoring.dump_tree(tree)


def _quotas(scheme: dict[str, Any], league: Iterable[Entry]) -> dict[int, tuple[str, str, str]]:
    rows = [scoring.Placed(*each) for each in league]
    return {
        key: (str(final.grade), *((said.zh, said.en) if (said := final.sentence) else ("", "")))
        for key, final in scoring.with_quotas(schemes.parse(scheme), rows).items()
    }


ENGINES = {1: Engine(_assess, _quotas)}


def engine(number: int) -> Engine:
    if number not in ENGINES:
        raise UnknownEngine(str(number))
    return ENGINES[number]
