"""On site: freeze what may be drawn, draw the records, lay out a working paper for each."""

from datetime import date
from uuid import uuid5

from django.db.models import Count, Max
from django.utils.timezone import localdate

from assessments import risk, sampling
from assessments.actions import drawing, inspections, matters
from assessments.models import Drawn, Inspection, Paper, PostScore, Stage, Weighting
from duties.models import Likeness, Record
from organizations import access
from organizations.actions import journal
from organizations.models import User


def begin(*, inspection: Inspection, version: int, by: User, on: date) -> Inspection:
    """Begin: seal the list, then draw and lay out the papers.

    Where the scope has no confirmed record of the year there is nothing to draw; findings can
    be noted all the same.
    """
    _require_insider(inspection, by)
    inspections.require_stage(inspection, Stage.ORDERED)
    weighed = weigh(inspection)
    if weighed:
        size = min(inspection.size, len(weighed))
        drawing.commit(
            inspection=inspection, what=Drawn.RECORDS, size=size, by=by,
            candidates=[each for each, _reasons in weighed.values()],
        )  # fmt: skip
    return _lay_out(inspection, version, {key: why for key, (_, why) in weighed.items()}, by, on)


@journal.atomic
def _lay_out(inspection, version, reasons, by, on) -> Inspection:
    inspections.step(inspection, version, Stage.ORDERED, stage=Stage.ON_SITE)
    sealed = inspection.drawings.filter(what=Drawn.RECORDS).first()
    if sealed is not None:
        weights = {key: weight for key, _stratum, weight in sealed.candidates}
        Paper.objects.bulk_create(
            Paper(
                pk=uuid5(inspection.pk, str(key)), inspection=inspection, position=position,
                record_id=key, weight=weights[key], reasons=reasons.get(key, []),
            )
            for position, key in enumerate(drawing.draw(drawing=sealed, by=by), 1)
        )  # fmt: skip
    matters.note("begin", inspection, by, papers=inspection.papers.count(), on=on)
    return inspection


def weigh(inspection: Inspection) -> dict[int, tuple[sampling.Candidate, list]]:
    """Record → its lot and why it weighs what it weighs (``[[zh, en], …]``)."""
    rows = list(_records(inspection))
    equal = inspection.weighting == Weighting.EQUAL
    facts = {} if equal else _facts(inspection, rows)
    weighed = {}
    for row in rows:
        judged = risk.Risk(1, ()) if equal else risk.judge(facts[row.pk])
        lot = sampling.Candidate(row.pk, str(row.post.unit_id), judged.weight)
        weighed[row.pk] = (lot, [[why.zh, why.en] for why in judged.reasons])
    return weighed


def _records(inspection: Inspection):
    """Confirmed records of the year in the units in scope, on the theme's articles."""
    rows = Record.objects.confirmed().filter(
        post__unit__in=inspection.scope.values("unit"), held_on__year=inspection.year
    )
    if inspection.articles:
        rows = rows.filter(
            obligations__requirement__clause__article__in=inspection.articles
        ).distinct()
    return rows.select_related("post").order_by("pk")


def _facts(inspection: Inspection, rows: list[Record]) -> dict[int, risk.RecordFacts]:
    """Four queries, however many records."""
    asked = Record.objects.filter(pk__in=_records(inspection).order_by().values("pk")).order_by()
    due = dict(asked.annotate(due=Max("obligations__due_on")).values_list("pk", "due"))
    files = dict(asked.annotate(n=Count("evidence")).values_list("pk", "n"))
    alike = Likeness.objects.records_alike([row.pk for row in rows])
    posts = {row.post_id for row in rows}
    points = dict(
        PostScore.objects.filter(post__in=posts, year=inspection.year, points__gte=0)
        .values_list("post", "points")
    )  # fmt: skip
    return {
        row.pk: risk.RecordFacts(
            held_on=row.held_on, logged_on=localdate(row.logged_at), due_on=due.get(row.pk),
            times_returned=row.times_returned, alike=row.pk in alike, files=files[row.pk],
            post_points=points.get(row.post_id),
        )
        for row in rows
    }  # fmt: skip


def _require_insider(inspection: Inspection, by: User) -> None:
    """The team begins, or who ordered it."""
    if not access.allows(by, "oversee", inspection.unit):
        inspections.require_member(inspection, by)
