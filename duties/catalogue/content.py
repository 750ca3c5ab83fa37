"""What a regulation file says, once it has been read without an error."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from duties.periods import Cadence
from duties.rules import Kind, Rule, rule_from
from duties.wording import Sentence

TRACKS = ("party", "government")


@dataclass(frozen=True)
class RequirementData:
    """One checkable demand. ``params`` and ``evidence`` name things in Chinese; ``names_en``
    says the same names in English."""

    code: str
    position: int
    statement: Sentence
    kind: Kind
    params: dict[str, Any]
    cadence: Cadence
    quantified: bool
    evidence: tuple[str, ...]
    names_en: dict[str, str]
    valid_from: date
    valid_until: date | None = None

    @property
    def rule(self) -> Rule:
        return rule_from(self.kind, self.params)


@dataclass(frozen=True)
class ClauseData:
    """One item of an article; item 0 is the article's opening sentence."""

    article: int
    item: int
    track: str
    title: Sentence
    requirements: tuple[RequirementData, ...]
    valid_from: date
    valid_until: date | None = None

    @property
    def number(self) -> str:
        return f"{self.article}.{self.item}"


@dataclass(frozen=True)
class RegulationData:
    code: str
    title: Sentence
    issued_by: Sentence
    valid_from: date
    valid_until: date | None
    clauses: tuple[ClauseData, ...]
    #: SHA-256 of the file, so that what was loaded can be compared with what is kept.
    sha256: str

    @property
    def requirements(self) -> tuple[RequirementData, ...]:
        return tuple(one for clause in self.clauses for one in clause.requirements)
