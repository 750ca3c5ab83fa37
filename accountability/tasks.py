"""What happens by itself: leads are proposed, time limits are called to mind."""

import logging
from datetime import date

from celery import shared_task
from django.utils import timezone

from accountability.actions import proposing, timing, warning

log = logging.getLogger(__name__)


@shared_task
def propose_leads(on: str | None = None) -> None:
    """How much was proposed is nobody's business here: the log says only that it ran."""
    proposing.propose(on=date.fromisoformat(on) if on else timezone.localdate())
    log.info("looked for leads")


@shared_task
def warn_cases(on: str | None = None) -> None:
    day = date.fromisoformat(on) if on else timezone.localdate()
    timing.recount(on=day)
    warning.warn(on=day)
    log.info("looked at time limits")
