"""Nothing falls between what was approved and what is frozen (RELIABILITY T52).

On a real PostgreSQL, two connections at a time. The control: without the locks it does happen.
"""

import json
import subprocess
import sys

import pytest

from tests import services
from tests.portals import ROOT, Portal

pytestmark = pytest.mark.worker
ROUNDS = 12


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    with services.postgresql() as url:
        portal = Portal(url, "postgres", "", folder)
        portal.migrate()
        run = {"cwd": ROOT, "env": portal.environment, "check": True, "capture_output": True}
        command = [sys.executable, "-m", "tests.freeze_race", str(ROUNDS)]
        return json.loads(subprocess.run(command, text=True, **run).stdout)


def test_with_the_locks_what_is_frozen_is_what_stood(told):
    assert "torn" not in told["locked"] and sum(told["locked"].values()) == ROUNDS
    assert told["locked"]["published"] > 0


def test_without_them_something_falls_between(told):
    assert told["unlocked"]["torn"] > 0
