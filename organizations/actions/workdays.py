"""The working-day calendar: the yearly notice and single days, entered by an administrator."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone

from organizations import access
from organizations.actions import journal
from organizations.models import CalendarDay, CalendarNotice, Unit, User
from organizations.workday_notices import Told


def may_edit(user: User) -> bool:
    """One calendar serves the whole tree: only who administers a root may change it."""
    return access.units_for(user, ["administer"], Unit.objects.filter(depth=1)).exists()


@journal.atomic
def enter(*, year: int, number: str, told: Iterable[Told], by: User, on: date) -> None:
    """The notice of ``year``; entered again it replaces what was entered for that year."""
    _require(by)
    told = list(told)
    now = timezone.now()
    CalendarNotice.objects.update_or_create(
        year=year, defaults={"number": number, "entered_by": by, "entered_at": now}
    )
    CalendarDay.objects.filter(Q(day__year=year) | Q(day__in=[each.day for each in told])).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=each.day, is_workday=each.is_workday, reason=each.name or number,
                    set_by=by, set_at=now)
        for each in told
    )  # fmt: skip
    journal.record(
        action="workdays.enter", by=by, year=year, number=number, on=on,
        rest=[each.day for each in told if not each.is_workday],
        work=[each.day for each in told if each.is_workday],
    )  # fmt: skip


@journal.atomic
def set_day(*, day: date, is_workday: bool, reason: str, by: User, on: date) -> CalendarDay:
    """One day told otherwise, with the reason."""
    _require(by)
    fields = {"is_workday": is_workday, "reason": reason, "set_by": by, "set_at": timezone.now()}
    row, _ = CalendarDay.objects.update_or_create(day=day, defaults=fields)
    journal.record(
        action="workdays.set_day", by=by, target=row, day=day, is_workday=is_workday,
        reason=reason, on=on,
    )  # fmt: skip
    return row


@journal.atomic
def clear_day(*, day: date, by: User, on: date) -> None:
    """Back to what the notice or the law says; where nothing was entered nothing happens."""
    _require(by)
    gone, _ = CalendarDay.objects.filter(day=day).delete()
    if gone:
        journal.record(action="workdays.clear_day", by=by, day=day, on=on)


def _require(by: User) -> None:
    if not may_edit(by):
        raise PermissionDenied("administer")
