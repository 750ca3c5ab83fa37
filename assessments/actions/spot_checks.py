"""Spot checks: draw confirmed records by a stored seed, look at each, note what it was.

A discrepancy is only noted here; striking the record remains with those who may.
"""

import secrets
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments import sampling
from assessments.models import LookVerdict, SpotCheck, SpotCheckItem
from duties.actions.errors import Conflict
from duties.models import Record
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User

#: The same draw asked for again within this time is the same form sent twice.
SAME_FORM = timedelta(seconds=20)


@journal.atomic
def draw(*, unit: Unit, year: int, size: int, by: User, on: date) -> tuple[SpotCheck, bool]:
    """Draw ``size`` of the subtree's confirmed records of the year.

    The seed is drawn before the records are listed, so that nobody can choose it to fit.
    Returns ``(spot_check, created)``; the same form sent twice draws once.
    """
    access.require(by, "inspect", unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if known := _just_drawn(unit, year, size, by):
        return known, False
    seed = secrets.token_hex(16)
    population = _population(unit, year)
    if not population:
        raise Refused(_("该单位及其下级在这一年度没有已核实的履职记录，无法抽查。"))
    try:
        drawn = sampling.draw(population, size, seed)
    except sampling.SamplingError as error:
        raise Refused(error.sentence.in_language(get_language())) from error
    spot_check = SpotCheck.objects.create(
        unit=unit, year=year, size=size, seed=seed, population=population,
        drawn_by=by, drawn_at=timezone.now(),
    )  # fmt: skip
    SpotCheckItem.objects.bulk_create(
        SpotCheckItem(spot_check=spot_check, position=position, record_id=record)
        for position, record in enumerate(drawn, 1)
    )
    journal.record(
        action="spot_checks.draw", by=by, target=spot_check, unit=unit,
        year=year, size=size, seed=seed, population=len(population), drawn=drawn, on=on,
    )  # fmt: skip
    return spot_check, True


@journal.atomic
def look(
    *, item: SpotCheckItem, verdict: str, note: str, seen: datetime | None, by: User, on: date
) -> SpotCheckItem:
    """Note a verdict. ``seen`` is when the verdict shown on the page was noted, if any was.

    Of two people at once one wins and the other is told; a verdict may be put right later,
    and the journal keeps what it was before.
    """
    access.require(by, "inspect", item.spot_check.unit)
    note = note.strip()
    if verdict == LookVerdict.DISCREPANCY and not note:
        raise Refused(_("结论为“不符”的，请写明情况。"))
    before = item.verdict
    unchanged = Q(looked_at=seen) if seen else Q(looked_at__isnull=True)
    moved = SpotCheckItem.objects.filter(unchanged, pk=item.pk).update(
        verdict=verdict, note=note, looked_by=by, looked_at=timezone.now()
    )
    item.refresh_from_db()
    if not moved:
        return _already(item, verdict, note, by)
    journal.record(
        action="spot_checks.look", by=by, target=item.spot_check, unit=item.spot_check.unit,
        item=item.position, record=item.record, verdict=verdict, before=before, on=on,
    )  # fmt: skip
    return item


def _already(item: SpotCheckItem, verdict: str, note: str, by: User) -> SpotCheckItem:
    """Someone was faster: fine if it was the same form sent twice, else a conflict."""
    if (item.verdict, item.note, item.looked_by_id) == (verdict, note, by.pk):
        return item
    raise Conflict(
        _(
            "%(who)s刚刚对这条记录作出结论“%(verdict)s”。您填写的内容仍在下方，请核对后决定是否更正。"
        )
        % {"who": item.looked_by, "verdict": item.get_verdict_display()}
    )


def _just_drawn(unit: Unit, year: int, size: int, by: User) -> SpotCheck | None:
    since = timezone.now() - SAME_FORM
    same = SpotCheck.objects.filter(unit=unit, year=year, size=size, drawn_by=by)
    return same.filter(drawn_at__gte=since).first()


def _population(unit: Unit, year: int) -> list[int]:
    rows = Record.objects.below(unit).confirmed().filter(held_on__year=year)
    return list(rows.order_by("pk").values_list("pk", flat=True))
