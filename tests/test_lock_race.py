"""No two actions wait for each other for ever: the journal's lock comes before any row's.

On a real PostgreSQL, two connections at a time. The control: taken as it comes, they do.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import services

pytestmark = pytest.mark.worker
ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("var"))
    with services.postgresql() as url:
        environment = os.environ | {"DATABASE_URL": url, "VAR_DIR": folder}
        run = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], **run)
        command = [sys.executable, "-m", "tests.lock_race", str(ROUNDS)]
        return json.loads(subprocess.run(command, text=True, **run).stdout)


def test_in_order_both_are_done(told):
    assert told["in order"] == {key: {"done": ROUNDS} for key in told["in order"]}


def test_taken_as_it_comes_they_wait_for_each_other(told):
    assert all(counts.get("deadlock") for counts in told["as it comes"].values())
