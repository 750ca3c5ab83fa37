"""The same story told twice from the same beginning: with the hidden thing, and without.

Between the two everything is put back as it was: the rows and, what a roll-back leaves, the
sequences of PostgreSQL, the caches, the mails and the evidence files. The clock stands still.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import time_machine
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import get_current_timezone

from duties.models import Notice
from organizations.models import User
from tests.cast import ON
from tests.crawl import Page, crawl

Told = TypeVar("Told")
_MESSAGE_ID = re.compile(r"^(Message-ID|Date): .*$", re.MULTILINE)


def worlds(tell: Callable[[bool], Told], *, on: date = ON) -> tuple[Told, Told]:
    """What ``tell(True)`` and ``tell(False)`` return, each from the same beginning."""
    with still(on):
        with put_back():
            first = tell(True)
        with put_back():
            second = tell(False)
    return first, second


def readings(people: Mapping[str, User], **options: Any) -> dict[str, dict[str, Page]]:
    """What each of these people can read; nobody's reading leaves a trace for the next."""
    found = {}
    for role, person in people.items():
        with put_back():
            client = Client()
            client.force_login(person)
            found[role] = crawl(client, **options)
    return found


def outgoing() -> list[str]:
    """Every mail sent and every notice on a page, in order, without keys that nobody sees."""
    mails = [_MESSAGE_ID.sub(r"\1: -", each.message().as_string()) for each in mail.outbox]
    rows = Notice.objects.order_by("recipient__username", "created_on", "key", "text_zh")
    columns = ["recipient__username", "kind", "text_zh", "text_en", "url", "created_on"]
    return mails + [" · ".join(map(str, row)) for row in rows.values_list(*columns)]


def still(on: date):
    """Noon of that day, and it stays noon."""
    noon = datetime.combine(on, time(12), get_current_timezone())
    return time_machine.travel(noon, tick=False)


@contextmanager
def put_back() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards. Needs the transaction of a test."""
    if not connection.in_atomic_block:
        raise RuntimeError("outside a transaction nothing can be put back")
    sequences, mails, files = _sequences(), list(_outbox()), _files()
    _forget()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _set(sequences)
        _outbox()[:] = mails
        for file in _files() - files:
            file.unlink()
        _forget()


def _forget() -> None:
    cache.clear()
    ContentType.objects.clear_cache()


def _outbox() -> list:
    return mail.outbox


def _files() -> set[Path]:
    return {each for each in Path(settings.EVIDENCE_ROOT).rglob("*") if each.is_file()}


def _sequences() -> list[tuple[str, int, bool]]:
    """Name, value and whether it was given out; SQLite keeps its own in a table, rolled back."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),"
            " last_value IS NOT NULL FROM pg_sequences"
        )
        return cursor.fetchall()


def _set(sequences: list[tuple[str, int, bool]]) -> None:
    with connection.cursor() as cursor:
        for name, value, given_out in sequences:
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, value, given_out])
