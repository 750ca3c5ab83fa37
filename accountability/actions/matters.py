"""The sealed chain of a case: what happened in it stands in no journal that others read."""

from typing import Any

from accountability.models import Case, Lead
from organizations.actions import journal
from organizations.models import User


def note(action: str, row: Case | Lead, by: User | None, **detail: Any) -> None:
    """One entry. A lead and the case that comes of it have one key, and so one chain."""
    noun = "cases" if isinstance(row, Case) else "leads"
    journal.record_within(row.pk, action=f"{noun}.{action}", by=by, target=row, **detail)
