"""One post's score opened up: total → indicator → article → duty → verdict → records.

Every line says how it came about, and leads on to what stands behind it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language

from assessments.figures.applying import Applied
from assessments.figures.live import Live, score_of
from assessments.figures.score_sources import Entry, behind, of_whom
from assessments.figures.score_steps import Step, steps_of
from assessments.figures.shares import workings_of
from assessments.models import ScoreItem
from assessments.schemes import Grade, grade_label
from assessments.scoring import HolderShare, Node, ScoreTree
from duties.choices import RecordState
from duties.figures import article_label
from duties.models import Obligation, Record, RecordItem
from duties.themes import theme_of
from organizations.models import Post, Unit

TONES = {Grade.EXCELLENT: "green", Grade.GOOD: "green", Grade.PASS: "amber", Grade.FAIL: "red"}


def tone_of(points: Decimal | None) -> str:
    if points is None:
        return "grey"
    return "green" if points >= 90 else "amber" if points >= 60 else "red"


def said(sentence) -> str:
    return sentence.in_language(get_language())


@dataclass
class Line:
    """A duty in its period: the verdict's sentence, what it is worth, its records."""

    obligation: Obligation
    points: Decimal | None
    double: bool
    sentence: str
    records: list[Record] = field(default_factory=list)

    @property
    def statement(self) -> str:
        return self.obligation.requirement.statement

    @property
    def citation(self) -> str:
        return self.obligation.requirement.clause.citation

    @property
    def period(self) -> str:
        return self.obligation.period_label

    @property
    def status(self) -> str:
        return self.obligation.get_status_display()

    @property
    def reason(self) -> str:
        return self.obligation.reason


@dataclass
class Part:
    """An article of the score."""

    number: int
    points: Decimal | None
    sentence: str
    lines: list[Line]

    @property
    def label(self) -> str:
        return article_label(self.number)

    @property
    def theme(self) -> str:
        return theme_of(self.number)

    @property
    def tone(self) -> str:
        return tone_of(self.points)


@dataclass
class Row:
    """An indicator. ``share``: what of the 100 points it can bring as things stand."""

    node: Node
    depth: int
    share: Decimal | None
    #: How the share came about, where it is not the weight itself.
    working: str = ""
    parts: list[Part] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.node.code

    @property
    def anchor(self) -> str:
        return "indicator-" + self.node.code.replace(".", "-")

    @property
    def title(self) -> str:
        return said(self.node.title)

    @property
    def sentence(self) -> str:
        return said(self.node.sentence)

    @property
    def weight(self) -> Decimal | None:
        return self.node.weight

    @property
    def weighed(self) -> bool:
        return self.node.weight is not None

    @property
    def points(self) -> Decimal | None:
        return self.node.points

    @property
    def grade(self) -> str:
        return said(grade_label(self.node.grade)) if self.node.grade else ""

    @property
    def tone(self) -> str:
        return tone_of(self.points)

    @property
    def opens(self) -> bool:
        return bool(self.parts or self.entries)


@dataclass
class Holding:
    """A holder of the post with his own share."""

    share: HolderShare

    @property
    def name(self) -> str:
        english = get_language() == "en" and self.share.name_en
        return english or self.share.name_zh

    @property
    def grade(self) -> str:
        return said(grade_label(self.share.grade))

    @property
    def sentence(self) -> str:
        return said(self.share.sentence)


@dataclass
class ScorePage:
    tree: ScoreTree
    applied: Applied
    rows: list[Row]
    steps: list[Step]

    @property
    def raising(self) -> list[Step]:
        return [step for step in self.steps if step.raises]

    @property
    def keeping(self) -> list[Step]:
        """Still to be done, and done adding nothing: the nearest date first, as sorted."""
        return [step for step in self.steps if not step.raises]

    @property
    def total(self) -> Decimal | None:
        return self.tree.total

    @property
    def sentence(self) -> str:
        return said(self.tree.sentence)

    @property
    def grade(self) -> str:
        return said(grade_label(self.tree.grade))

    @property
    def grade_sentence(self) -> str:
        return said(self.tree.grade_sentence)

    @property
    def grade_tone(self) -> str:
        return TONES.get(self.tree.grade, "grey")

    @property
    def scheme_title(self) -> str:
        return said(self.applied.scheme.title)

    @property
    def holders(self) -> list[Holding]:
        return [Holding(each) for each in self.tree.shares]

    @property
    def parts(self) -> list[Part]:
        return [part for row in self.rows for part in row.parts]

    @property
    def scored(self) -> int:
        return sum(line.points is not None for part in self.parts for line in part.lines)

    @property
    def waiting(self) -> int:
        """Those that do not count, or not yet."""
        return sum(line.points is None for part in self.parts for line in part.lines)


def score_page(post: Post, year: int, on: date) -> ScorePage:
    live = score_of(post, year, on)
    obligations = list(post.obligations.of_year(year).with_law().in_legal_order())
    rows = _Rows(live, obligations, post.unit).all()
    return ScorePage(live.tree, live.applied, rows, steps_of(live, obligations, post.unit, on))


class _Rows:
    """Indicators in the order of the scheme, each with what opens under it."""

    def __init__(self, live: Live, obligations: list[Obligation], unit: Unit):
        self.live, self.unit = live, unit
        self.shares, self.workings = live.tree.points_of(), workings_of(live.tree)
        self.by_key = {str(row.pk): row for row in obligations}
        self.records = _records(obligations)
        self.files, self.of_whom = _files_of(live), of_whom(live.facts)

    def all(self) -> list[Row]:
        return [row for node in self.live.tree.nodes for row in self._walk(node, 0)]

    def _walk(self, node: Node, depth: int):
        row = Row(node, depth, self.shares.get(node.code), self.workings.get(node.code, ""))
        yield row
        for child in node.children:
            if child.kind == "indicator":
                yield from self._walk(child, depth + 1)
            elif child.kind == "article":
                row.parts.append(self._part(child))
            else:
                row.entries.append(self._entry(child))
        row.entries += behind(node, self.live.facts, self.unit)

    def _part(self, node: Node) -> Part:
        lines = [
            Line(
                row, line.points, line.weight == 2, said(line.sentence), self.records[row.pk]
            )
            for line in node.children if (row := self.by_key.get(line.key))
        ]  # fmt: skip
        return Part(int(node.key), node.points, said(node.sentence), lines)

    def _entry(self, node: Node) -> Entry:
        return Entry(
            said(node.title) + self.of_whom.get(node.key, ""), said(node.sentence), node.points,
            _opens(node),
            self.files.get(node.key, []),
        )  # fmt: skip


def _opens(node: Node) -> str:
    if node.kind == "finding" and node.key:
        return reverse("assessments:finding", args=[node.key])
    return ""


def _files_of(live: Live) -> dict[str, list]:
    """Score item → its evidence; one query."""
    keys = [item.key for item in live.facts.items]
    rows = ScoreItem.objects.filter(pk__in=keys).prefetch_related("files") if keys else []
    return {str(row.pk): list(row.files.all()) for row in rows}


def _records(rows: Iterable[Obligation]) -> dict[int, list[Record]]:
    """Obligation → its confirmed records in order of time, each once."""
    items = RecordItem.objects.filter(
        obligation__in=[row.pk for row in rows], record__state=RecordState.CONFIRMED
    ).select_related("record")
    found: dict[int, dict[int, Record]] = defaultdict(dict)
    for item in items.order_by("record__held_on", "record_id"):
        found[item.obligation_id][item.record_id] = item.record
    return defaultdict(list, {key: list(each.values()) for key, each in found.items()})
