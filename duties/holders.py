"""Who held a post, who answers for what it owes, and who did what: read for many at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duties.models import Obligation, Record, RecordItem
from duties.tenure import Tenure, in_office, responsible_on, tenures_within
from organizations.models import Appointment

Tenures = dict[int, tuple[Tenure, ...]]


@dataclass(frozen=True)
class Share:
    """What one holder did for an obligation; without a tenure: while the post was vacant."""

    tenure: Tenure | None
    records: tuple[Record, ...]
    answers: bool = False


@dataclass(frozen=True)
class Responsibility:
    """Who answers for an obligation, and the share of everybody who had a hand in it."""

    answers: Tenure | None
    settled: bool
    vacant: bool
    shares: tuple[Share, ...]

    @property
    def person(self):
        return self.answers and self.answers.holder.person

    @property
    def changed_hands(self) -> bool:
        return len(self.shares) > 1


def tenures_of(posts) -> Tenures:
    """The appointments of these posts as tenures, the earliest first; their holder is the row."""
    rows = Appointment.objects.filter(post__in=posts).select_related("person", "post__unit")
    found = defaultdict(list)
    for row in rows.order_by("starts_on", "pk"):
        found[row.post_id].append(Tenure(row, row.starts_on, row.ends_on))
    return defaultdict(tuple, {post: tuple(tenures) for post, tenures in found.items()})


def responsibilities(
    obligations: Iterable[Obligation], *, on: date, records
) -> dict[int, Responsibility]:
    """For each obligation; ``records`` are those the reader may see. Two queries in all."""
    rows = list(obligations)
    tenures = tenures_of({row.post_id for row in rows})
    done = _records_of(rows, records)
    return {row.pk: _responsibility(row, tenures[row.post_id], done[row.pk], on) for row in rows}


def _records_of(rows: list[Obligation], records) -> dict[int, list[Record]]:
    items = RecordItem.objects.filter(obligation__in=rows, record__in=records.order_by())
    found: dict[int, dict[int, Record]] = defaultdict(dict)
    for item in items.select_related("record").order_by("record__held_on", "record", "pk"):
        found[item.obligation_id][item.record_id] = item.record
    return defaultdict(list, {key: list(each.values()) for key, each in found.items()})


def _responsibility(row: Obligation, tenures, records: list[Record], on: date) -> Responsibility:
    answers = responsible_on(tenures, row.starts_on, row.due_on, on=on)
    settled = on >= row.due_on
    vacant = in_office(tenures, row.due_on if settled else on) is None
    return Responsibility(answers, settled, vacant, _shares(row, tenures, records, answers))


def _shares(row: Obligation, tenures, records: list[Record], answers) -> tuple[Share, ...]:
    """Everybody with a day in the period, and whoever did something outside it."""
    by_tenure = defaultdict(list)
    for record in records:
        by_tenure[in_office(tenures, record.held_on)].append(record)
    within = tenures_within(tenures, row.starts_on, row.due_on)
    shares = [
        Share(tenure, tuple(by_tenure[tenure]), tenure == answers)
        for tenure in tenures
        if tenure in within or tenure in by_tenure
    ]
    if by_tenure[None]:
        shares.append(Share(None, tuple(by_tenure[None])))
    return tuple(shares)
