"""Nothing falls between what was approved and what is frozen (RELIABILITY T52).

On a real PostgreSQL, two connections at a time. The control: without the locks it does happen.
"""

import pytest

from tests import races

pytestmark = pytest.mark.worker
ROUNDS = 12


@pytest.fixture(scope="module")
def told(server, tmp_path_factory):
    return races.told(server, "freeze_race", ROUNDS, tmp_path_factory.mktemp("var"))


def test_with_the_locks_what_is_frozen_is_what_stood(told):
    assert "torn" not in told["locked"] and sum(told["locked"].values()) == ROUNDS
    assert told["locked"]["published"] > 0


def test_without_them_something_falls_between(told):
    assert told["unlocked"]["torn"] > 0
