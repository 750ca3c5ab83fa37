"""The journal of an inspection: its own sealed chain until it may be known, the journal after."""

from typing import Any

from assessments.models import Inspection
from organizations.actions import journal
from organizations.models import User


def note(action: str, inspection: Inspection, by: User | None, **detail: Any) -> None:
    """One entry, in the journal only if others may know of the inspection."""
    if inspection.is_open:
        journal.record(
            action=f"inspections.{action}", by=by, target=inspection, unit=inspection.unit, **detail
        )
    else:
        journal.record_within(
            inspection.pk, action=f"inspections.{action}", by=by, target=inspection, **detail
        )


def reveal(inspection: Inspection) -> None:
    """From now on others may know: what was sealed so far enters the journal."""
    journal.open_matter(inspection.pk, unit=inspection.unit)
