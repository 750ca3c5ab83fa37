"""A score with the way it came about: nodes that each explain themselves, as JSON too."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.scoring.rounding import to_hundredth
from duties.wording import Sentence


@dataclass(frozen=True)
class Node:
    """``points`` out of 100; None is *no basis*, never 0. ``weight`` counts among siblings.

    ``kind``: indicator, article, duty, finding, part (of the report) or item; ``source`` for an
    indicator. Items carry what they add (or, below zero, take off) in ``points``, vetoes the
    best ``grade`` they leave. ``key`` is what opens behind it.
    """

    code: str
    kind: str
    title: Sentence
    sentence: Sentence
    points: Decimal | None = None
    weight: Decimal | None = None
    source: str = ""
    grade: str = ""
    key: str = ""
    children: tuple["Node", ...] = ()

    @property
    def basis(self) -> bool:
        return self.points is not None

    @property
    def counts(self) -> bool:
        """Does it share in the 100 points?"""
        return self.points is not None and self.weight is not None

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class HolderShare:
    """What one holder of the post answers for."""

    person: int
    name_zh: str
    name_en: str
    days: int
    months: int
    graded: bool
    total: Decimal | None
    grade: str
    sentence: Sentence


@dataclass(frozen=True)
class ScoreTree:
    """``base``: the weighed indicators; ``total``: with bonus and deductions, 0–100, or None
    where nothing has a basis. ``grade`` is empty where it is not determined."""

    engine: int
    total: Decimal | None
    base: Decimal | None
    grade: str
    sentence: Sentence
    grade_sentence: Sentence
    nodes: tuple[Node, ...]
    shares: tuple[HolderShare, ...] = ()

    def walk(self) -> Iterator[Node]:
        for node in self.nodes:
            yield from node.walk()

    def by_code(self, code: str) -> Node | None:
        return next((node for node in self.walk() if node.code == code), None)

    def points_of(self) -> dict[str, Decimal]:
        """What of the 100 points each weighed node can bring, once the weight of what has no
        basis has gone to its siblings; to the hundredth, and exactly 100 in all."""
        found: dict[str, Decimal] = {}
        _spread(self.nodes, Decimal(100), found)
        return found


def _spread(siblings: tuple[Node, ...], whole: Decimal, found: dict[str, Decimal]) -> None:
    """Rounded so that the parts add up to the whole: each is the difference of rounded sums."""
    counting = [node for node in siblings if node.counts]
    weights = sum((node.weight for node in counting), Decimal(0))
    sum_so_far, given = Decimal(0), Decimal(0)
    for node in counting:
        sum_so_far += node.weight
        upto = to_hundredth(whole * sum_so_far / weights)
        found[node.code], given = upto - given, upto
        _spread(node.children, found[node.code], found)


def dump(tree: ScoreTree) -> dict[str, Any]:
    return {
        "engine": tree.engine,
        "total": _text(tree.total),
        "base": _text(tree.base),
        "grade": tree.grade,
        "sentence": _pair(tree.sentence),
        "grade_sentence": _pair(tree.grade_sentence),
        "nodes": [_node(node) for node in tree.nodes],
        "shares": [
            vars(each) | {"total": _text(each.total), "sentence": _pair(each.sentence)}
            for each in tree.shares
        ],
    }


def load(data: dict[str, Any]) -> ScoreTree:
    return ScoreTree(
        engine=data["engine"],
        total=_number(data["total"]),
        base=_number(data["base"]),
        grade=data["grade"],
        sentence=Sentence(*data["sentence"]),
        grade_sentence=Sentence(*data["grade_sentence"]),
        nodes=tuple(_loaded(each) for each in data["nodes"]),
        shares=tuple(
            HolderShare(**each | {
                "total": _number(each["total"]), "sentence": Sentence(*each["sentence"]),
            })
            for each in data["shares"]
        ),
    )  # fmt: skip


def _node(node: Node) -> dict[str, Any]:
    row = {
        "code": node.code, "kind": node.kind, "title": _pair(node.title),
        "sentence": _pair(node.sentence), "points": _text(node.points),
        "weight": _text(node.weight), "source": node.source, "grade": node.grade,
        "key": node.key, "children": [_node(child) for child in node.children],
    }  # fmt: skip
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def _loaded(data: dict[str, Any]) -> Node:
    return Node(**data | {
        "title": Sentence(*data["title"]), "sentence": Sentence(*data["sentence"]),
        "points": _number(data.get("points")), "weight": _number(data.get("weight")),
        "children": tuple(_loaded(each) for each in data.get("children", ())),
    })  # fmt: skip


def _pair(sentence: Sentence) -> list[str]:
    return [sentence.zh, sentence.en]


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
