"""A score of an assessment opened up, from what was kept with it: words, figures and all.

Total → indicator → article → duty with the verdict's sentence → records → evidence. Nothing is
worked out again here; the records are those that stood when it was worked out.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from assessments.figures.applying import Applied
from assessments.figures.score_page import TONES, Entry, Part, Row, ScorePage, said
from assessments.figures.score_sources import of_whom
from assessments.figures.shares import workings_of
from assessments.models import IndicatorScheme, Score, ScoreItem
from assessments.schemes import grade_label
from assessments.scoring import DutyFact, Node
from duties.choices import Status
from duties.models import Clause, Record, RecordItem
from duties.periods import Period
from duties.wording import Sentence


@dataclass
class FrozenLine:
    """A duty in the words it was judged by."""

    fact: DutyFact
    points: Decimal | None
    double: bool
    sentence: str
    records: list[Record] = field(default_factory=list)

    @property
    def statement(self) -> str:
        return said(Sentence(self.fact.statement_zh, self.fact.statement_en))

    @property
    def reason(self) -> str:
        return said(Sentence(self.fact.reason_zh, self.fact.reason_en))

    @property
    def citation(self) -> str:
        return Clause(article=self.fact.article, item=self.fact.item).citation

    @property
    def period(self) -> str:
        return said(Period.parse(self.fact.period).label)

    @property
    def status(self) -> str:
        return str(Status(self.fact.status).label)

    @property
    def url(self) -> str:
        return reverse("duties:obligation", args=[self.fact.key])


@dataclass
class FrozenPage(ScorePage):
    """The page of s1's live score, read from a ``Score``; the grade is that after quotas."""

    score: Score | None = None

    @property
    def grade(self) -> str:
        return self.score.grade_label

    @property
    def grade_sentence(self) -> str:
        return self.score.quota or said(self.tree.grade_sentence)

    @property
    def grade_tone(self) -> str:
        return TONES.get(self.score.grade, "grey")


def assessed_page(score: Score) -> FrozenPage:
    kept = score.assessment.schemes[score.scheme]
    row = IndicatorScheme.objects.filter(pk=kept["row"]).first() if kept["row"] else None
    return FrozenPage(
        tree=score.loaded_tree, applied=Applied(row, score.loaded_scheme),
        rows=_Rows(score).all(), steps=[], score=score,
    )  # fmt: skip


def indicator_choices(score: Score) -> list[tuple[str, str]]:
    """What an objection can be about."""
    return [(node.code, said(node.title)) for node in score.loaded_tree.nodes]


class _Rows:
    def __init__(self, score: Score):
        self.tree = score.loaded_tree
        self.shares, self.workings = self.tree.points_of(), workings_of(self.tree)
        self.facts = {str(each.key): each for each in score.loaded_facts.duties}
        moment = score.assessment.published_at or score.assessment.computed_at
        self.records = _records(list(self.facts), moment)
        keys = [item.key for item in score.loaded_facts.items]
        items = ScoreItem.objects.filter(pk__in=keys).prefetch_related("files") if keys else []
        self.files = {str(item.pk): list(item.files.all()) for item in items}
        self.of_whom = of_whom(score.loaded_facts)

    def all(self) -> list[Row]:
        return [row for node in self.tree.nodes for row in self._walk(node, 0)]

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

    def _part(self, node: Node) -> Part:
        lines = [
            FrozenLine(
                fact, line.points, line.weight == 2, said(line.sentence), self.records[fact.key]
            )
            for line in node.children if (fact := self.facts.get(line.key))
        ]  # fmt: skip
        return Part(int(node.key), node.points, said(node.sentence), lines)

    def _entry(self, node: Node) -> Entry:
        url = ""
        if node.kind == "finding" and node.key:
            url = reverse("assessments:finding", args=[node.key])
        files = self.files.get(node.key, [])
        title = said(node.title) + self.of_whom.get(node.key, "")
        return Entry(title, said(node.sentence), node.points, url, files)


def _records(keys: list[str], moment: datetime | None) -> dict[int, list[Record]]:
    """Obligation → the records that were confirmed and not struck out at that moment."""
    stood = Q(record__reviewed_at__lte=moment, record__state__in=["confirmed", "struck"])
    stood &= Q(record__struck_at__isnull=True) | Q(record__struck_at__gt=moment)
    rows = RecordItem.objects.filter(stood, obligation__in=keys).select_related("record")
    found: dict[int, dict[int, Record]] = defaultdict(dict)
    for item in rows.order_by("record__held_on", "record_id"):
        found[item.obligation_id][item.record_id] = item.record
    return defaultdict(list, {key: list(each.values()) for key, each in found.items()})


def shown_grade(score: Score) -> str:
    return said(grade_label(score.shown_grade))
