"""Where obligations stood on a day past: from their status changes and the records of that day.

Status and reason are those of the last change up to the day. Progress is counted anew from
the records that were confirmed by then; where the two do not agree (a check was overdue, a
rule has changed since) the words of that day stand and no progress is claimed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from duties import rules
from duties.choices import Status
from duties.models import Evidence, Obligation, Record, RecordItem, StatusChange
from duties.models.obligation import UNMET
from duties.models.record import SEALED
from organizations.bilingual import speaks_english


@dataclass(frozen=True)
class Standing:
    """Where an obligation stood on a day, and the change that had brought it there."""

    obligation: Obligation
    status: str
    change: StatusChange | None = None


@dataclass(frozen=True)
class Progress:
    """How far it was, ``done=None`` where that is not known, and why."""

    done: int | None
    needed: int
    reason: str


def changes_of(rows: Iterable[Obligation]) -> dict[int, list[StatusChange]]:
    """Obligation → its changes in order of time; one query."""
    found = defaultdict(list)
    for change in StatusChange.objects.filter(obligation__in=rows).order_by("on", "pk"):
        found[change.obligation_id].append(change)
    return found


def standing_of(
    row: Obligation, changes: Sequence[StatusChange], day: date, *, late_from: date | None = None
) -> Standing:
    """As last changed by the evening of ``day``; unmet and due before ``late_from`` (the day
    itself, unless told otherwise) is late, whenever the check was run."""
    change = next((each for each in reversed(changes) if each.on <= day), None)
    status = change.after if change else str(Status.OPEN)
    late = status in UNMET and row.due_on < (late_from or day)
    return Standing(row, str(Status.MISSED) if late else status, change)


def known_by(day: date, rows: Iterable[Obligation]) -> dict[int, list[rules.Item]]:
    """What had been confirmed by the evening of ``day`` and not struck out: two queries."""
    counted = Record.objects.filter(
        Q(struck_at__isnull=True) | Q(struck_at__date__gt=day),
        state__in=SEALED, reviewed_at__date__lte=day,
    ).order_by()  # fmt: skip
    items = RecordItem.objects.filter(obligation__in=[row.pk for row in rows], record__in=counted)
    items = list(items.select_related("record").order_by("pk"))
    files = Evidence.objects.filter(record__in={item.record_id for item in items})
    proven = set(files.values_list("record", flat=True))
    found = defaultdict(list)
    for item in items:
        found[item.obligation_id].append(item.as_fact(item.record_id in proven))
    return found


def progress_of(standing: Standing, day: date, known: Mapping[int, list[rules.Item]]) -> Progress:
    """From the records of that day if, judged on ``day``, they bear the status out."""
    row = standing.obligation
    facts = rules.tally(rules.Kind(row.requirement.kind), known[row.pk], due_on=row.due_on)
    verdict = rules.judge(row.requirement.rule, facts, due_on=row.due_on, on=day)
    waived = standing.status == Status.WAIVED
    status = rules.status_of(verdict, due_on=row.due_on, on=day, waived=waived)
    if waived or status != standing.status:
        return Progress(None, row.needed, standing.change.reason if standing.change else "")
    reason = verdict.reason.naming(row.requirement.names_en)
    language = "en" if speaks_english() else "zh"
    return Progress(verdict.done, verdict.needed, reason.in_language(language))
