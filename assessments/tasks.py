"""What happens by itself: scores and assessments are worked out, rectifications called to mind."""

import logging
import time
from datetime import date, timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from assessments.actions import (
    computing,
    findings,
    orphans,
    report_archives,
    report_making,
    report_terms,
    score_items,
    scores,
)

log = logging.getLogger(__name__)
#: Reports that one message makes: a quarter of a minute, then other work gets its turn.
REPORTS_AT_ONCE = 10
#: Workers that make one batch side by side.
HANDS = 2
#: Less than a task may take; the next round goes on.
SECONDS = 150


@shared_task
def refresh_scores() -> int:
    done = scores.refresh(on=timezone.localdate())
    log.info("scored %s posts", done)
    return done


@shared_task
def sweep_item_files() -> int:
    """Uploads of forms that nobody has saved within a day, and bytes that have no row."""
    before = timezone.now() - timedelta(days=1)
    dropped, gone = score_items.sweep(before=before), orphans.sweep(before=before)
    log.info("dropped %s files of unsaved forms, bytes of %s", dropped, gone)
    return dropped


@shared_task
def warn_rectifications(on: str | None = None) -> int:
    """A week before, on the day and after; each once, however often the task runs."""
    told = findings.warn(on=date.fromisoformat(on) if on else timezone.localdate())
    log.info("wrote %s notices of rectifications", told)
    return told


@shared_task
def make_reports(batch: str, on: str | None = None) -> int:
    """Some reports of a batch, and a message for the next; without one the tending finds it."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    done = report_making.work(key=UUID(batch), at_most=REPORTS_AT_ONCE, on=day)
    log.info("batch %s: looked at %s reports", batch, done)
    if done == REPORTS_AT_ONCE:
        make_reports.delay(batch, on)
    return done


@shared_task
def tend_report_batches(on: str | None = None) -> int:
    """Batches whose workers died or whose message was lost go on; what is old is cleared."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    stalled = report_archives.sweep(on=day)
    for key in stalled:
        for _hand in range(HANDS):
            make_reports.delay(str(key), on)
    return len(stalled)


@shared_task
def remind_reports(on: str | None = None) -> int:
    """Year-end reports that are still missing; each stage is told once."""
    told = report_terms.remind(on=date.fromisoformat(on) if on else timezone.localdate())
    log.info("wrote %s reminders of year-end reports", told)
    return told


@shared_task
def compute_assessments() -> int:
    """Go on with assessments whose figures are wanted; rounds may overlap."""
    until = time.monotonic() + SECONDS
    done = computing.run_waiting(go_on=lambda: time.monotonic() < until)
    if done:
        log.info("scored %s posts of assessments", done)
    return done
