"""The journal's only door: every action writes here, in its own transaction."""

import hashlib
import json
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from organizations import origin
from organizations.models import JournalEntry, MatterEntry, Unit, User

GENESIS = "0" * 64
#: Key of the PostgreSQL advisory lock that keeps the chain from forking.
CHAIN_LOCK = 7_201_803_15


def atomic(action=None):
    """``transaction.atomic`` for whatever is journaled, as decorator or block: the chain's lock
    is taken before any row's.

    An action that held a row and then waited for the journal would wait for ever for another
    that holds the journal and waits for the row. So all take them in one order, and this is how
    (``tests/test_house.py`` names the few transactions that do without the journal).
    """
    return _atomic()(action) if action else _atomic()


@contextmanager
def _atomic():
    with transaction.atomic():
        _hold_chain()
        yield


def record(
    *,
    action: str,
    by: User | None,
    target: models.Model | None = None,
    unit: Unit | None = None,
    **detail,
) -> JournalEntry:
    """Append one entry and seal it to the one before; call inside the action's transaction."""
    _require_transaction()
    _hold_chain()
    entry = JournalEntry(
        at=timezone.now(),
        actor=by,
        address=origin.address.get(),
        action=action,
        target=name_of(target),
        unit=unit,
        detail={key: _plain(value) for key, value in detail.items()},
        previous_hash=_head(),
    )
    entry.hash = seal(entry)
    entry.save()
    return entry


def record_within(
    matter: UUID, *, action: str, by: User | None, target: models.Model | None = None, **detail
) -> MatterEntry:
    """Append one entry to the chain of a matter that may not be known yet.

    The caller holds a lock on the matter; without one the constraint refuses the fork.
    """
    _require_transaction()
    last = MatterEntry.objects.filter(matter=matter).order_by("-position").first()
    entry = MatterEntry(
        matter=matter,
        position=last.position + 1 if last else 1,
        at=timezone.now(),
        actor=by,
        address=origin.address.get(),
        action=action,
        target=name_of(target),
        detail={key: _plain(value) for key, value in detail.items()},
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = _seal_within(entry)
    entry.save()
    return entry


def open_matter(matter: UUID, *, unit: Unit) -> int:
    """The matter may be known from now on: enter its chain into the journal, in its order.

    ``at`` of the journal is the moment of opening; when each thing was done stands beside.
    """
    entries = MatterEntry.objects.filter(matter=matter).select_related("actor")
    entries = list(entries.order_by("position"))
    for entry in entries:
        record(
            action=entry.action, by=entry.actor, unit=unit,
            **entry.detail | {"done_at": entry.at, "from": entry.address, "what": entry.target,
                              "sealed": entry.hash},
        )  # fmt: skip
    return len(entries)


def matter_is_whole(matter: UUID) -> bool:
    """Do all seals and links of the matter's chain hold?"""
    previous = GENESIS
    rows = MatterEntry.objects.filter(matter=matter).order_by("position")
    for position, entry in enumerate(rows, 1):
        links = entry.previous_hash == previous and entry.position == position
        if not links or entry.hash != _seal_within(entry):
            return False
        previous = entry.hash
    return True


def _seal_within(entry: MatterEntry) -> str:
    return _digest(
        entry.previous_hash, str(entry.matter), entry.position, entry.at.isoformat(),
        entry.actor_id, entry.address, entry.action, entry.target, entry.detail,
    )  # fmt: skip


def seal(entry: JournalEntry) -> str:
    """SHA-256 over the previous hash and every stored value of the entry."""
    return _digest(
        entry.previous_hash, entry.at.isoformat(), entry.actor_id, entry.address,
        entry.action, entry.target, entry.unit_id, entry.detail,
    )  # fmt: skip


def _digest(*body) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken() -> JournalEntry | None:
    """The first entry whose seal or link does not hold, or None when the chain is whole."""
    previous = GENESIS
    for entry in JournalEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.previous_hash != previous or entry.hash != seal(entry):
            return entry
        previous = entry.hash
    return None


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the journal needs the transaction of the change it records")


def name_of(target: models.Model | None) -> str:
    return f"{target._meta.label_lower}:{target.pk}" if target is not None else ""


def hold() -> None:
    """Take the chain's lock before anything else: until this transaction ends nothing that is
    journaled can be committed, so what is read now is how things stand."""
    _require_transaction()
    _hold_chain()


def _hold_chain() -> None:
    """One writer at a time. SQLite needs nothing: IMMEDIATE transactions hold it already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _head() -> str:
    return JournalEntry.objects.values_list("hash", flat=True).order_by("-pk").first() or GENESIS


def _plain(value):
    if isinstance(value, models.Model):
        return name_of(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    return value if isinstance(value, (int, float, bool, dict, type(None))) else str(value)
