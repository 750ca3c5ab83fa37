"""Judging obligations: at once when a record changes, by the calendar when time does.

One door for every cause: collect facts, ask the pure rules, write what changed. The
daily check looks only where ``look_on`` has come (DESIGN §3).
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from duties import rules
from duties.actions import warnings
from duties.choices import Status
from duties.models import Evidence, Obligation, Record, RecordItem, StatusChange

log = logging.getLogger(__name__)
CHUNK = 500
#: What a verdict writes; compared before and after so that only changed rows are saved.
WRITTEN = (
    "status", "outcome", "done", "needed", "facts", "reason_zh", "reason_en", "look_on"
)  # fmt: skip


@dataclass
class Summary:
    """What a check did, for the command line and the log."""

    looked: int = 0
    written: int = 0
    changes: list[StatusChange] = field(default_factory=list)
    notices: int = 0
    failed: list[int] = field(default_factory=list)

    def add(self, other: "Summary") -> None:
        self.looked += other.looked
        self.written += other.written
        self.changes += other.changes
        self.notices += other.notices
        self.failed += other.failed


def run_due(*, on: date) -> Summary:
    """Look at every obligation whose day has come, in chunks, each its own transaction.

    A chunk claims its rows by locking them; a second worker skips them, and what was
    done once is no longer due, so running twice changes nothing.
    """
    total = Summary()
    while True:
        with transaction.atomic():
            due = Obligation.objects.to_look_at(on).exclude(pk__in=total.failed)
            claimed = list(
                due.select_for_update(of=("self",), skip_locked=True).with_law()
                .order_by("look_on", "pk")[:CHUNK]
            )  # fmt: skip
            if not claimed:
                return total
            total.add(_judge_each(claimed, on=on))


def run_full(*, on: date, obligations=None) -> Summary:
    """Judge everything again from the records; changes nothing where all is well."""
    total = Summary()
    scope = Obligation.objects.all() if obligations is None else obligations
    keys = list(scope.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        with transaction.atomic():
            rows = _locked(keys[start : start + CHUNK])
            total.add(_judge_each(rows, on=on))
    return total


@transaction.atomic
def judge(*, obligations: Iterable[Obligation], on: date, record: Record | None = None) -> Summary:
    """Judge these now, in the transaction of the change that calls for it."""
    rows = _locked([obligation.pk for obligation in obligations])
    return _judge_all(rows, on=on, record=record)


def announce(*, rows: list[Obligation], on: date) -> None:
    """Rows that were opened too late to be still open: their first status is a change too."""
    StatusChange.objects.bulk_create(
        _status_change(row, Status.OPEN, on, None) for row in rows if row.status != Status.OPEN
    )


def _locked(keys: list[int]) -> list[Obligation]:
    return list(
        Obligation.objects.filter(pk__in=keys).select_for_update(of=("self",)).with_law()
        .order_by("pk")
    )  # fmt: skip


def _judge_each(rows: list[Obligation], *, on: date) -> Summary:
    """Judge a chunk; when one row is bad, log it and let the others go on (STYLE 21)."""
    try:
        with transaction.atomic():
            return _judge_all(rows, on=on)
    except Exception:
        if len(rows) == 1:
            log.exception("obligation %s could not be judged", rows[0].pk)
            return Summary(looked=1, failed=[rows[0].pk])
        total = Summary()
        for row in rows:
            total.add(_judge_each([row], on=on))
        return total


def _judge_all(rows: list[Obligation], *, on: date, record: Record | None = None) -> Summary:
    items = _items_by_obligation(rows)
    summary = Summary(looked=len(rows))
    changed = []
    for row in rows:
        before = {name: getattr(row, name) for name in WRITTEN}
        apply_verdict(row, items[row.pk], on=on)
        if before["status"] != row.status:
            summary.changes.append(_status_change(row, before["status"], on, record))
        if any(before[name] != getattr(row, name) for name in WRITTEN):
            changed.append(row)
    save(changed)
    StatusChange.objects.bulk_create(summary.changes)
    summary.written = len(changed)
    summary.notices = warnings.notify(obligations=rows, on=on)
    return summary


def save(rows: list[Obligation]) -> None:
    """Write verdicts of many rows at once: an upsert is far cheaper than Django's CASE WHEN."""
    Obligation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN, batch_size=CHUNK
    )


def apply_verdict(row: Obligation, items: list[rules.Item], *, on: date) -> None:
    """Set on ``row`` what the pure rules say of ``items`` on that day."""
    rule = row.requirement.rule
    facts = rules.tally(rules.Kind(row.requirement.kind), items, due_on=row.due_on)
    verdict = rules.judge(rule, facts, due_on=row.due_on, on=on)
    waived = row.status == Status.WAIVED
    status = rules.status_of(verdict, due_on=row.due_on, on=on, waived=waived)
    look_on = rules.look_on(status, facts, rule, due_on=row.due_on, on=on)
    row.facts = facts.to_json()
    row.status, row.outcome = str(status), str(verdict.outcome)
    row.done, row.needed = verdict.done, verdict.needed
    reason = verdict.reason.naming(row.requirement.names_en)
    row.reason_zh, row.reason_en = reason.zh, reason.en
    row.look_on = look_on


def _status_change(row: Obligation, before: str, on: date, record: Record | None) -> StatusChange:
    return StatusChange(
        obligation=row, before=before, after=row.status, on=on, record=record,
        reason_zh=row.reason_zh, reason_en=row.reason_en,
    )  # fmt: skip


def _items_by_obligation(rows: list[Obligation]) -> dict[int, list[rules.Item]]:
    """Confirmed items of all ``rows`` in two queries, whatever their number."""
    found = (
        RecordItem.objects.filter(obligation__in=[row.pk for row in rows])
        .filter(record__in=Record.objects.confirmed())
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
