"""Room for deep calls, so that Python does not fetch and return memory at every step.

CPython 3.11 keeps the frames of its calls in chunks of 16 KB and returns a chunk as soon as the
last frame in it ends. What is called over and over just where a chunk is full maps and unmaps
memory each time. The portal's own servers call a page from their threads, in the first chunk;
pytest and the test client lie so deep that templates and querysets met the end of one with each
call: a quarter of the time. Beneath a frame that needs a chunk of its own, all that follows has
room in the same.
"""

from collections.abc import Callable
from types import FunctionType

#: Words that the frame claims and never touches: half a chunk of 1 MB, the other half is the room.
CLAIMED = 70_000


def roomy(function: Callable) -> Callable:
    """``function``, called with room for some thousand frames."""

    def with_room(*args, **kwargs):
        return function(*args, **kwargs)

    code = with_room.__code__.replace(co_stacksize=CLAIMED)
    return FunctionType(code, globals(), code.co_name, None, with_room.__closure__)
