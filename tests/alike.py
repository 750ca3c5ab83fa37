"""Records with files of any content, for the stories of likeness."""

import uuid
from datetime import date, datetime

import pytest
from django.utils.timezone import get_current_timezone

from duties.actions import evidence, likeness, obligations
from duties.choices import RecordState
from duties.models import Evidence, Obligation, Record
from tests import files
from tests.cast import ON, make_requirement

NOW = datetime(2026, 11, 23, 12, tzinfo=get_current_timezone())


def run(at=NOW):
    return likeness.run(limit=100, at=at)


@pytest.fixture
def owed(post) -> Obligation:
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)
    return Obligation.objects.get(post=post)


@pytest.fixture
def attached(post, liaison):
    """``attached(bytes)``: an upload on a record of its own, or on ``record``."""

    def attached(content: bytes, name="a.pdf", record=..., post=post, **fields) -> Evidence:
        if record is ...:
            record = new_record(post, liaison, **fields)
        name = name if not content.startswith(b"\xff\xd8") else "a.jpg"
        row = evidence.receive(
            file=files.upload(name, content), token=uuid.uuid4(), unit=post.unit, by=liaison, on=ON
        )  # fmt: skip
        Evidence.objects.filter(pk=row.pk).update(record=record)
        row.refresh_from_db()
        return row

    return attached


def new_record(post, by, state=RecordState.DRAFT, held_on=date(2026, 5, 6), **fields) -> Record:
    """As it stands after so many steps, without going them."""
    fields = {"title": "会议", "account": "研究。", "logged_by": by, "logged_at": NOW} | fields
    if state != RecordState.DRAFT:
        fields |= {"submitted_by": by, "submitted_at": NOW}
    if state == RecordState.CONFIRMED:
        fields |= {"reviewed_by": by, "reviewed_at": NOW}
    return Record.objects.create(post=post, state=state, held_on=held_on, **fields)
