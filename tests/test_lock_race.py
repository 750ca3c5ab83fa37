"""No two actions wait for each other for ever: the journal's lock comes before any row's.

On a real PostgreSQL, two connections at a time. The control: taken as it comes, they do.
"""

import pytest

from tests import races

pytestmark = pytest.mark.worker
ROUNDS = 3


@pytest.fixture(scope="module")
def told(server, tmp_path_factory):
    return races.told(server, "lock_race", ROUNDS, tmp_path_factory.mktemp("var"))


def test_in_order_both_are_done(told):
    assert told["in order"] == {key: {"done": ROUNDS} for key in told["in order"]}


def test_taken_as_it_comes_they_wait_for_each_other(told):
    assert all(counts.get("deadlock") for counts in told["as it comes"].values())
