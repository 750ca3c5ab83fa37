"""Log-ins and log-outs are journalled like everything else (等保: who, when, whence, outcome)."""

from datetime import date

from organizations.actions import journal
from organizations.models import User


@journal.atomic
def opened(*, by: User, on: date) -> None:
    journal.record(action="sessions.open", by=by, target=by, unit=by.unit, on=on)


@journal.atomic
def closed(*, by: User, on: date) -> None:
    journal.record(action="sessions.close", by=by, target=by, unit=by.unit, on=on)


@journal.atomic
def refused(*, username: str, locked: bool, on: date) -> None:
    """A failed log-in. An unknown name is not kept: people type passwords there by mistake."""
    person = User.objects.filter(username=username).first()
    action = "sessions.lock" if locked else "sessions.refuse"
    journal.record(
        action=action,
        by=None,
        target=person,
        unit=person and person.unit,
        known=bool(person),
        on=on,
    )


@journal.atomic
def not_confirmed(*, by: User, locked: bool, on: date) -> None:
    """The password asked for again was wrong, or is not heard any more."""
    journal.record(
        action="sessions.not_confirmed", by=by, target=by, unit=by.unit, locked=locked, on=on
    )
