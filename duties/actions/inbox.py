"""Notices after they are written: read on the page, sent by mail in one digest a day."""

import logging
from collections import defaultdict

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from duties import notices
from duties.models import Notice
from organizations.models import User

log = logging.getLogger(__name__)


def mark_read(*, user: User, keys: list[str] | None = None) -> int:
    """Mark these notices of ``user`` as read, or all of his.

    By the key of the notice, not of its row: a gap between two rows would tell that somebody
    else was told something.
    """
    mine = user.notices.unread()
    if keys is not None:
        mine = mine.filter(key__in=keys)
    return mine.update(read_at=timezone.now())


def send() -> int:
    """Mail every person the notices not yet sent, in one message; returns how many went.

    The rows are claimed before the mail leaves: a worker killed in between may lose a mail,
    the page still shows the notice, but nobody is written to twice.
    """
    waiting = defaultdict(list)
    for pk, recipient in Notice.objects.unsent().values_list("pk", "recipient"):
        waiting[recipient].append(pk)
    return sum(_send_to(recipient, keys) for recipient, keys in waiting.items())


def _send_to(recipient: int, keys: list[int]) -> int:
    rows = _claim(keys)
    if not rows:
        return 0
    subject, body = notices.digest(rows, settings.PORTAL_NAME, settings.BASE_URL)
    try:
        EmailMessage(subject, body, to=[rows[0].recipient.email]).send()
    except OSError:
        log.exception("mail to person %s failed", recipient)
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(emailed_at=None)
        return 0
    return len(rows)


@transaction.atomic
def _claim(keys: list[int]) -> list[Notice]:
    mine = Notice.objects.filter(pk__in=keys, emailed_at__isnull=True)
    rows = list(mine.select_for_update(of=("self",)).select_related("recipient").order_by("pk"))
    mine.filter(pk__in=[row.pk for row in rows]).update(emailed_at=timezone.now())
    return rows
