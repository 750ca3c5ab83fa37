"""Sentences held in both languages: what a rule, a score or an error says to an official."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Sentence:
    zh: str
    en: str

    def in_language(self, code: str | None) -> str:
        """English for ``en`` and its variants, Chinese for everybody else."""
        return self.en if (code or "").lower().startswith("en") else self.zh

    def naming(self, english: Mapping[str, str]) -> "Sentence":
        """The same with known Chinese names (subjects, metrics, steps, documents) put in English
        where the sentence is English. A name within a longer one is not torn out of it."""
        known = sorted((name for name in english if name and english[name]), key=len, reverse=True)
        if not known:
            return self
        pattern = "|".join(re.escape(name) for name in known)
        return Sentence(self.zh, re.sub(pattern, lambda found: english[found[0]], self.en))

    def __str__(self) -> str:
        return self.zh


def joined(sentences: Iterable[Sentence]) -> Sentence:
    """Whole sentences one after the other: no space in Chinese, one in English."""
    said = list(sentences)
    return Sentence("".join(s.zh for s in said), " ".join(s.en for s in said))


def clauses(parts: Iterable[Sentence]) -> Sentence:
    """Parts of one sentence, set apart by semicolons and closed by a full stop."""
    said = list(parts)
    return Sentence("；".join(s.zh for s in said) + "。", "; ".join(s.en for s in said) + ".")


def zh_list(names: Iterable[str]) -> str:
    return "、".join(names)


def en_list(names: Iterable[str]) -> str:
    return ", ".join(names)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """English only: ``1 record``, ``2 records``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def plain(number: Decimal) -> str:
    """A figure as one writes it: ``3`` and not ``3.00`` or ``3E+0``."""
    return format(number.normalize(), "f") if number else "0"
