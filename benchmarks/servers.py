"""Databases to measure on: made once in var/bench, kept for the next run."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from tests import services

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
REGIONS = FOLDER / "regions"
#: As one sets up a server with 24 GB for this; fsync stays on.
SETTINGS = (
    "-c shared_buffers=2GB -c work_mem=128MB -c maintenance_work_mem=1GB -c jit=off"
    " -c effective_cache_size=12GB -c max_wal_size=8GB -c random_page_cost=1.1"
)


@contextmanager
def databases(engine: str):
    """Yields ``url_of(size)``: the address of the prepared database of that size."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        yield lambda size: _prepared(f"sqlite:///{FOLDER}/{size}.sqlite3", size)
        return
    cluster = FOLDER / "postgresql"
    cluster.mkdir(exist_ok=True)
    for folder in (FOLDER, FOLDER.parent):
        folder.chmod(folder.stat().st_mode | 0o011)
    with services.postgresql(kept=cluster, options=SETTINGS) as server:
        yield lambda size: _prepared(_database(server, f"bench_{size}".replace(".", "_")), size)


def _database(server: str, name: str) -> str:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name.lower()])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return server.rpartition("/")[0] + f"/{name.lower()}"


def _prepared(url: str, size: str) -> str:
    """Migrate and fill it once; a note beside it says when that is done."""
    done = FOLDER / f"{url.split(':')[0]}-{size}.done"
    if not done.exists():
        environment = os.environ | {"DATABASE_URL": url}
        law = ("load_regulation", "fixtures/regulation/zhejiang-2018.yaml", "--yes")
        for arguments in (("manage.py", "migrate", "-v0"), ("manage.py", *law),
                          ("-m", "benchmarks.country", size)):  # fmt: skip
            subprocess.run(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        done.touch()
    return url
