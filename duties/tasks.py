"""What happens by itself: each task asks the state what is due; running twice is harmless."""

import logging
from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from duties.actions import checks, evidence, inbox, obligations
from organizations.models import Post

log = logging.getLogger(__name__)


def _day(on: str | None) -> date:
    return date.fromisoformat(on) if on else timezone.localdate()


@shared_task
def check_due(on: str | None = None) -> int:
    summary = checks.run_due(on=_day(on))
    log.info("looked at %s, changed %s", summary.looked, len(summary.changes))
    return len(summary.changes)


@shared_task
def open_years(on: str | None = None) -> int:
    """Open the running year for every post that owes nothing yet: on 1 January all of them."""
    day = _day(on)
    lacking = obligations.lacking(year=day.year)
    posts = Post.objects.filter(pk__in=lacking)
    opened = obligations.open_year(year=day.year, on=day, posts=posts)
    log.info("opened %s obligations for %s posts", opened.obligations, opened.posts)
    return opened.obligations


@shared_task
def send_notices() -> int:
    sent = inbox.send()
    log.info("sent %s notices", sent)
    return sent


@shared_task
def sweep_uploads() -> int:
    """Uploads of forms abandoned a week ago."""
    dropped = evidence.sweep(before=timezone.now() - timedelta(days=7))
    log.info("dropped %s uploads", dropped)
    return dropped
