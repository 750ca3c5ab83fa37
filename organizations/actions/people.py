"""What may happen to a person's account."""

from datetime import date

from django.db.models import F

from organizations.actions import journal
from organizations.models import User


@journal.atomic
def create(*, by: User | None, on: date, username: str, password: str | None = None, **fields):
    """Open an account; without a password it cannot log in until one is set."""
    person = User.objects.create_user(username, password, **fields)
    journal.record(
        action="people.create", by=by, target=person, unit=person.unit, username=username, on=on
    )
    return person


@journal.atomic
def change(*, person: User, by: User | None, on: date, **fields) -> User:
    """Set the named fields. Switching an account off ends its sessions for good."""
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    if not changed:
        return person
    for name in changed:
        setattr(person, name, fields[name])
    if "is_active" in changed:
        person.session_epoch = F("session_epoch") + 1
    person.save(update_fields=[*changed, "session_epoch"])
    person.refresh_from_db()
    journal.record(
        action="people.change", by=by, target=person, unit=person.unit, fields=changed, on=on
    )
    return person


@journal.atomic
def set_password(*, person: User, by: User | None, on: date, password: str) -> User:
    """Set a password; every other session of the person ends."""
    person.set_password(password)
    person.save(update_fields=["password"])
    journal.record(action="people.set_password", by=by, target=person, unit=person.unit, on=on)
    return person
