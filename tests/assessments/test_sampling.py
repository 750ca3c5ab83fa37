from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.sampling import SamplingError, draw


def test_anyone_can_draw_again_by_hand():
    """The digests of ``s:1``, ``s:2``, ``s:3`` decide."""
    by_hand = sorted([1, 2, 3], key=lambda each: sha256(b"s:%d" % each).hexdigest())
    assert draw([3, 1, 2], 2, "s") == by_hand[:2]


def test_a_draw_once_published_stays_the_same():
    assert draw(range(1, 11), 3, "2026-11-03") == [2, 5, 3]


@pytest.mark.parametrize("size", [0, -1, 4, True, 1.5])
def test_a_size_that_cannot_be_drawn_is_refused(size):
    with pytest.raises(SamplingError):
        draw([1, 2, 3], size, "s")


def test_an_empty_seed_is_refused():
    with pytest.raises(SamplingError) as error:
        draw([1, 2, 3], 1, "")
    assert error.value.sentence.zh == "抽取种子不能为空。"


def test_ids_that_read_alike_are_refused():
    with pytest.raises(SamplingError):
        draw([1, "1"], 1, "s")


def test_every_candidate_has_about_the_same_chance():
    times = dict.fromkeys(range(10), 0)
    for seed in range(2000):
        for each in draw(range(10), 3, str(seed)):
            times[each] += 1
    assert all(500 < drawn < 700 for drawn in times.values())


@given(st.data())
def test_the_order_of_the_candidates_changes_nothing(data):
    ids = data.draw(st.lists(st.integers(), min_size=1, unique=True))
    size = data.draw(st.integers(1, len(ids)))
    shuffled = data.draw(st.permutations(ids))
    drawn = draw(ids, size, "s")
    assert draw(shuffled, size, "s") == drawn
    assert len(set(drawn)) == size
    assert set(drawn) <= set(ids)
