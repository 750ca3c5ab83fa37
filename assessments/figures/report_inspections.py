"""What published inspections found in a unit in a year, as its year-end report tells it."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from assessments.models import Finding, Inspection
from assessments.report_facts import Found, Inspected
from organizations.models import Post, Track

#: From here on articles bind the government head.
GOVERNMENT = 15


def inspected(post: Post, year: int, span: tuple[date, date]) -> list[Inspection]:
    """Published inspections of the year's duties that began within the span. One query."""
    rows = Inspection.objects.published().filter(year=year, units=post.unit_id)
    return list(rows.filter(starts_on__range=span).order_by("starts_on", "pk"))


def findings(post: Post, inspections: Iterable[Inspection]) -> list[Finding]:
    """Of the articles that bind this post, and those of none. One query, if any."""
    known = {row.pk: row for row in inspections}
    if not known:
        return []
    rows = Finding.objects.delivered().filter(unit=post.unit_id, inspection__in=known)
    ours = [row for row in rows.order_by("due_on", "article", "pk") if _binds(row.article, post)]
    for row in ours:
        row.inspection = known[row.inspection_id]
    return ours


def _binds(article: int, post: Post) -> bool:
    return not article or (article >= GOVERNMENT) == (post.track == Track.GOVERNMENT)


def told(inspections: Iterable[Inspection], rows: list[Finding]) -> tuple[Inspected, ...]:
    return tuple(
        _told(each, [r for r in rows if r.inspection_id == each.pk]) for each in inspections
    )


def _told(row: Inspection, mine: list[Finding]) -> Inspected:
    return Inspected(
        key=str(row.pk), title=row.title, number=row.number_label,
        published_on=localdate(row.published_at), found=len(mine),
        righted=sum(each.is_closed for each in mine),
    )  # fmt: skip


def table(rows: Iterable[Finding]) -> tuple[Found, ...]:
    return tuple(
        Found(
            key=str(row.pk), number=number, inspection=row.inspection.title,
            article=row.article_label, severity=str(row.get_severity_display()), text=row.text,
            due_on=row.due_on, state=str(row.get_state_display()), righted_on=row.righted_on,
        )
        for number, row in enumerate(rows, 1)
    )  # fmt: skip
