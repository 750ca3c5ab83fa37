"""A scheme as a YAML file: read with the line of each mistake, written so that it reads back."""

from typing import Any, NamedTuple

import yaml

from assessments.schemes.parsing import dump, parse
from assessments.schemes.reading import Place, SchemeErrors
from assessments.schemes.scheme import Scheme
from duties.wording import Sentence

#: Deeper than any scheme: a group of groups of indicators with their articles is six levels.
DEEPEST = 20
#: Digits of the longest whole number that is read as one; what is longer stays text.
LONGEST = 9


class Located(NamedTuple):
    line: int
    sentence: Sentence

    @property
    def said(self) -> Sentence:
        return Sentence(
            f"第{self.line}行 {self.sentence.zh}", f"line {self.line}: {self.sentence.en}"
        )


class FileErrors(ValueError):
    def __init__(self, errors):
        self.errors = tuple(sorted(errors, key=lambda error: error.line))
        super().__init__("\n".join(str(each.said) for each in self.errors))


class _Tree(yaml.SafeLoader):
    """A document that is as large as it is long: no piece stands for another, none goes on
    without end."""

    depth = 0

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            raise _wrong(event, "不支持引用（*名称），请写出全部内容。",
                         "References (*name) are not read: write everything out.")  # fmt: skip
        if self.depth == DEEPEST:
            raise _wrong(event, "层级过深。", "It is nested too deep.")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _wrong(mark: yaml.Event | yaml.Node, zh: str, en: str) -> FileErrors:
    return FileErrors([Located(mark.start_mark.line + 1, Sentence(zh, en))])


def read_yaml(raw: bytes) -> Scheme:
    """Raises ``FileErrors``, each with its line."""
    root = _composed(raw)
    lines: dict[Place, int] = {}
    data = _plain(root, (), lines)
    try:
        return parse(data)
    except SchemeErrors as error:
        raise FileErrors(
            Located(_line(lines, each.place), each.sentence) for each in error.problems
        ) from error


def write_yaml(scheme: Scheme) -> str:
    return yaml.safe_dump(dump(scheme), allow_unicode=True, sort_keys=False, width=100)


def _composed(raw: bytes) -> yaml.Node:
    try:
        root = yaml.compose(raw.decode("utf-8-sig"), Loader=_Tree)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        said = Sentence("文件不是UTF-8编码。", "The file is not encoded in UTF-8.")
    except yaml.reader.ReaderError as error:
        line = raw.decode("utf-8-sig").count("\n", 0, error.position) + 1
        said = Sentence("含有不可打印的字符。", "It holds a character that cannot be printed.")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = _not_yaml(str(error.problem))
    else:
        if root is not None:
            return root
        line, said = 1, Sentence("文件是空的。", "The file is empty.")
    raise FileErrors([Located(line, said)])


def _not_yaml(problem: str) -> Sentence:
    """The parser's own words are English, and what they ask for is nearly always the same."""
    zh = (
        "缩进只能用空格，请把制表符改为空格"
        if "\\t" in problem
        else "请检查缩进、冒号后的空格以及引号、括号是否成对"
    )
    return Sentence(f"不是有效的YAML，{zh}。", f"This is not YAML: {problem}.")


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise _wrong(key, f"“{name}”写了两次。", f'"{name}" is given twice.')
            found[name] = _plain(value, (*place, name), lines)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value, (*place, n), lines) for n, value in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.ScalarNode) -> Any:
    """Numbers stay as written: 8.10 is a clause, not 8.1."""
    if node.tag.endswith(":int"):
        whole = len(node.value) <= LONGEST and node.value.lstrip("-").isdecimal()
        return int(node.value) if whole else node.value
    if node.tag.endswith(":bool"):
        return node.value.lower() in ("true", "yes", "on")
    return None if node.tag.endswith(":null") else node.value


def _line(lines: dict[Place, int], place: Place) -> int:
    """Of the place itself, or of the nearest that the file does have around it."""
    while place not in lines:
        place = place[:-1]
    return lines[place]
