"""The parameters of a rule as the file writes them, with the English of every name in them."""

from dataclasses import dataclass, field
from typing import Any

from yaml import Node, ScalarNode

from duties.catalogue.fields import Errors, Fields
from duties.rules import Kind, RuleError, rule_from
from duties.wording import Sentence

#: The one parameter of each kind that has one.
PARAMETERS = {
    Kind.COUNT: "at_least",
    Kind.COVERAGE: "subjects",
    Kind.RATE: "metrics",
    Kind.CHECKLIST: "steps",
    Kind.STANDING: "documents",
}
#: As many characters as a record item holds.
LONGEST_NAME = 80
LONGEST_NAME_EN = 160


@dataclass
class Naming:
    """Names of one requirement: Chinese in the lists, English beside them."""

    errors: Errors
    english: dict[str, str] = field(default_factory=dict)

    def names(self, fields: Fields, key: str, *, required: bool = True) -> list[str]:
        """A list of {zh, en} as its Chinese names, each of them once."""
        names: list[str] = []
        for node in fields.rows(key, required=required):
            self._add(names, self._row(node, key, ("zh", "en")), key)
        return names

    def metrics(self, fields: Fields, key: str) -> list[list[str]]:
        """A list of {zh, en, target} as pairs of Chinese name and target."""
        names: list[str] = []
        metrics: list[list[str]] = []
        for node in fields.rows(key):
            row = self._row(node, key, ("zh", "en", "target"))
            name = self._add(names, row, key)
            metrics.append([name, self._target(row, name)])
        return metrics

    def _row(self, node: Node, key: str, known: tuple[str, ...]) -> Fields:
        called = Sentence(f"“{key}”的一项", f"An entry of {key}")
        return Fields(node, self.errors, called=called, known=known)

    def _add(self, names: list[str], row: Fields, key: str) -> str:
        name = row.text("zh", longest=LONGEST_NAME)
        english = row.text("en", longest=LONGEST_NAME_EN)
        if name and name in names:
            self.errors.note(row.node, f"{key}重复列出“{name}”。", f'{key} lists "{name}" twice.')
        known = self.english.setdefault(name, english) if name and english else english
        if known != english:
            self.errors.note(
                row.node,
                f"“{name}”在同一要求中有两种英文：“{known}”和“{english}”。",
                f'"{name}" has two English names in one requirement: "{known}" and "{english}".',
            )
        names.append(name)
        return name

    def _target(self, row: Fields, name: str) -> str:
        """Kept as written, so that 0.95 is exactly 0.95."""
        node = row.need("target")
        if node is None:
            return "1"
        target = node.value if isinstance(node, ScalarNode) else ""
        try:
            rule_from(Kind.RATE, {"metrics": [[name or "–", target]]})
        except RuleError as error:
            self.errors.note_sentence(node, error.sentence)
            return "1"
        return target


def params_of(fields: Fields, kind: Kind, naming: Naming) -> dict[str, Any]:
    """What the requirement's rule is to be judged by; a parameter of another kind is an error."""
    own = PARAMETERS.get(kind)
    for other in PARAMETERS.values():
        if other != own and other in fields:
            fields.errors.note(
                fields.at(other),
                f"规则{kind}没有参数“{other}”。",
                f'The rule {kind} has no parameter "{other}".',
            )
    if own is None:
        return {}
    if kind is Kind.COUNT:
        return {own: _number(fields, own)}
    return {own: naming.metrics(fields, own) if kind is Kind.RATE else naming.names(fields, own)}


def _number(fields: Fields, key: str) -> int:
    """A whole number of which the rules themselves say whether they can judge by it."""
    node = fields.need(key)
    if node is None:
        return 1
    text = node.value if isinstance(node, ScalarNode) else ""
    number = int(text) if text.isascii() and text.isdigit() else text
    try:
        rule_from(Kind.COUNT, {key: number})
    except RuleError as error:
        fields.errors.note_sentence(node, error.sentence)
        return 1
    return int(number)
