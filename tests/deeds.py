"""What the liaison officer and the reviewer do in almost every story."""

import uuid
from datetime import date

import pytest

from duties.actions import evidence, records
from tests.cast import ON
from tests.files import pdf_upload


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
