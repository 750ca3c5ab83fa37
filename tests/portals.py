"""A portal of its own, apart from the test's: a PostgreSQL database and programs upon it."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2

from tests import migrated, services

ROOT = Path(__file__).resolve().parent.parent


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
        migrated.database(self.url, self._migrate)

    def _migrate(self) -> None:
        self.python("manage.py", "migrate", "-v0")

    def ask(self, question: str) -> list:
        with psycopg2.connect(self.url) as connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    def left(self, question: str) -> int:
        return self.ask(question)[0][0]

    def programs(self, *arguments: str, **options):
        command = [sys.executable, "-m", *arguments]
        return services.running(command, cwd=ROOT, env=self.environment, **options)


def create(server: str, name: str, like: str = "template1") -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    connection.close()


def tell(holder: subprocess.Popen, word: str) -> None:
    """Give a program that listens an order and wait until it is done."""
    holder.stdin.write(f"{word}\n".encode())
    holder.stdin.flush()
    assert holder.stdout.readline().strip() == word.encode()
