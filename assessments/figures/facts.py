"""The facts of many posts for a year, gathered in a constant number of queries.

What scoring, freezing and recomputing rest on; ``words=False`` leaves the texts out where only
the figures are wanted.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from assessments.figures.handed_in import report_facts_of
from assessments.figures.inspection_results import results_of
from assessments.models import ItemState, Outcome, ScoreItem, UnitResult
from assessments.scoring import (
    DutyFact,
    FindingFact,
    HolderFact,
    InspectionFact,
    ItemFact,
    PostFacts,
    Span,
)
from duties.choices import Outcome as Judged
from duties.holders import tenures_of
from duties.models import Obligation
from duties.tenure import Tenure, responsible_on, tenures_within
from organizations.models import Post

FIGURES = (
    "post_id", "requirement__clause__article", "requirement__clause__item", "requirement__code",
    "period_key", "status", "done", "needed", "outcome", "starts_on", "due_on",
    "requirement__quantified", "pk",
)  # fmt: skip
WORDS = ("requirement__statement_zh", "requirement__statement_en", "reason_zh", "reason_en")


def facts_of(
    posts: Iterable[Post], year: int, on: date, *, words: bool = True
) -> dict[int, PostFacts]:
    """Post → its facts as they stand on ``on``."""
    posts = list(posts)
    keys = [post.pk for post in posts]
    units = {post.unit_id for post in posts}
    tenures = tenures_of(keys)
    duties = _duties(keys, year, on, tenures, words)
    results = dict(
        UnitResult.objects.filter(unit__in=units, year=year).values_list("unit", "points")
    )
    inspected = {unit: _inspected(each, words) for unit, each in results_of(units, year).items()}
    reports = report_facts_of(keys, year, on)
    items, outcomes = _items(keys, year), _outcomes(keys, year)
    holders = {key: holders_of(tenures[key], year) for key in keys}
    return {
        post.pk: PostFacts(
            post=post.pk, year=year, duties=tuple(duties[post.pk]),
            result=results.get(post.unit_id), inspections=inspected[post.unit_id],
            report=reports.get(post.pk), items=_of_holders(items[post.pk], holders[post.pk]),
            outcomes=_of_holders(outcomes[post.pk], holders[post.pk]), holders=holders[post.pk],
        )
        for post in posts
    }  # fmt: skip


def _of_holders(found: list[ItemFact], holders: tuple[HolderFact, ...]) -> tuple[ItemFact, ...]:
    """Without what is said of somebody who did not hold the post in the year, such as the
    decision on a predecessor: it is no reason to mark down who came after him."""
    people = {each.person for each in holders}
    return tuple(each for each in found if not each.holder or each.holder in people)


def _duties(keys: list[int], year: int, on: date, tenures, words: bool):
    columns = FIGURES + WORDS if words else FIGURES
    rows = Obligation.objects.filter(post__in=keys, year=year).order_by()
    found = defaultdict(list)
    answering: dict[tuple, int | None] = {}
    for row in rows.values_list(*columns).iterator(chunk_size=2000):
        post, *figures, outcome, starts_on, due_on, quantified, key = row[:13]
        article, item, code, period, status, done, needed = figures
        span = (post, starts_on, due_on)
        if span not in answering:
            answering[span] = _answers(tenures[post], starts_on, due_on, on)
        found[post].append(DutyFact(
            article, item, code, period, status, done, needed, outcome != Judged.NO_BASIS,
            due_on < on, quantified, key, answering[span], *row[13:],
        ))  # fmt: skip
    return found


def _answers(tenures: tuple[Tenure, ...], starts_on: date, due_on: date, on: date) -> int | None:
    found = responsible_on(tenures, starts_on, due_on, on=on)
    return found.holder.person_id if found else None


def holders_of(tenures: tuple[Tenure, ...], year: int) -> tuple[HolderFact, ...]:
    """Who held the post in the year, the earliest first; several spans of one person are one."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    spans: dict[int, list[Span]] = defaultdict(list)
    people = {}
    for tenure in tenures_within(tenures, first, last):
        person = people.setdefault(tenure.holder.person_id, tenure.holder.person)
        ends = min(tenure.ends_on or last, last)
        spans[person.pk].append(Span(max(tenure.starts_on, first), ends))
    return tuple(
        HolderFact(key, person.name_zh, person.name_en, tuple(spans[key]))
        for key, person in people.items()
    )


def holders_in(post: Post, year: int) -> tuple[HolderFact, ...]:
    return holders_of(tenures_of([post.pk])[post.pk], year)


def _inspected(result, words: bool) -> InspectionFact:
    return InspectionFact(result.inspected, tuple(
        FindingFact(
            each.article, each.severity, each.in_time, str(each.finding), each.text * words
        )
        for each in result.deductions
    ))  # fmt: skip


def _items(keys: list[int], year: int):
    rows = ScoreItem.objects.filter(post__in=keys, year=year, state=ItemState.CONFIRMED)
    found = defaultdict(list)
    for row in rows.order_by():
        found[row.post_id].append(ItemFact(
            kind=row.kind, code=row.code, points=row.points, grade=row.grade, key=str(row.pk),
            reason_zh=row.reason, holder=row.holder_id or 0,
        ))  # fmt: skip
    return found


def _outcomes(keys: list[int], year: int):
    rows = Outcome.objects.filter(post__in=keys, year=year, withdrawn_at__isnull=True)
    found = defaultdict(list)
    for row in rows.order_by():
        tolerance = f"（{row.tolerance_zh}）" if row.tolerance_zh else ""
        tolerance_en = f" ({row.tolerance_en or row.tolerance_zh})" if row.tolerance_zh else ""
        found[row.post_id].append(ItemFact(
            kind=row.kind, code="", points=row.points, grade=row.grade, key=row.source,
            reason_zh=row.reason_zh + tolerance,
            reason_en=(row.reason_en or row.reason_zh) + tolerance_en, holder=row.holder_id or 0,
        ))  # fmt: skip
    return found
