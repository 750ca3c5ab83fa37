"""Batches of reports ordered and made as workers do it, without a worker."""

import uuid

from assessments.actions import report_batches, report_making
from tests.cast import ON

YEAR = 2026


def order(user, unit, **fields):
    wanted = {"key": uuid.uuid4(), "year": YEAR, "language": "zh-hans", "on": ON} | fields
    return report_batches.order(unit=unit, by=user, **wanted)


def work(batch, at_most=99, on=ON):
    done = report_making.work(key=batch.pk, at_most=at_most, on=on)
    batch.refresh_from_db()
    return done
