"""Reading one YAML mapping field by field, each mistake kept with the line it stands on.

A reader never stops at the first mistake: it notes it and hands back a value that lets the
rest be read. What it hands back is used only when nothing was noted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from duties.wording import Sentence, en_list, zh_list

NULL, BOOL = "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NEVER = date.min


@dataclass(frozen=True)
class LineError:
    line: int
    sentence: Sentence

    @property
    def said(self) -> Sentence:
        return Sentence(
            f"第{self.line}行：{self.sentence.zh}", f"line {self.line}: {self.sentence.en}"
        )

    def __str__(self) -> str:
        return f"{self.said.zh} / {self.said.en}"


class CatalogueErrors(ValueError):
    """Everything that is wrong with a regulation file, in the order of its lines."""

    def __init__(self, errors: Iterable[LineError]):
        self.errors = tuple(sorted(errors, key=lambda error: error.line))
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass
class Errors:
    """The mistakes noted so far."""

    found: list[LineError] = field(default_factory=list)

    def note(self, at: Node | int, zh: str, en: str) -> None:
        self.note_sentence(at, Sentence(zh, en))

    def note_sentence(self, at: Node | int, sentence: Sentence) -> None:
        line = at if isinstance(at, int) else at.start_mark.line + 1
        self.found.append(LineError(line, sentence))


def named(node: Node, key: str) -> str:
    """What a mapping calls itself, so that its errors can say where they are."""
    pairs = node.value if isinstance(node, MappingNode) else []
    names = [value.value for name, value in pairs if name.value == key]
    return names[0] if names and isinstance(names[0], str) else "?"


class Fields:
    """One mapping: its known keys, each read as what it should be."""

    def __init__(self, node: Node, errors: Errors, *, called: Sentence, known: Iterable[str]):
        self.node, self.errors, self.called = node, errors, called
        self.keys: dict[str, ScalarNode] = {}
        self.values: dict[str, Node] = {}
        if not isinstance(node, MappingNode):
            errors.note(
                node,
                f"{called.zh}应写成“键: 值”的形式。",
                f'{called.en} must be written as "key: value".',
            )
            return
        for key, value in node.value:
            self._take(key, value, tuple(known))

    def _take(self, key: Node, value: Node, known: tuple[str, ...]) -> None:
        name = key.value if isinstance(key, ScalarNode) else None
        if name not in known:
            self._refuse(key, str(name), known)
        elif name in self.keys:
            first = self.keys[name].start_mark.line + 1
            self.errors.note(
                key, f"“{name}”已在第{first}行写过。", f'"{name}" is already given on line {first}.'
            )
        else:
            self.keys[name], self.values[name] = key, value

    def _refuse(self, key: Node, name: str, known: tuple[str, ...]) -> None:
        near = get_close_matches(name, known, n=1)
        zh = f"是否应为“{near[0]}”？" if near else f"可用的键：{zh_list(known)}。"
        en = f'Did you mean "{near[0]}"?' if near else f"Known keys: {en_list(known)}."
        self.errors.note(
            key,
            f"{self.called.zh}没有“{name}”这个键。{zh}",
            f'{self.called.en} has no key "{name}". {en}',
        )

    def __contains__(self, name: str) -> bool:
        return name in self.keys

    def at(self, name: str) -> Node:
        """Where a key stands, or the mapping itself where it is missing."""
        return self.keys.get(name, self.node)

    def need(self, name: str) -> Node | None:
        """The value of a key that must be there."""
        if name not in self.values and isinstance(self.node, MappingNode):
            self.errors.note(
                self.node, f"{self.called.zh}缺少“{name}”。", f'{self.called.en} needs "{name}".'
            )
        return self.values.get(name)

    def text(self, name: str, *, longest: int) -> str:
        node = self.need(name)
        return "" if node is None else self._text_of(node, name, longest)

    def _text_of(self, node: Node, name: str, longest: int) -> str:
        empty = not isinstance(node, ScalarNode) or node.tag == NULL or not node.value.strip()
        if empty:
            self.errors.note(
                node, f"“{name}”应为非空文字。", f'"{name}" must be a text, not empty.'
            )
            return ""
        text = node.value.strip()
        if len(text) > longest:
            self.errors.note(
                node,
                f"“{name}”有{len(text)}个字符，最多{longest}个。",
                f'"{name}" has {len(text)} characters; at most {longest} fit.',
            )
        return text

    def pair(self, name: str, *, zh: int, en: int) -> Sentence:
        """A text in both languages: {zh: …, en: …}."""
        node = self.need(name)
        if node is None:
            return Sentence("", "")
        both = Fields(node, self.errors, called=Sentence(f"“{name}”", name), known=("zh", "en"))
        return Sentence(both.text("zh", longest=zh), both.text("en", longest=en))

    def matching(self, name: str, pattern: re.Pattern, zh: str, en: str) -> re.Match | None:
        """A text of a given form; ``zh`` and ``en`` say which."""
        node = self.need(name)
        text = node.value if isinstance(node, ScalarNode) else ""
        found = pattern.fullmatch(text)
        if node is not None and not found:
            self.errors.note(
                node,
                f"“{name}”应为{zh}，现为“{text}”。",
                f'"{name}" must be {en}, not "{text}".',
            )
        return found

    def choice(self, name: str, allowed: Iterable[str]) -> str | None:
        node = self.need(name)
        options = [str(option) for option in allowed]
        text = node.value if isinstance(node, ScalarNode) else ""
        if node is not None and text not in options:
            self.errors.note(
                node,
                f"“{name}”不能为“{text}”，应为{zh_list(options)}之一。",
                f'"{name}" cannot be "{text}"; use one of {en_list(options)}.',
            )
        return text if text in options else None

    def flag(self, name: str) -> bool:
        node = self.need(name)
        text = node.value if isinstance(node, ScalarNode) and node.tag == BOOL else ""
        if node is not None and text not in ("true", "false"):
            self.errors.note(node, f"“{name}”应为true或false。", f'"{name}" must be true or false.')
        return text == "true"

    def day(self, name: str) -> date | None:
        """A calendar date, or None where the key is missing or wrong."""
        node = self.values.get(name)
        if node is None:
            return None
        text = node.value if isinstance(node, ScalarNode) else ""
        try:
            return date.fromisoformat(text if DAY.fullmatch(text) else "")
        except ValueError:
            self.errors.note(
                node,
                f"“{name}”应为日历上有的日期（年-月-日），现为“{text}”。",
                f'"{name}" must be a date of the calendar (YYYY-MM-DD), not "{text}".',
            )
            return None

    def rows(self, name: str, *, required: bool = True) -> list[Node]:
        """The entries of a list; a required one has at least one."""
        node = self.need(name) if required else self.values.get(name)
        if node is None:
            return []
        if not isinstance(node, SequenceNode) or not node.value:
            self.errors.note(
                node,
                f"“{name}”应为不少于一项的列表。",
                f'"{name}" must be a list of one or more entries.',
            )
            return []
        return node.value
