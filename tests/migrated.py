"""The migrated SQLite kept between runs: 60 migrations take half a minute, a copy no time at all.

It is known by all that migrating depends on; with another migration there is another copy.
PostgreSQL, and the first run of a fresh clone, migrate as an installation does.
"""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

FOLDER = Path(settings.BASE_DIR, "var", "migrated")
MADE_OF = ("*/migrations/*.py", "organizations/guards.py", "deploy/requirements/runtime.txt")


def kept() -> Path:
    files = sorted(each for pattern in MADE_OF for each in Path(settings.BASE_DIR).glob(pattern))
    known_by = hashlib.sha256(b"".join(each.read_bytes() for each in files))
    return FOLDER / f"{known_by.hexdigest()[:16]}.sqlite3"


def offer() -> None:
    """Whoever opens an empty SQLite in memory finds it migrated, if there is a copy."""
    if kept().exists():
        connection_created.connect(_fill)


def _fill(connection, **_) -> None:
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return
    there = connection.connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    if not there:
        with closing(sqlite3.connect(kept())) as copy:
            copy.backup(connection.connection)


def keep() -> None:
    if connection.vendor != "sqlite" or kept().exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = FOLDER / f".{os.getpid()}"
    with closing(sqlite3.connect(part)) as copy:
        connection.connection.backup(copy)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink()
    part.replace(kept())
