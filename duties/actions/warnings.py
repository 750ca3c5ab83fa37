"""Warnings before it is too late: 60, 30 and 7 days before, on the day, overdue; once each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from duties import notices, rules
from duties.models import Notice, Obligation
from organizations.models import Appointment, UnitPermission


def notify(*, obligations: Iterable[Obligation], on: date) -> int:
    """Write the notices that the day calls for; returns how many are new.

    Only the latest stage is told: a check that comes late does not repeat the earlier ones.
    """
    staged = [(row, _stage(row, on)) for row in obligations]
    staged = [(row, stage) for row, stage in staged if stage]
    if not staged:
        return 0
    people = recipients({row.post_id: row.post.unit_id for row, _ in staged}, on)
    wanted = [
        notices.warning(row, stage, person, on)
        for row, stage in staged
        for person in people[row.post_id]
    ]
    return add(wanted)


def add(wanted: list[Notice]) -> int:
    """Insert what is not there yet; the unique key makes each come once, never twice."""
    known = set(
        Notice.objects.filter(
            recipient__in={notice.recipient_id for notice in wanted},
            key__in={notice.key for notice in wanted},
        ).values_list("recipient", "key")
    )
    fresh = [n for n in wanted if (n.recipient_id, n.key) not in known]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def recipients(units: dict[int, int], on: date) -> dict[int, set[int]]:
    """Keys of the people to warn for each post (post → unit): incumbent and liaison."""
    people = defaultdict(set)
    seated = Appointment.objects.in_force(on).filter(post__in=units, person__is_active=True)
    for post, person in seated.values_list("post", "person"):
        people[post].add(person)
    liaison = defaultdict(set)
    granted = UnitPermission.objects.filter(
        Q(permission__codename="log"), content_object__in=set(units.values()), user__is_active=True
    )
    for unit, person in granted.values_list("content_object", "user"):
        liaison[unit].add(person)
    for post, unit in units.items():
        people[post] |= liaison[unit]
    return people


def _stage(row: Obligation, on: date) -> str | None:
    return rules.warning_stage(rules.Status(row.status), due_on=row.due_on, on=on)
