"""The full re-check: what is kept is compared with what the records say, by the database.

One statement a range of obligations adds up the checksum of confirmed items, compares it
with the one kept, and compares status, next look and rule with what they must be. Only rows
that differ come to Python and are judged. Ranges are independent: any number of workers
share them, and memory does not grow with their number (docs/benchmarks.md).
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Max, Min, Q

from duties.actions import checks, recount
from duties.choices import Kind, Outcome, RecordState, Status
from duties.models import Obligation, Requirement, WaiverItem
from duties.rules import checksums as sums

#: Obligations a range: large enough for the database, small enough to show progress.
WIDTH = 50_000


#: The confirmed items of each obligation, as each database finds them fastest: PostgreSQL drops
#: the others before it groups, SQLite would build a table of the inner join first.
JOINS = {
    "postgresql": """LEFT JOIN (duties_recorditem i JOIN duties_record r
            ON r.id = i.record_id AND r.state = '{confirmed}') ON i.obligation_id = o.id""",
    "sqlite": """LEFT JOIN duties_recorditem i ON i.obligation_id = o.id
          LEFT JOIN duties_record r ON r.id = i.record_id AND r.state = '{confirmed}'""",
}


class Range(NamedTuple):
    """Obligations from ``first`` to ``last``, both included."""

    first: int
    last: int


def ranges(*, width: int = WIDTH) -> list[Range]:
    """All obligations, cut into ranges of keys."""
    ends = Obligation.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    starts = range(ends["first"], ends["last"] + 1, width)
    return [Range(start, min(start + width - 1, ends["last"])) for start in starts]


def run_full(*, on: date, say: Callable[[int, int], None] | None = None) -> checks.Summary:
    """Prove every obligation, repair what went stale; ``say`` hears ranges done and in all."""
    total = checks.run_due(on=on)
    todo = ranges()
    for number, each in enumerate(todo, 1):
        total.add(run_range(each, on=on))
        if say:
            say(number, len(todo))
    return total


def run_range(each: Range, *, on: date) -> checks.Summary:
    """Prove one range; ``looked`` counts the rows that had to be judged.

    A status that was wrong had been summed up as the one before: such sums are made again.
    """
    total, repaired = checks.Summary(), set()
    stale, outdated = find(each, on=on)
    for keys in _chunks(stale):
        done = checks.judge_again(keys=keys, on=on)
        repaired |= {change.obligation_id for change in done.changes}
        total.add(done)
    for keys in _chunks(outdated):
        total.add(checks.judge_again(keys=keys, on=on, from_facts=True))
    wrong = Obligation.objects.filter(pk__in=repaired).order_by()
    for year, code in wrong.values_list("year", "requirement__code").distinct():
        recount.rebuild(year=year, code=code)
    return total


def find(each: Range, *, on: date) -> tuple[list[int], list[int]]:
    """Keys of rows that disagree with their records, and of those whose rule alone changed."""
    statement, params = _statement(each, on)
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    stale = {key for key, is_stale, _, _ in rows if is_stale}
    stale |= {key for key, _, is_waived, _ in rows if is_waived} ^ _rightly_waived(each)
    outdated = {key for key, _, _, is_outdated in rows if is_outdated}
    return sorted(stale), sorted(outdated - stale)


def _statement(each: Range, on: date) -> tuple[str, dict]:
    """The comparison as SQL. Everything put into its text is ours: names, numbers, primes."""
    marks, kinds = _rules()
    text = f"""
        WITH compared AS MATERIALIZED (
          SELECT o.id, o.status, o.judged_by NOT IN ({marks}) AS outdated,
            (o.checksum <> COALESCE(
               CAST(SUM(CASE WHEN r.id IS NOT NULL THEN {_item(kinds)} END) AS BIGINT), 0)
             OR {_status_differs()} OR {_look_differs()}) AS stale
          FROM duties_obligation o
          {JOINS[connection.vendor].format(confirmed=RecordState.CONFIRMED.value)}
          WHERE o.id BETWEEN %(first)s AND %(last)s
          GROUP BY o.id)
        SELECT id, stale, status = '{Status.WAIVED.value}', outdated FROM compared
        WHERE stale OR outdated OR status = '{Status.WAIVED.value}'
    """
    return text, {"first": each.first, "last": each.last, "on": on.isoformat()}


def _rules() -> tuple[str, dict[str, str]]:
    """The marks of all requirements, and the keys of those of the two kinds that say more."""
    rows = list(Requirement.objects.all())
    marks = ", ".join(str(row.mark) for row in rows) or "0"
    kinds = {
        kind: ", ".join(str(row.pk) for row in rows if row.kind == kind) or "0"
        for kind in (Kind.CHECKLIST, Kind.STATEMENT)
    }
    return marks, kinds


def _item(kinds: dict[str, str]) -> str:
    """``rules.checksums`` of one item, from what the database keeps beside it."""
    proven = (
        f"CASE WHEN o.requirement_id IN ({kinds[Kind.STATEMENT]}) AND EXISTS"
        " (SELECT 1 FROM duties_evidence e WHERE e.record_id = r.id) THEN 1 ELSE 0 END"
    )
    title = (
        f"CASE WHEN o.requirement_id IN ({kinds[Kind.CHECKLIST]}) THEN"
        " (SELECT t.title_mark FROM duties_record t WHERE t.id = r.id) ELSE 0 END"
    )
    weights = sums.WEIGHTS
    record = (
        f"1 + {weights['record']} * (i.record_id %% {sums.RECORD_MODULUS})"
        f" + {weights['held_on']} * r.day_mark + {weights['proven']} * {proven}"
        f" + {weights['title']} * {title}"
    )
    return f"i.mark + (1 + i.mark %% {sums.ITEM_MODULUS}) * ({record})"


def _status_differs() -> str:
    """``rules.status_of`` as SQL; what is waived is looked at by ``_wrongly_waived``."""
    return f"""(o.status <> '{Status.WAIVED.value}' AND o.status <> CASE
        WHEN o.outcome IN ('{Outcome.MET.value}', '{Outcome.NO_BASIS.value}')
            THEN '{Status.MET.value}'
        WHEN o.outcome = '{Outcome.MET_LATE.value}' THEN '{Status.MET_LATE.value}'
        WHEN o.due_on < %(on)s THEN '{Status.MISSED.value}'
        WHEN o.outcome = '{Outcome.PARTIAL.value}' THEN '{Status.PARTIAL.value}'
        ELSE '{Status.OPEN.value}' END)"""


def _look_differs() -> str:
    """What is pending is looked at again by its due date at the latest; nothing is overdue."""
    pending = f"o.status IN ('{Status.OPEN.value}', '{Status.PARTIAL.value}')"
    late = "(o.due_on > %(on)s AND o.look_on > o.due_on)"
    return f"(o.look_on <= %(on)s OR ({pending} AND (o.look_on IS NULL OR {late})))"


def _rightly_waived(each: Range) -> set[int]:
    """By a waiver in force, or because the requirement no longer binds when due: both are few."""
    within = Q(pk__gte=each.first, pk__lte=each.last)
    lapsed = Obligation.objects.filter(
        within, requirement__in=_ended(), due_on__gte=F("requirement__valid_until")
    )
    granted = WaiverItem.objects.in_force().filter(
        obligation__gte=each.first, obligation__lte=each.last
    )
    return set(lapsed.values_list("pk", flat=True)) | set(
        granted.values_list("obligation", flat=True)
    )


def _ended() -> list[int]:
    ended = Requirement.objects.filter(valid_until__isnull=False)
    return list(ended.values_list("pk", flat=True))


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), checks.CHUNK):
        yield keys[start : start + checks.CHUNK]
