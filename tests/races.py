"""Several people at the same moment."""

import json
import random
import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

from django.db import connection

from organizations.errors import Refused
from tests.portals import ROOT, Portal, create


def at_once(*jobs):
    """Run the jobs in threads that start together; refusals are answers, not errors.

    The SQLite of the tests lies in memory and lets one connection in: there they run one after
    the other in any order, which is what its IMMEDIATE transactions make of them anyway.
    """
    barrier, told = Barrier(len(jobs)), []

    def run(job):
        try:
            told.append((job.__name__, job()))
        except Refused:
            told.append((job.__name__, None))

    def run_in_thread(job):
        barrier.wait()
        try:
            run(job)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for job in random.sample(jobs, len(jobs)):
            run(job)
        return told
    threads = [Thread(target=run_in_thread, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def told(server: str, name: str, rounds: int, folder: Path) -> dict:
    """What ``tests.<name>`` tells of its rounds, on a database of its own."""
    create(server, name)
    run = {"cwd": ROOT, "env": Portal(server, name, "", folder).environment, "check": True}
    command = [sys.executable, "-m", f"tests.{name}", str(rounds)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, **run).stdout)
