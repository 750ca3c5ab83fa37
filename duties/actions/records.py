"""The life of a record: draft → submitted → confirmed or returned; confirmed → struck.

Every step is a conditional UPDATE on state and version, so of two people at once one wins
and the other is told; each step judges the obligations it touches and journals itself.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duties import notices
from duties.actions import checks, completeness, warnings
from duties.actions.errors import Conflict, NotAllowed
from duties.choices import Kind, RecordState
from duties.models import Evidence, Obligation, Record, RecordItem
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Post, UnitPermission, User

#: What a record serves: obligation → its parts, each a dict of RecordItem fields.
Serves = Mapping[Obligation, Iterable[Mapping[str, Any]]]


def log(
    *, post: Post, token: UUID, serves: Serves, by: User, on: date, **fields: Any
) -> tuple[Record, bool]:
    """Save a new draft with the uploads that wait under ``token``.

    The same form sent twice gives the same record: returns ``(record, created)``.
    """
    try:
        with journal.atomic():
            record = Record.objects.create(
                post=post, token=token, logged_by=by, logged_at=timezone.now(), **fields
            )
            _write_items(record, serves)
            _attach(record, by)
            _journal("records.log", record, by, on)
            return record, True
    except IntegrityError:
        known = Record.objects.filter(token=token, post=post, logged_by=by).first()
        if known is None:
            raise
        return known, False


@journal.atomic
def change(
    *, record: Record, version: int, serves: Serves, by: User, on: date, **fields: Any
) -> Record:
    """Rewrite a draft or a returned record; raises Conflict when someone else was faster."""
    _step(record, version, (RecordState.DRAFT, RecordState.RETURNED), **fields)
    record.items.all().delete()
    _write_items(record, serves)
    _attach(record, by)
    _journal("records.change", record, by, on)
    return record


@journal.atomic
def submit(*, record: Record, by: User, on: date) -> Record:
    """Hand a draft or a corrected record to the reviewers; refused while something is missing."""
    if missing := completeness.gaps(record):
        raise Refused("".join(missing))
    editable = (RecordState.DRAFT, RecordState.RETURNED)
    _step(
        record, record.version, editable,
        state=RecordState.SUBMITTED, submitted_by=by, submitted_at=timezone.now(),
        reviewed_by=None, reviewed_at=None, return_reason="",
    )  # fmt: skip
    _journal("records.submit", record, by, on)
    _tell(record, "submitted", _reviewers(record, by), on)
    return record


@journal.atomic
def withdraw(*, record: Record, by: User, on: date) -> Record:
    """Take a submitted record back into draft while no one has reviewed it."""
    _step(
        record, record.version, (RecordState.SUBMITTED,),
        state=RecordState.DRAFT, submitted_by=None, submitted_at=None,
    )  # fmt: skip
    _journal("records.withdraw", record, by, on)
    return record


@journal.atomic
def discard(*, record: Record, by: User, on: date) -> None:
    """Throw a draft away, with its uploads."""
    record = Record.objects.select_for_update().get(pk=record.pk)
    _require_state(record, (RecordState.DRAFT, RecordState.RETURNED))
    _journal("records.discard", record, by, on)
    Evidence.objects.filter(record=record).delete()
    record.delete()


@journal.atomic
def confirm(*, record: Record, version: int, by: User, on: date) -> Record:
    """Confirm: from now on the record counts, is sealed, and its obligations are judged."""
    _require_reviewer(record, by)
    _step(
        record, version, (RecordState.SUBMITTED,),
        state=RecordState.CONFIRMED, reviewed_by=by, reviewed_at=timezone.now(),
    )  # fmt: skip
    _carry_forward(record)
    _journal("records.confirm", record, by, on)
    checks.judge(obligations=record.obligations.distinct(), on=on, record=record)
    _tell(record, "confirmed", _loggers(record), on)
    return record


@journal.atomic
def give_back(*, record: Record, version: int, reason: str, by: User, on: date) -> Record:
    """Return with a reason, to be corrected and submitted again."""
    _require_reviewer(record, by)
    _step(
        record, version, (RecordState.SUBMITTED,),
        state=RecordState.RETURNED, reviewed_by=by, reviewed_at=timezone.now(),
        return_reason=reason, times_returned=F("times_returned") + 1,
    )  # fmt: skip
    _journal("records.give_back", record, by, on, reason=reason)
    _tell(record, "returned", _loggers(record), on, why=reason)
    return record


@journal.atomic
def strike(*, record: Record, reason: str, by: User, on: date) -> Record:
    """Strike a confirmed record out; it stays readable and counts no more."""
    access.require(by, "confirm", record.unit)
    return _strike(record, reason, by, on)


@journal.atomic
def strike_as_found(*, record: Record, reason: str, by: User, on: date) -> Record:
    """Strike out what an inspection found not to hold (DESIGN §3); by the superior."""
    access.require(by, "oversee", record.unit)
    return _strike(record, reason, by, on)


def _strike(record: Record, reason: str, by: User, on: date) -> Record:
    _step(
        record, record.version, (RecordState.CONFIRMED,),
        state=RecordState.STRUCK, struck_by=by, struck_at=timezone.now(), strike_reason=reason,
    )  # fmt: skip
    _journal("records.strike", record, by, on, reason=reason)
    checks.judge(obligations=record.obligations.distinct(), on=on, record=record)
    _tell(record, "struck", _loggers(record), on, why=reason)
    return record


def _step(record: Record, version: int, states: Iterable[str], **fields: Any) -> None:
    """Conditional UPDATE: only from ``states`` and only if nobody has written since."""
    moved = Record.objects.filter(
        pk=record.pk, version=version, state__in=[str(state) for state in states]
    ).update(version=version + 1, **fields)
    record.refresh_from_db()
    if not moved:
        raise Conflict(
            _("该记录刚被他人处理（当前状态：%(state)s），请核对后再操作。")
            % {"state": record.get_state_display()}
        )


def _require_state(record: Record, states: Iterable[str]) -> None:
    if record.state not in states:
        raise Conflict(_("只有草稿或退回的记录可以删除。"))


def _require_reviewer(record: Record, by: User) -> None:
    access.require(by, "confirm", record.unit)
    if by.pk in (record.logged_by_id, record.submitted_by_id):
        raise NotAllowed(_("不能核实本人填报或提交的记录，请由其他核实人员办理。"))


def _write_items(record: Record, serves: Serves) -> None:
    RecordItem.objects.bulk_create(
        RecordItem(record=record, obligation=obligation, **part)
        for obligation, parts in serves.items()
        for part in parts
    )


def _attach(record: Record, by: User) -> None:
    """The uploads that wait under the form's token become the record's evidence."""
    Evidence.objects.waiting(by, record.token).update(record=record)


def _carry_forward(record: Record) -> None:
    """A standing document confirmed late also serves periods opened meanwhile."""
    fresh = []
    for item in record.items.select_related("obligation__requirement"):
        if item.obligation.requirement.kind != Kind.STANDING or item.valid_from is None:
            continue
        later = Obligation.objects.filter(
            post=record.post_id,
            requirement__code=item.obligation.requirement.code,
            starts_on__gt=item.obligation.due_on,
        )
        if item.valid_until is not None:
            later = later.filter(starts_on__lte=item.valid_until)
        fresh += [
            RecordItem(
                record=record, obligation=obligation, name=item.name,
                valid_from=item.valid_from, valid_until=item.valid_until,
            )
            for obligation in later
        ]  # fmt: skip
    RecordItem.objects.bulk_create(fresh, ignore_conflicts=True)


def _reviewers(record: Record, by: User) -> set[int]:
    found = UnitPermission.objects.filter(
        permission__codename="confirm", content_object=record.unit, user__is_active=True
    ).values_list("user", flat=True)
    return set(found) - {by.pk}


def _loggers(record: Record) -> set[int]:
    return {key for key in (record.logged_by_id, record.submitted_by_id) if key}


def _tell(record: Record, kind: str, people: set[int], on: date, why: str = "") -> None:
    rows = [notices.about_record(record, kind, person, on, why) for person in people]
    warnings.add(rows)


def _journal(action: str, record: Record, by: User, on: date, **detail: Any) -> None:
    journal.record(
        action=action, by=by, target=record, unit=record.unit,
        post=record.post, held_on=record.held_on, on=on, **detail,
    )  # fmt: skip
