"""Facts from below that may be worth a lead: five kinds, each of them already known to the unit."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from accountability.models import LeadItem, LeadSource
from assessments.models import Finding, ItemKind, ScoreItem
from duties.choices import Status
from duties.models import Obligation
from organizations.models import Appointment, Post, Track

#: A kind of fault is repeated from so many inspections on, within two years.
REPEATED = 2
#: From this article on the government head answers, before it the Party head.
GOVERNMENT_FROM = 15


@dataclass(frozen=True)
class Suspicion:
    """One fact; facts with the same ``matter`` belong together."""

    key: str
    matter: str
    source: str
    about_unit: int
    post: int | None
    person: int | None
    heading_zh: str
    heading_en: str
    text_zh: str
    text_en: str
    obligation: int | None = None
    finding: UUID | None = None
    score_item: UUID | None = None


def suspicions(*, on: date, missed_before: date, limit: int) -> Iterator[Suspicion]:
    yield from _missed(missed_before, limit)
    yield from _found(on, limit)
    yield from _vetoed(limit)


def _missed(before: date, limit: int) -> Iterator[Suspicion]:
    """Duties that the regulation itself quantifies, missed past the days of grace. Whoever held
    the post on the due date answers."""
    rows = (
        Obligation.objects.filter(
            status=Status.MISSED, due_on__lt=before, requirement__quantified=True
        )
        .exclude(pk__in=LeadItem.objects.filter(obligation__isnull=False).values("obligation"))
        .select_related("requirement__clause", "post__unit")
        .order_by("due_on", "pk")[:limit]
    )
    rows = list(rows)
    seats = _seats({row.post_id for row in rows})
    for row in rows:
        person = _seated(seats[row.post_id], row.due_on)
        who = person or "-"
        post, statement = row.post, row.requirement
        yield Suspicion(
            key=f"missed:{row.pk}", matter=f"missed:{row.post_id}:{row.year}:{who}",
            source=LeadSource.MISSED, about_unit=post.unit_id, post=row.post_id if person else None,
            person=person,
            heading_zh=f"{row.year}年度有履职事项逾期未完成", heading_en=f"Duties of {row.year} missed",
            text_zh=f"{statement.statement_zh}（应于{row.due_on:%Y-%m-%d}前完成）",
            text_en=f"{statement.statement_en} (due {row.due_on:%Y-%m-%d})",
            obligation=row.pk,
        )  # fmt: skip


def _found(on: date, limit: int) -> Iterator[Suspicion]:
    """Findings that were handed to the unit in an inspection that may be known."""
    known = Finding.objects.delivered().filter(inspection__opened_at__isnull=False)
    known = known.select_related("unit", "inspection").order_by("found_at", "pk")
    told = LeadItem.objects.filter(finding__isnull=False)
    fresh = known.exclude(pk__in=told.filter(key__startswith="discrepancy:").values("finding"))
    discrepancies = list(fresh.filter(paper__current__verdict="discrepancy")[:limit])
    late = known.exclude(pk__in=told.filter(key__startswith="overdue:").values("finding"))
    overdue = list(late.overdue(on)[:limit])
    repeated = _repeated(known.filter(inspection__year__gte=on.year - 1, article__gt=0))
    answering = _answering({row.unit_id for row in [*discrepancies, *overdue, *repeated]})
    for row in discrepancies:
        yield _of_finding(
            row,
            LeadSource.DISCREPANCY,
            "督查核实与事实不符",
            "A record was found not to be true",
            answering,
        )
    for row in overdue:
        yield _of_finding(row, LeadSource.OVERDUE, "整改逾期", "Rectification overdue", answering)
    for row in repeated:
        yield _of_finding(
            row,
            LeadSource.REPEATED,
            "同类问题屡次发生",
            "The same fault was found again",
            answering,
        )


def _vetoed(limit: int) -> Iterator[Suspicion]:
    """What caps a grade: entered by those who assess, and confirmed by a second of them."""
    told = LeadItem.objects.filter(score_item__isnull=False).values("score_item")
    rows = ScoreItem.objects.counting().filter(kind=ItemKind.VETO).exclude(pk__in=told)
    rows = list(rows.select_related("post__unit").order_by("entered_at", "pk")[:limit])
    seats = _seats({row.post_id for row in rows})
    for row in rows:
        person = _seated(seats[row.post_id], timezone.localdate(row.entered_at))
        title = row.post.unit.name_en or row.post.unit.name_zh
        yield Suspicion(
            key=f"veto:{row.pk.hex}", matter=f"veto:{row.post_id}:{row.year}:{person or '-'}",
            source=LeadSource.VETO, about_unit=row.post.unit_id,
            post=row.post_id if person else None, person=person,
            heading_zh=f"考核否决事项：{row.post.unit.name_zh}",
            heading_en=f"Veto in the assessment: {title}",
            text_zh=f"{row.year}年度：{row.reason}", text_en=f"{row.year}: {row.reason}",
            score_item=row.pk,
        )  # fmt: skip


def _repeated(rows) -> list[Finding]:
    """All findings of a unit and article that two inspections or more have found."""
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.unit_id, row.article].append(row)
    return [
        row
        for found in grouped.values()
        if len({each.inspection_id for each in found}) >= REPEATED
        for row in found
    ]


def _of_finding(row: Finding, source, zh: str, en: str, answering) -> Suspicion:
    track = Track.GOVERNMENT if row.article >= GOVERNMENT_FROM else Track.PARTY
    posts = answering.get((row.unit_id, track), ()) if row.article else ()
    day = row.due_on if source == LeadSource.OVERDUE else row.inspection.starts_on
    post, person = next(
        ((post, person) for post, seats in posts if (person := _seated(seats, day))), (None, None)
    )
    title_en = row.unit.name_en or row.unit.name_zh
    return Suspicion(
        key=f"{source}:{row.pk.hex}", matter=f"{source}:{row.unit_id}:{row.article}:{person or '-'}",
        source=source, about_unit=row.unit_id, post=post, person=person,
        heading_zh=f"{zh}：{row.unit.name_zh}", heading_en=f"{en}: {title_en}",
        text_zh=f"{row.text}（{row.inspection.title}）", text_en=f"{row.text} ({row.inspection.title})",
        finding=row.pk,
    )  # fmt: skip


def _answering(units: set[int]) -> dict[tuple[int, str], list]:
    """(unit, track) → the posts that answer, each with who sat there when."""
    posts = list(Post.objects.filter(unit__in=units).values_list("pk", "unit", "track"))
    seats = _seats({post for post, _unit, _track in posts})
    found = defaultdict(list)
    for post, unit, track in posts:
        found[unit, track].append((post, seats[post]))
    return found


def _seats(posts: set[int]) -> dict[int, list]:
    seats = defaultdict(list)
    rows = Appointment.objects.filter(post__in=posts)
    for post, person, begin, end in rows.values_list("post", "person", "starts_on", "ends_on"):
        seats[post].append((person, begin, end))
    return seats


def _seated(seats: list, day: date) -> int | None:
    held = (who for who, begin, end in seats if begin <= day and (end is None or day <= end))
    return next(held, None)
