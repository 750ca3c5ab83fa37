"""A report is leased to one worker at a time; a dead worker's lease runs out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions import report_archives, report_content, report_making
from assessments.models import ReportBatch
from tests.assessments.test_report_batches import index, states
from tests.batching import order, work
from tests.cast import ON

pytestmark = pytest.mark.django_db


def test_two_workers_never_hold_the_same_report(posts, overseer, city):
    batch = order(overseer, city)
    one = report_making.claim(batch=batch, on=ON)
    other = report_making.claim(batch=batch, on=ON)
    assert (one.position, other.position) == (1, 2)
    assert report_making.claim(batch=batch, on=ON) is None
    batch.refresh_from_db()
    assert (batch.state, states(batch)) == ("running", ["leased", "leased"])


def test_who_lost_the_lease_enters_nothing(posts, quick, overseer, city):
    """It was taken to be dead, another took over; its result finds the token spent."""
    batch = order(overseer, city)
    late = report_making.claim(batch=batch, on=ON)
    expire(batch)
    second = [report_making.claim(batch=batch, on=ON) for _ in range(2)][1]
    assert (second.pk, second.token, second.attempts) == (late.pk, 2, 2)
    assert not report_making.finish_item(item=late, made=report_content.Made(b"late", "late.pdf"))
    report_making.make(item=second, on=ON)
    assert batch.items.get(position=1).size == len("杭州市市长 2026".encode())


def expire(batch):
    """The worker that held the leases is dead and its time is over."""
    batch.items.filter(state="leased").update(lease_until=timezone.now() - timedelta(seconds=1))


def test_the_sweeper_gives_back_leases_and_names_what_has_stalled(posts, quick, overseer, city):
    batch = order(overseer, city)
    report_making.claim(batch=batch, on=ON)
    assert report_archives.sweep(on=ON) == []
    expire(batch)
    ReportBatch.objects.update(moved_at=timezone.now() - timedelta(minutes=2))
    assert report_archives.sweep(on=ON) == [batch.pk]
    assert states(batch) == ["waiting", "waiting"]
    work(batch)
    assert report_archives.sweep(on=ON) == []


def test_a_report_that_kills_its_worker_is_set_aside(posts, quick, overseer, city):
    batch = order(overseer, city)
    for _attempt in range(3):
        assert {1, 2} >= {report_making.claim(batch=batch, on=ON).position for _ in range(2)}
        expire(batch)
    assert work(batch) == 0
    assert (batch.state, states(batch)) == ("done", ["quarantined", "quarantined"])
    assert index(batch)[0][7] == "未能生成：生成进程连续中断"
