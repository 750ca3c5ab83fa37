"""What happens by itself: scores are worked out again, rectifications are called to mind."""

import logging
from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from assessments.actions import findings, score_items, scores

log = logging.getLogger(__name__)


@shared_task
def refresh_scores() -> int:
    done = scores.refresh(on=timezone.localdate())
    log.info("scored %s posts", done)
    return done


@shared_task
def sweep_item_files() -> int:
    """Uploads of forms that nobody has saved within a day."""
    dropped = score_items.sweep(before=timezone.now() - timedelta(days=1))
    log.info("dropped %s files of unsaved forms", dropped)
    return dropped


@shared_task
def warn_rectifications(on: str | None = None) -> int:
    """A week before, on the day and after; each once, however often the task runs."""
    told = findings.warn(on=date.fromisoformat(on) if on else timezone.localdate())
    log.info("wrote %s notices of rectifications", told)
    return told
