"""The words an official adds to his report: free paragraphs in named places, nothing else.

Figures never stand here: they are sentences of the portal, set around these places when the
report is printed. Pure: text in, text out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: Characters one place may hold, and what a whole report should come to (DOMAIN §2).
LONGEST = 2000
TARGET = (1500, 4000)

OPENING, STUDY, INSPECTIONS = "opening", "study", "inspections"
PROBLEMS, CAUSES, PLANS = "problems", "causes", "plans"
BEFORE, AFTER = (OPENING, STUDY), (INSPECTIONS, PROBLEMS, CAUSES, PLANS)
_ARTICLE = re.compile(r"article-([1-9][0-9]?)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Difference:
    """One place that two people have worded differently."""

    slot: str
    mine: str
    theirs: str


def of_article(number: int) -> str:
    return f"article-{number}"


def is_slot(name: str) -> bool:
    return name in BEFORE + AFTER or _ARTICLE.fullmatch(name) is not None


def cleaned(said: Mapping[str, str]) -> dict[str, str]:
    """Known places only; line ends made one, invisible signs dropped, empty places left out."""
    found = {name: _cleaned(text) for name, text in said.items() if is_slot(name)}
    return {name: text for name, text in found.items() if text}


def _cleaned(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [_CONTROL.sub("", line).strip(" \t\u3000") for line in lines]
    return "\n".join(line for line in kept if line)


def paragraphs(text: str) -> tuple[str, ...]:
    """What is typed on lines of its own is printed as a paragraph of its own."""
    return tuple(line for line in _cleaned(text).split("\n") if line)


def too_long(said: Mapping[str, str]) -> tuple[str, ...]:
    """The places that hold more than they may."""
    return tuple(name for name, text in said.items() if len(text) > LONGEST)


def length(text: str) -> int:
    """Characters as an official counts them: without spaces and line ends."""
    return len(re.sub(r"\s", "", text))


def differences(mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[Difference, ...]:
    """Where the two texts are not the same, in the order of ``mine``, then of ``theirs``."""
    places = dict.fromkeys([*mine, *theirs])
    found = (Difference(each, mine.get(each, ""), theirs.get(each, "")) for each in places)
    return tuple(each for each in found if each.mine != each.theirs)
