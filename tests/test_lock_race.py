"""No two actions wait for each other for ever: the journal's lock comes before any row's.

On a real PostgreSQL, two connections at a time. The control: taken as it comes, they do.
"""

import json
import subprocess
import sys

import pytest

from tests import services
from tests.portals import ROOT, Portal

pytestmark = pytest.mark.worker
ROUNDS = 3


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    with services.postgresql() as url:
        portal = Portal(url, "postgres", "", folder)
        portal.migrate()
        run = {"cwd": ROOT, "env": portal.environment, "check": True, "capture_output": True}
        command = [sys.executable, "-m", "tests.lock_race", str(ROUNDS)]
        return json.loads(subprocess.run(command, text=True, **run).stdout)


def test_in_order_both_are_done(told):
    assert told["in order"] == {key: {"done": ROUNDS} for key in told["in order"]}


def test_taken_as_it_comes_they_wait_for_each_other(told):
    assert all(counts.get("deadlock") for counts in told["as it comes"].values())
