"""What migrating ends in, kept between runs: 60 migrations take half a minute, a copy no time at all.

It is known by all that migrating depends on; with another migration there is another copy. The
first run of a fresh clone migrates as an installation does: SQLite where the tests run, PostgreSQL
for the portals that single tests set up beside it (``tests.portals``).
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

from tests import services

FOLDER = Path(settings.BASE_DIR, "var", "migrated")
MADE_OF = ("*/migrations/*.py", "organizations/guards.py", "deploy/requirements/runtime.txt")


def kept(kind: str = "sqlite3") -> Path:
    files = sorted(each for pattern in MADE_OF for each in Path(settings.BASE_DIR).glob(pattern))
    known_by = hashlib.sha256(b"".join(each.read_bytes() for each in files))
    return FOLDER / f"{known_by.hexdigest()[:16]}.{kind}"


@contextmanager
def keeping(kind: str):
    """Where to write the copy; it counts when it is whole, and takes the place of older ones."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    part = FOLDER / f".{os.getpid()}.{kind}"
    yield part
    for old in {*FOLDER.glob(f"[!.]*.{kind}")} - {kept(kind)}:
        old.unlink(missing_ok=True)
    part.replace(kept(kind))


def offer() -> None:
    """Whoever opens an empty SQLite in memory finds it migrated, if there is a copy; and the
    tests' database on PostgreSQL is made like one that is."""
    if connection.vendor == "sqlite":
        if kept().exists():
            connection_created.connect(_fill)
    elif kept("dump").exists():
        name = f"migrated_{os.getpid()}"
        _restore(services.create_database(settings.ENV["DATABASE_URL"], name))
        connection.settings_dict["TEST"]["TEMPLATE"] = name


def _fill(connection, **_) -> None:
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return
    there = connection.connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    if not there:
        with closing(sqlite3.connect(kept())) as copy:
            copy.backup(connection.connection)


def keep() -> None:
    if connection.vendor == "sqlite" and not kept().exists():
        with keeping("sqlite3") as part, closing(sqlite3.connect(part)) as copy:
            connection.connection.backup(copy)


def file(file: Path, migrate: Callable[[], None]) -> None:
    """A SQLite of its own, migrated."""
    if kept().exists():
        shutil.copy(kept(), file)
        return
    migrate()
    with (
        keeping("sqlite3") as part,
        closing(sqlite3.connect(file)) as made,
        closing(sqlite3.connect(part)) as copy,
    ):
        made.backup(copy)


def database(url: str, migrate: Callable[[], None]) -> None:
    """An empty PostgreSQL database, migrated."""
    if kept("dump").exists():
        _restore(url)
        return
    migrate()
    with keeping("dump") as part:
        _run("pg_dump", "-Fc", "-f", part, url)


def _restore(url: str) -> None:
    _run("pg_restore", "--no-owner", "-d", url, kept("dump"))


def _run(program: str, *arguments) -> None:
    command = [services.postgresql_programs() / program, *arguments]
    subprocess.run(command, check=True, capture_output=True)
