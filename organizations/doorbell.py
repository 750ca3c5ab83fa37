"""Telling a worker that there is something to do. The rows are the truth: a bell that nobody
hears only delays, since what is outstanding is also looked for at intervals."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring(task: str, *arguments: str) -> None:
    """Send the message once what it is about is committed; never fails, never waits long."""
    transaction.on_commit(lambda: _send(task, arguments))


def _send(task: str, arguments: tuple[str, ...]) -> None:
    try:
        current_app.send_task(task, arguments, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("%s waits for the next round: %s", task, type(error).__name__)
