"""A portal of its own, apart from the test's: a PostgreSQL database and programs upon it."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from tests import migrated, services

ROOT = Path(__file__).resolve().parent.parent
#: Regulation and divisions, by the commands that an installation runs.
LOADED = """
from django.core.management import call_command
call_command("load_regulation", "fixtures/regulation/zhejiang-2018.yaml", "--yes")
call_command("load_units", "fixtures/units/zhejiang.yaml")
"""
#: The database that others are copied from.
MIGRATED = "migrated"


class Portal:
    """One database of its own with the programs that work on it."""

    def __init__(self, server: str, name: str, broker: str, folder: Path):
        self.url = server.rpartition("/")[0] + f"/{name}"
        self.environment = os.environ | {
            "DATABASE_URL": self.url, "REDIS_URL": broker, "VAR_DIR": str(folder),
        }  # fmt: skip

    def python(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True,
            capture_output=True,
        )  # fmt: skip

    def migrate(self) -> None:
        self.python("manage.py", "migrate", "-v0")

    def run(self, text: str) -> None:
        self.python("manage.py", "shell", "-c", text)

    def ask(self, question: str) -> list:
        with psycopg2.connect(self.url) as connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    def left(self, question: str) -> int:
        return self.ask(question)[0][0]

    def holder(self, *arguments: str, of: str = "tests.worker_app"):
        """A warm process that forks on an order (``tell``)."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return self.programs(of, *arguments, **pipes)

    def programs(self, *arguments: str, **options):
        command = [sys.executable, "-m", *arguments]
        return services.running(command, cwd=ROOT, env=self.environment, **options)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A PostgreSQL for all portals of a session, with a migrated database to copy."""
    with services.postgresql() as url:
        services.create_database(url, MIGRATED)
        first = Portal(url, MIGRATED, "", tmp_path_factory.mktemp("var"))
        migrated.database(first.url, first.migrate)
        yield url


def create(server: str, name: str, like: str = MIGRATED) -> None:
    services.create_database(server, name, like)


def tell(holder: subprocess.Popen, word: str) -> None:
    """Give a program that listens an order and wait until it is done."""
    holder.stdin.write(f"{word}\n".encode())
    holder.stdin.flush()
    assert holder.stdout.readline().strip() == word.encode()
