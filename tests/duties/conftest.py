"""One post, one requirement of each story, opened for 2026."""

import uuid
from datetime import date, timedelta

import pytest

from duties.actions import evidence, obligations, records
from duties.models import Obligation
from tests.cast import ON, appoint, make_requirement
from tests.files import pdf_upload


@pytest.fixture
def obligation(post):
    """The government head owes one hearing (count, at least 1) in 2026, due on 31 December."""
    make_requirement("15.1/1")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return Obligation.objects.get()


@pytest.fixture
def halves(post):
    """Two hearings in 2026, due at the end of June and of December."""
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return list(Obligation.objects.order_by("due_on"))


def attach(token, obligation, by):
    evidence.receive(file=pdf_upload(), token=token, unit=obligation.unit, by=by, on=ON)


@pytest.fixture
def log(liaison):
    """``log(obligation, day, parts)``: a draft with one file, by the liaison officer."""

    def log(obligation, held_on=date(2026, 5, 6), parts=({},), by=liaison, **fields):
        fields = {"title": "领导小组会议", "account": "研究部署。"} | fields
        token = uuid.uuid4()
        attach(token, obligation, by)
        record, _ = records.log(
            post=obligation.post, token=token, serves={obligation: list(parts)},
            by=by, on=ON, held_on=held_on, **fields,
        )  # fmt: skip
        return record

    return log


@pytest.fixture
def confirm(log, liaison, reviewer):
    """``confirm(obligation, day, on=…)``: logged, submitted and confirmed on ``on``."""

    def confirm(obligation, held_on=date(2026, 5, 6), parts=({},), on=ON, **fields):
        record = log(obligation, held_on, parts, **fields)
        records.submit(record=record, by=liaison, on=on)
        return records.confirm(record=record, version=record.version, by=reviewer, on=on)

    return confirm


#: The last day of the first holder, where a story tells of a hand-over.
LEFT = date(2026, 7, 31)


@pytest.fixture
def before(post):
    """In office until the end of July."""
    return appoint(post, "before", date(2024, 3, 1), LEFT)


@pytest.fixture
def after(post, before):
    """In office from August on."""
    return appoint(post, "after", LEFT + timedelta(days=1))


@pytest.fixture
def year_and_halves(obligation):
    """Beside the year's duty (count, due on 31 December) one for each half of the year."""
    make_requirement("15.2/1", cadence="half_year")
    obligations.open_year(year=2026, on=date(2026, 1, 1))
    return {row.period_key: row for row in Obligation.objects.order_by("pk")}
