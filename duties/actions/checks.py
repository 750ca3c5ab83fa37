"""Judging obligations: at once when a record changes, by the calendar when time does.

One door for every cause: collect facts, ask the pure rules, write what changed, keep the
summaries in step. The daily check looks only where ``look_on`` has come (DESIGN §3).
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from duties import rules
from duties.actions import tallies, warnings
from duties.choices import RecordState, Status
from duties.models import (
    Evidence,
    Obligation,
    Record,
    RecordItem,
    Requirement,
    StatusChange,
    WaiverItem,
)
from duties.wording import Sentence

log = logging.getLogger(__name__)
CHUNK = 500
#: What a verdict writes; compared before and after so that only changed rows are saved.
WRITTEN = (
    "status", "outcome", "done", "needed", "facts", "reason_zh", "reason_en", "look_on",
    "checksum", "judged_by",
)  # fmt: skip


WAIVED = Sentence("由上级免于履行，不计分。", "Waived by the superior: not scored.")
LAPSED = Sentence(
    "该要求在截止日已不再施行，不需履行。",
    "The requirement was no longer in force on the due date; it is not owed.",
)


@dataclass
class Summary:
    """What a check did, for the command line and the log; only so many changes are kept."""

    looked: int = 0
    written: int = 0
    changed: int = 0
    changes: list[StatusChange] = field(default_factory=list)
    notices: int = 0
    failed: list[int] = field(default_factory=list)

    def add(self, other: "Summary") -> None:
        self.looked += other.looked
        self.written += other.written
        self.changed += other.changed
        self.changes += other.changes[: max(0, CHUNK - len(self.changes))]
        self.notices += other.notices
        self.failed += other.failed


def run_due(*, on: date) -> Summary:
    """Look at every obligation whose day has come, chunk by chunk, until none is left."""
    total = Summary()
    while (done := run_chunk(on=on)).looked:
        total.add(done)
    return total


def run_chunk(*, on: date) -> Summary:
    """Claim and judge one chunk of what is due, in one transaction.

    The rows are claimed by locking them: a second worker passes them over, and what was
    judged is no longer due. So chunks run side by side, and a chunk that was killed or
    delivered twice neither misses nor repeats anything. A row that cannot be judged is put
    off until the next day, so that it does not stand in the way of the others.
    """
    with transaction.atomic():
        due = Obligation.objects.to_look_at(on).order_by("look_on", "pk")
        claimed = _with_law(due.select_for_update(of=("self",), skip_locked=True)[:CHUNK])
        summary = _judge_each(claimed, on=on)
        Obligation.objects.filter(pk__in=summary.failed).update(look_on=on + timedelta(days=1))
        return summary


def chunks_due(*, on: date, at_most: int) -> int:
    """How many chunks are waiting; counts no further than ``at_most``."""
    waiting = Obligation.objects.to_look_at(on).order_by("look_on")[: at_most * CHUNK].count()
    return -(-waiting // CHUNK)


def judge_again(*, keys: list[int], on: date, from_facts: bool = False) -> Summary:
    """Judge these rows from their records, or where only the rule changed from stored facts."""
    with transaction.atomic():
        return _judge_each(_locked(keys), on=on, from_facts=from_facts)


def run_from_nothing(*, on: date, obligations=None) -> Summary:
    """Judge everything from the records alone, trusting nothing that was kept.

    The measure of all other ways: slow, for tests, seeds and a doubt about the checksums.
    """
    total = Summary()
    scope = Obligation.objects.all() if obligations is None else obligations
    keys = list(scope.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        total.add(judge_again(keys=keys[start : start + CHUNK], on=on))
    return total


@transaction.atomic
def judge(*, obligations: Iterable[Obligation], on: date, record: Record | None = None) -> Summary:
    """Judge these now, in the transaction of the change that calls for it."""
    rows = _locked([obligation.pk for obligation in obligations])
    return _judge_all(rows, on=on, record=record)


def announce(*, keys: Iterable[int], on: date) -> None:
    """Rows that were opened too late to be still open: their first status is a change too."""
    rows = Obligation.objects.filter(pk__in=keys).order_by("pk")
    StatusChange.objects.bulk_create(
        (_status_change(row, Status.OPEN, on, None) for row in rows), batch_size=CHUNK
    )


def _locked(keys: list[int]) -> list[Obligation]:
    rows = Obligation.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    return _with_law(rows)


def _with_law(rows) -> list[Obligation]:
    """The rows with post and unit; the requirement is one object for all that share it."""
    found = list(rows.select_related("post__unit"))
    laws = Requirement.objects.select_related("clause__regulation").in_bulk(
        {row.requirement_id for row in found}
    )
    for row in found:
        row.requirement = laws[row.requirement_id]
    return found


def _judge_each(rows: list[Obligation], *, on: date, from_facts: bool = False) -> Summary:
    """Judge a chunk; when one row is bad, log it and let the others go on (STYLE 21)."""
    try:
        with transaction.atomic():
            return _judge_all(rows, on=on, from_facts=from_facts)
    except Exception:
        if len(rows) == 1:
            log.exception("obligation %s could not be judged", rows[0].pk)
            return Summary(looked=1, failed=[rows[0].pk])
        total = Summary()
        for row in rows:
            total.add(_judge_each([row], on=on, from_facts=from_facts))
        return total


def _judge_all(
    rows: list[Obligation], *, on: date, record: Record | None = None, from_facts: bool = False
) -> Summary:
    items = None if from_facts else _items_by_obligation(rows)
    waived = _waived(rows)
    summary = Summary(looked=len(rows))
    changed, moves = [], []
    for row in rows:
        before = {name: getattr(row, name) for name in WRITTEN}
        apply_verdict(row, items and items[row.pk], on=on, waived=waived.get(row.pk))
        if before["status"] != row.status:
            summary.changes.append(_status_change(row, before["status"], on, record))
            moves.append(tallies.move_of(row, before["status"]))
        if any(before[name] != getattr(row, name) for name in WRITTEN):
            changed.append(row)
    save(changed)
    StatusChange.objects.bulk_create(summary.changes)
    tallies.touch(changed)
    tallies.apply(Counter(moves))
    summary.written, summary.changed = len(changed), len(summary.changes)
    summary.notices = warnings.notify(obligations=rows, on=on)
    return summary


def save(rows: list[Obligation]) -> None:
    """Write verdicts of many rows at once: an upsert is far cheaper than Django's CASE WHEN."""
    Obligation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN, batch_size=CHUNK
    )


