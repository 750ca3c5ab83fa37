"""What happens by itself: scores of posts whose duties have moved are worked out again."""

import logging

from celery import shared_task
from django.utils import timezone

from assessments.actions import scores

log = logging.getLogger(__name__)


@shared_task
def refresh_scores() -> int:
    done = scores.refresh(on=timezone.localdate())
    log.info("scored %s posts", done)
    return done
