"""The secret address of a person's calendar: made, renewed, withdrawn.

The token leaves here once, in the answer to the one who asked for it; neither the database
nor the journal keeps it.
"""

import secrets
from datetime import date

from django.utils import timezone

from duties.models import CalendarFeed
from duties.models.calendar import hash_of
from organizations.actions import journal
from organizations.models import User


@journal.atomic
def renew(*, by: User, on: date) -> str:
    """A new token for the calendar of ``by``; the address before it is dead at once."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=by,
        defaults={
            "token_hash": hash_of(token),
            "session_epoch": by.session_epoch,
            "created_at": timezone.now(),
        },
    )
    journal.record(action="calendar.renew", by=by, target=by, unit=by.unit, on=on)
    return token


@journal.atomic
def withdraw(*, by: User, on: date) -> bool:
    """No address any more; returns whether there was one. Twice does no harm."""
    gone, _ = CalendarFeed.objects.filter(user=by).delete()
    if gone:
        journal.record(action="calendar.withdraw", by=by, target=by, unit=by.unit, on=on)
    return bool(gone)