def apply_verdict(
    row: Obligation, items: list[rules.Item] | None, *, on: date, waived: Sentence | None = None
) -> None:
    """Set on ``row`` what the pure rules say of ``items`` on that day; None: of stored facts.

    ``waived`` says why nothing is owed, where that is so.
    """
    kind, rule = row.requirement.kind, row.requirement.rule
    if items is None:
        facts = rules.facts_from(kind, row.facts)
    else:
        facts = rules.tally(kind, items, due_on=row.due_on)
        row.checksum = rules.checksum(kind, items)
    verdict = rules.judge(rule, facts, due_on=row.due_on, on=on)
    status = rules.status_of(verdict, due_on=row.due_on, on=on, waived=waived is not None)
    row.look_on = rules.look_on(status, facts, rule, due_on=row.due_on, on=on)
    row.facts = facts.to_json()
    row.status, row.outcome = str(status), str(verdict.outcome)
    row.done, row.needed = verdict.done, verdict.needed
    reason = waived or verdict.reason.naming(row.requirement.names_en)
    row.reason_zh, row.reason_en = reason.zh, reason.en
    row.judged_by = row.requirement.mark


def _waived(rows: list[Obligation]) -> dict[int, Sentence]:
    """By a waiver in force, or because the requirement itself no longer binds when due."""
    granted = WaiverItem.objects.in_force().filter(obligation__in=[row.pk for row in rows])
    lapsed = [row.pk for row in rows if not row.requirement.stands_on(row.due_on)]
    by_superior = granted.values_list("obligation", flat=True)
    return dict.fromkeys(lapsed, LAPSED) | dict.fromkeys(by_superior, WAIVED)


def _status_change(row: Obligation, before: str, on: date, record: Record | None) -> StatusChange:
    return StatusChange(
        obligation=row, before=before, after=row.status, on=on, record=record,
        reason_zh=row.reason_zh, reason_en=row.reason_en,
    )  # fmt: skip


def _items_by_obligation(rows: list[Obligation]) -> dict[int, list[rules.Item]]:
    """Confirmed items of all ``rows`` in two queries, whatever their number."""
    found = (
        RecordItem.objects.filter(obligation__in=[row.pk for row in rows])
        .filter(record__state=RecordState.CONFIRMED)
        .select_related("record").order_by("pk")
    )  # fmt: skip
    found = list(found)
    proven = set(
        Evidence.objects.filter(record__in={item.record_id for item in found})
        .values_list("record", flat=True)
    )  # fmt: skip
    items = defaultdict(list)
    for item in found:
        items[item.obligation_id].append(item.as_fact(item.record_id in proven))
    return items
