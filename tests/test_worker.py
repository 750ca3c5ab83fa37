"""Tasks through a real Celery worker, over the embedded broker and over a real Redis.

The worker is a process of its own with its own SQLite file, as in `make run`.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from celery import Celery

from config import broker
from tests import migrated, services
from tests.portals import LOADED

pytestmark = pytest.mark.worker
ROOT = Path(__file__).resolve().parent.parent


def manage(environment, *arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True,
        capture_output=True,
    )  # fmt: skip


def ask(folder, question):
    with sqlite3.connect(folder / "portal.sqlite3", timeout=20) as database:
        return database.execute(question).fetchone()[0]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A portal with regulation and divisions, nobody in it, nothing opened."""
    folder = tmp_path_factory.mktemp("var")
    environment = os.environ | {"VAR_DIR": str(folder), "DATABASE_URL": ""}
    file = folder / "portal.sqlite3"
    migrated.file(file, lambda: manage(environment, "migrate", "-v0"))
    manage(environment, "shell", "-c", LOADED)
    return folder


@pytest.mark.parametrize("binary", ["embedded", "redis-server"])
def test_a_year_is_opened_and_checked_by_the_worker(prepared, tmp_path, binary):
    """204 posts get their obligations; after year's end what was not done is missed."""
    folder = tmp_path / "var"
    shutil.copytree(prepared, folder)
    program = broker.binary() if binary == "embedded" else shutil.which("redis-server")
    with services.redis_like(program, tmp_path / "broker") as url:
        environment = os.environ | {"VAR_DIR": str(folder), "REDIS_URL": url, "DATABASE_URL": ""}
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "threads",
                   "-c", "2", "--loglevel", "warning"]  # fmt: skip
        with services.running(command, cwd=ROOT, env=environment):
            app = Celery(broker=url)
            app.send_task("duties.tasks.open_years", ["2026-01-01"])
            app.send_task("duties.tasks.open_years", ["2026-01-01"])
            posts = "SELECT count(DISTINCT post_id) FROM duties_obligation"
            assert services.eventually(lambda: ask(folder, posts) == 204, seconds=90)
            app.send_task("duties.tasks.check_due", ["2027-01-01"])
            missed = "SELECT count(*) FROM duties_obligation WHERE status <> 'missed'"
            assert services.eventually(lambda: ask(folder, missed) == 0, seconds=90)
    twice = "SELECT count(*) - count(DISTINCT obligation_id) FROM duties_statuschange"
    assert ask(folder, twice) == 0
