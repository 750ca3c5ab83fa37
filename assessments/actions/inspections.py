"""The life of an inspection: planned → ordered → on site → (fed back) → published.

Every step is a conditional UPDATE on stage and version, journals itself where it may be
known, and tells nobody who may not know. An unannounced visit takes two people to order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import notices, sampling
from assessments.actions import drawing, issuing, matters, teams
from assessments.models import (
    DocumentKind,
    Drawn,
    Exclusion,
    Inspection,
    InspectionKind,
    InspectionUnit,
    Member,
    Stage,
)
from duties.actions import warnings
from duties.actions.errors import Conflict, NotAllowed
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User

#: Working papers are signed by two, so nobody inspects alone.
SMALLEST_TEAM = 2


@dataclass(frozen=True)
class Choice:
    """Either chosen by name, or ``drawn`` of them by lot."""

    rows: Sequence[Any]
    drawn: int | None = None


def plan(
    *, key: UUID, unit: Unit, units: Choice, team: Choice, second: User | None, by: User, on: date,
    **fields: Any,
) -> Inspection:  # fmt: skip
    """Plan an inspection with units and team, by choice or by lot (双随机).

    Whoever has a conflict with a unit in scope is left out and the reason kept. ``key`` comes
    from the form: the same form sent twice plans once.
    """
    access.require(by, "oversee", unit)
    known = Inspection.objects.filter(pk=key, planned_by=by).first()
    if known is not None:
        return known
    try:
        with journal.atomic():
            return _plan(key, unit, units, team, second, by, on, fields)
    except IntegrityError as error:
        raise Refused(_("页面已失效，请重新打开后再填写。")) from error


def _plan(key, unit, units, team, second, by, on, fields) -> Inspection:
    unannounced = fields["kind"] == InspectionKind.UNANNOUNCED
    if unannounced and (second is None or second.pk == by.pk):
        raise Refused(_("实地暗访须由两人共同下达，请选择另一名下达人。"))
    inspection = Inspection.objects.create(
        pk=key, unit=unit, second=second if unannounced else None, planned_by=by,
        planned_at=timezone.now(), **fields,
    )  # fmt: skip
    matters.note("plan", inspection, by, kind=inspection.kind, on=on)
    scope = _scope(inspection, units, by)
    _people(inspection, team, scope, by, on)
    return inspection


def _scope(inspection: Inspection, units: Choice, by: User) -> list[Unit]:
    rows = list(units.rows)
    if units.drawn is not None:
        lots = [sampling.Candidate(row.pk, row.level) for row in rows]
        rows = _lot(inspection, Drawn.UNITS, units.drawn, lots, rows, by)
    if not rows:
        raise Refused(_("请至少选择一个被督查单位。"))
    InspectionUnit.objects.bulk_create(
        InspectionUnit(inspection=inspection, unit=row, drawn=units.drawn is not None)
        for row in rows
    )
    return rows


def _people(inspection: Inspection, team: Choice, scope: list[Unit], by: User, on: date) -> None:
    barred = teams.by_person(teams.recusals(team.rows, scope, on))
    Exclusion.objects.bulk_create(
        Exclusion(
            inspection=inspection, person_id=each.person, unit_id=each.unit, conflict=each.conflict
        )
        for found in barred.values()
        for each in found
    )
    free = [person for person in team.rows if person.pk not in barred]
    if len(free) < SMALLEST_TEAM:
        raise Refused(_short_of_people(team.rows, barred))
    if team.drawn is not None:
        lots = [sampling.Candidate(person.pk, Drawn.TEAM.value) for person in free]
        free = _lot(inspection, Drawn.TEAM, max(team.drawn, SMALLEST_TEAM), lots, free, by)
    Member.objects.bulk_create(
        Member(inspection=inspection, person=person, lead=number == 0, drawn=team.drawn is not None)
        for number, person in enumerate(free)
    )


def _lot(inspection, what, size, lots, rows, by) -> list:
    """The drawn among ``rows``, in the order of the lot."""
    sealed = drawing.commit(inspection=inspection, what=what, size=size, candidates=lots, by=by)
    found = {row.pk: row for row in rows}
    return [found[key] for key in drawing.draw(drawing=sealed, by=by)]


def _short_of_people(people: Sequence[User], barred: dict) -> str:
    names = "、".join(person.label for person in people if person.pk in barred)
    text = str(_("督查组至少两人：工作底稿须由两人签字。"))
    return text + str(_("因回避不能参加的：%(names)s。") % {"names": names}) if names else text


def order(*, inspection: Inspection, version: int, by: User, on: date) -> Inspection:
    """Order it: an announced one goes out with its notice letter; of an unannounced one nobody
    learns, and it is ordered by the second person, never by who planned it."""
    access.require(by, "oversee", inspection.unit)
    if inspection.is_unannounced and by.pk != inspection.second_id:
        raise NotAllowed(_("实地暗访须由拟定时指定的另一名下达人下达。"))
    letters = [] if inspection.is_unannounced else issuing.notice(inspection=inspection, on=on)
    return _order(inspection, version, letters, by, on)


@journal.atomic
def _order(inspection, version, letters, by, on) -> Inspection:
    opened = {} if inspection.is_unannounced else {"opened_at": timezone.now()}
    step(
        inspection, version, Stage.PLANNED,
        stage=Stage.ORDERED, ordered_by=by, ordered_at=timezone.now(), **opened,
    )  # fmt: skip
    if inspection.is_open:
        matters.reveal(inspection)
        issuing.keep(inspection=inspection, kind=DocumentKind.NOTICE, made=letters)
        people = notices.people_of([row.unit_id for row in inspection.scope.all()], on)
        warnings.add([notices.ordered(inspection, person, on) for person in people])
    matters.note("order", inspection, by, on=on)
    return inspection


@journal.atomic
def withdraw(
    *, inspection: Inspection, version: int, reason: str, by: User, on: date
) -> Inspection:
    """Call it off while nothing has been fed back. A hidden one stays hidden."""
    access.require(by, "oversee", inspection.unit)
    step(
        inspection, version, Stage.PLANNED, Stage.ORDERED, Stage.ON_SITE,
        stage=Stage.WITHDRAWN, withdrawn_by=by, withdrawn_at=timezone.now(), withdraw_reason=reason,
    )  # fmt: skip
    matters.note("withdraw", inspection, by, on=on)
    if inspection.is_open:
        people = notices.people_of([row.unit_id for row in inspection.scope.all()], on)
        warnings.add([notices.withdrawn(inspection, person, on) for person in people])
    return inspection


def step(inspection: Inspection, version: int, *stages: str, **fields: Any) -> None:
    """Conditional UPDATE: only from ``stages`` and only if nobody has moved it since."""
    moved = Inspection.objects.filter(
        pk=inspection.pk, version=version, stage__in=[str(stage) for stage in stages]
    ).update(version=version + 1, **fields)
    inspection.refresh_from_db()
    if not moved:
        raise _moved_on(inspection)


def require_stage(inspection: Inspection, stage: Stage) -> None:
    """For what has to be prepared before the step itself, which looks again."""
    if inspection.stage != stage:
        raise _moved_on(inspection)


def _moved_on(inspection: Inspection) -> Conflict:
    return Conflict(
        _("该督查刚被他人处理（当前阶段：%(stage)s），请核对后再操作。")
        % {"stage": inspection.get_stage_display()}
    )


def touch(inspection: Inspection) -> None:
    """What the circular would say has changed: one set meanwhile must not go out."""
    Inspection.objects.filter(pk=inspection.pk).update(version=F("version") + 1)


def require_member(inspection: Inspection, by: User) -> None:
    """Working papers and findings are the team's alone."""
    access.require(by, "inspect", inspection.unit)
    if not inspection.members.filter(person=by).exists():
        raise NotAllowed(_("只有督查组成员可以办理。"))
