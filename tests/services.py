"""Real servers for the tests, started on free ports and stopped after: no mocks.

``python -m tests.services pytest …`` runs a command with DATABASE_URL set to a fresh
PostgreSQL cluster that is thrown away afterwards.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from config import broker

NOBODY = 65534


#: Enough for a test; a benchmark asks for a server as one would set it up.
QUICK = "-c fsync=off -c max_connections=60 -c deadlock_timeout=100ms"


@contextmanager
def postgresql(kept: Path | None = None, options: str = QUICK):
    """A cluster, thrown away unless ``kept`` names its folder; yields its DATABASE_URL.

    Root steps down, initdb refuses it.
    """
    folder = kept or Path(tempfile.mkdtemp(prefix="pg"))
    data, port = folder / "data", broker.free_port()
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        folder.chmod(0o700)
    programs = postgresql_programs()
    if not data.exists():
        _as_nobody([programs / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8",
                    "--locale=C.UTF-8", "--no-sync"])  # fmt: skip
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {options}"
    _as_nobody(
        [programs / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start"]
    )
    try:
        yield f"postgresql://portal@127.0.0.1:{port}/postgres"
    finally:
        mode = "fast" if kept else "immediate"
        _as_nobody([programs / "pg_ctl", "-D", data, "-m", mode, "-w", "-t", "300", "stop"])
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def create_database(server: str, name: str, like: str = "template1") -> str:
    """A database of this name, a copy of another; returns its URL."""
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    connection.close()
    return server.rpartition("/")[0] + f"/{name}"


def postgresql_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if not initdb:
        raise SystemExit("PostgreSQL is not installed; run `make setup-dev`.")
    return Path(initdb).parent


def _as_nobody(command) -> None:
    step_down = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd="/", **step_down
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


@contextmanager
def redis_like(binary: str, folder: Path):
    """A Redis-protocol server from ``binary``; yields its URL."""
    port = broker.free_port()
    command = [binary, *broker.command(port, folder)[1:]]
    with running(command) as process:
        wait_for_port(port, process)
        yield broker.url(port)


@contextmanager
def running(command, **options):
    """A child process that is gone when the block ends, whatever happened in it."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **silent | options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in filter(None, (process.stdin, process.stdout)):
            pipe.close()


def wait_for_port(port: int, process: subprocess.Popen, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"{process.args[0]} does not listen on {port}")


def eventually(question, seconds: float = 30):
    """Ask until the answer is true; returns it, or fails with the last one."""
    until = time.monotonic() + seconds
    while True:
        answer = question()
        if answer or time.monotonic() > until:
            return answer
        time.sleep(0.02)


if __name__ == "__main__":
    with postgresql() as url:
        environment = os.environ | {"DATABASE_URL": url}
        sys.exit(subprocess.run([sys.executable, "-m", *sys.argv[1:]], env=environment).returncode)
