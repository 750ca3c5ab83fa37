"""One post's score opened up: total → article → requirement → verdict → records.

And what is still to be done: each open duty with the score that doing it would give,
by the same ``scoring.score`` that gave the score itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from assessments import scoring
from assessments.figures.ranking import fact_of
from duties.choices import RecordState, Status
from duties.figures import article_label
from duties.models import Obligation, Record, RecordItem
from duties.periods import grace_until
from duties.rules import GRACE_DAYS
from duties.themes import theme_of
from organizations.models import Post


@dataclass
class Line:
    """A requirement in its period: the verdict's sentence, what it is worth, its records."""

    obligation: Obligation
    degree: Decimal | None
    sentence: str
    records: list[Record] = field(default_factory=list)


@dataclass
class Part:
    """An article of the score."""

    number: int
    degree: Decimal | None
    sentence: str
    lines: list[Line]

    @property
    def label(self) -> str:
        return article_label(self.number)

    @property
    def theme(self) -> str:
        return theme_of(self.number)

    @property
    def points(self) -> Decimal | None:
        return None if self.degree is None else 100 * self.degree

    @property
    def tone(self) -> str:
        if self.degree is None:
            return "grey"
        return "green" if self.degree >= 1 else "amber" if self.degree > 0 else "red"


@dataclass
class Step:
    """A duty still to be done, and the score if this one alone is done, or is left undone."""

    obligation: Obligation
    result: Decimal
    gain: Decimal | None
    missed: Decimal
    late: bool
    until: date


@dataclass
class ScorePage:
    total: Decimal | None
    sentence: str
    parts: list[Part]
    steps: list[Step]

    @property
    def scored(self) -> int:
        return sum(line.degree is not None for part in self.parts for line in part.lines)

    @property
    def waiting(self) -> int:
        """Those that do not count, or not yet."""
        return sum(line.degree is None for part in self.parts for line in part.lines)


def score_page(post: Post, year: int, on: date) -> ScorePage:
    rows = list(post.obligations.of_year(year).with_law().in_legal_order())
    facts = [fact_of(row, on) for row in rows]
    tree = scoring.score(facts)
    lines = _lines(rows, tree)
    parts = [
        Part(each.article, each.degree, said(each.sentence), lines[each.article])
        for each in tree.articles
    ]
    return ScorePage(tree.total, said(tree.sentence), parts, _steps(rows, facts, tree, on))


def said(sentence) -> str:
    return sentence.in_language(get_language())


def _lines(rows: list[Obligation], tree: scoring.ScoreTree) -> dict[int, list[Line]]:
    """``scoring.score`` keeps the order within an article, so rows and scores go in step."""
    records = _records(rows)
    scored = [each for article in tree.articles for each in article.facts]
    lines = defaultdict(list)
    for row, each in zip(rows, scored, strict=True):
        line = Line(row, each.degree, said(each.sentence), records[row.pk])
        lines[each.fact.article].append(line)
    return lines


def _records(rows: Iterable[Obligation]) -> dict[int, list[Record]]:
    """Obligation → its confirmed records in order of time, each once."""
    items = RecordItem.objects.filter(
        obligation__in=[row.pk for row in rows], record__state=RecordState.CONFIRMED
    ).select_related("record")
    found: dict[int, dict[int, Record]] = defaultdict(dict)
    for item in items.order_by("record__held_on", "record_id"):
        found[item.obligation_id][item.record_id] = item.record
    return defaultdict(list, {key: list(each.values()) for key, each in found.items()})


def _steps(rows, facts, tree: scoring.ScoreTree, on: date) -> list[Step]:
    """The nearest date first; on the same day those that raise the score most."""
    steps = []
    for place, row in enumerate(rows):
        until = _until(row, on)
        if until is None:
            continue
        late = row.due_on < on
        status = Status.MET_LATE if late else Status.MET
        done = replace(facts[place], status=str(status), done=row.needed, basis=True)
        left = replace(facts[place], status=str(Status.MISSED), due=True)
        result, missed = (_with(facts, place, fact) for fact in (done, left))
        gain = None if tree.total is None else result - tree.total
        steps.append(Step(row, result, gain, missed, late, until))
    return sorted(
        steps, key=lambda step: (step.until, -(step.gain or 0), step.missed, step.obligation.pk)
    )


def _with(facts, place: int, fact: scoring.Fact) -> Decimal:
    """The score with one fact put in another's place."""
    return scoring.score([*facts[:place], fact, *facts[place + 1 :]]).total


def _until(row: Obligation, on: date) -> date | None:
    """The last day on which doing it still counts for something, if there is one ahead."""
    if not row.is_unmet:
        return None
    last = row.due_on if row.due_on >= on else grace_until(row.period, GRACE_DAYS)
    return last if last >= on else None
