"""Part one of the report: what was done, a section for the study of law and for each article."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import groupby

from django.utils.translation import gettext as _

from assessments import narrative
from assessments.report_facts import DONE, Deed, Point, Section
from duties.choices import Kind
from duties.models import Obligation, RecordItem
from duties.models.regulation import numeral
from duties.themes import theme_of

#: Clauses that demand the study of law: article and item.
STUDIED = {(10, 2), (10, 3), (20, 2), (20, 3)}
#: Deeds of a clause told by name; what more there is stands in attachment 2.
TOLD = 3


def sections(
    obligations: list[Obligation], mine: list[Obligation], items: list[RecordItem],
    deeds: dict[int, Deed], words: Mapping[str, str], everything: bool = False,
) -> list[Section]:  # fmt: skip
    """Those of which anything was done or written, study first, then in the order of the law.

    Counted is only what is ``mine``; told is also what was done for duties of another.
    ``everything``: those, too, of which there is nothing to tell yet.
    """
    records = defaultdict(dict)
    for item in items:
        records[item.obligation_id][item.record_id] = deeds[item.record_id]
    told: list[Section] = []
    for place, rows in _places(obligations):
        points = tuple(_points(rows, records))
        said = narrative.paragraphs(words.get(place, ""))
        if points or said or everything:
            ours = [row for row in rows if row in mine]
            done = sum(row.status in DONE for row in ours)
            number = numeral(len(told) + 1)
            told.append(Section(number, heading_of(place), len(ours), done, points, said, place))
    return told


def place_of(row: Obligation) -> str:
    """Where in the report a duty stands."""
    clause = row.requirement.clause
    if (clause.article, clause.item) in STUDIED:
        return narrative.STUDY
    return narrative.of_article(clause.article)


def heading_of(place: str) -> str:
    if place == narrative.STUDY:
        return _("学习贯彻习近平法治思想和学法用法")
    return theme_of(int(place.partition("-")[2]))


def _places(obligations: list[Obligation]) -> list[tuple[str, list[Obligation]]]:
    """In the order of the law, the study of law before all."""
    found: dict[str, list[Obligation]] = {narrative.STUDY: []}
    for row in obligations:
        found.setdefault(place_of(row), []).append(row)
    return list(found.items())


def _points(rows: list[Obligation], records):
    for clause, group in groupby(rows, lambda row: row.requirement.clause):
        owed = list(group)
        deeds = {key: deed for row in owed for key, deed in records[row.pk].items()}
        if deeds:
            findings = [row.reason for row in owed if records[row.pk] and _telling(row)]
            # What was done in the year before what merely holds since an earlier one.
            order = sorted(deeds.values(), key=lambda deed: (deed.held_on, deed.number))
            in_time = sorted(order, key=lambda deed: deed.since is not None)
            yield Point(
                clause.title, tuple(in_time[:TOLD]), tuple(findings), len(in_time[TOLD:]),
                tuple(row.pk for row in owed),
            )  # fmt: skip


def _telling(row: Obligation) -> bool:
    """Does the verdict give figures that no record's title tells? (Shortfalls: part two.)"""
    kind = row.requirement.kind
    return kind == Kind.RATE or (kind == Kind.CHECKLIST and row.status in DONE)
