"""Deep calls cost no memory management: counted are the pages that the kernel has to find."""

import resource
from functools import partial
from threading import Thread

from tests.room import roomy

CALLS, DEPTHS = 200, range(600)


def leaf(_):
    return None


def calls():
    for number in range(CALLS):
        leaf(number)


def beneath(depth, function):
    return beneath(depth - 1, function) if depth else function()


def worst(called) -> int:
    """The most pages at one of the depths, in a thread: what lies above a test has room already."""
    found = []

    def count():
        for depth in DEPTHS:
            before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
            called(partial(beneath, depth, calls))
            found.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    thread = Thread(target=count)
    thread.start()
    thread.join()
    return max(found)


def test_with_room_no_depth_is_worse_than_another():
    assert worst(lambda function: roomy(function)()) < CALLS


def test_without_it_there_is_a_depth_where_each_call_fetches_memory():
    """The control, and when it fails: this Python does not need the room any more."""
    assert worst(lambda function: function()) >= CALLS


def test_what_is_called_is_what_was_given():
    assert roomy(divmod)(7, 2) == (3, 1)
