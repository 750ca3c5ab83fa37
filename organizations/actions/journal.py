"""The journal's only door: every action writes here, in its own transaction."""

import hashlib
import json
from datetime import date

from django.db import connection, models, transaction
from django.utils import timezone

from organizations import origin
from organizations.models import JournalEntry, Unit, User

GENESIS = "0" * 64
#: Key of the PostgreSQL advisory lock that keeps the chain from forking.
CHAIN_LOCK = 7_201_803_15


def record(
    *,
    action: str,
    by: User | None,
    target: models.Model | None = None,
    unit: Unit | None = None,
    **detail,
) -> JournalEntry:
    """Append one entry and seal it to the one before; call inside the action's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record needs the transaction of the change it records")
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


def seal(entry: JournalEntry) -> str:
    """SHA-256 over the previous hash and every stored value of the entry."""
    body = [
        entry.previous_hash,
        entry.at.isoformat(),
        entry.actor_id,
        entry.address,
        entry.action,
        entry.target,
        entry.unit_id,
        entry.detail,
    ]
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


def name_of(target: models.Model | None) -> str:
    return f"{target._meta.label_lower}:{target.pk}" if target is not None else ""


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
