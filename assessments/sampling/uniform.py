"""The plain draw: everybody has the same chance.

The algorithm, to be checked by hand with nothing but a SHA-256 tool:

1. For each candidate write seed, colon and id as one text, such as ``2026-11-03:417``.
2. Take the SHA-256 of that text (UTF-8), in hexadecimal.
3. Sort the candidates by these digests; the first ``size`` of them are drawn, in that order.

Every candidate has the same chance, none is drawn twice, and the order in which they were listed
does not matter. A larger draw by the same seed begins with the smaller one. Set the seed before the
candidates are known (or take it from something nobody chooses), and keep it with the result.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

from assessments.sampling.errors import SamplingError

Id = TypeVar("Id", int, str)


def digest(seed: str, identifier: int | str) -> str:
    return sha256(f"{seed}:{identifier}".encode()).hexdigest()


def draw(ids: Sequence[Id], size: int, seed: str) -> list[Id]:
    """``size`` of the ids, uniformly and without replacement, as the seed decides."""
    candidates = set(ids)
    if len({str(each) for each in candidates}) != len(candidates):
        raise SamplingError(
            "编号不唯一，无法抽取。", "Two candidates have the same id; nothing can be drawn."
        )
    if not seed:
        raise SamplingError("抽取种子不能为空。", "The seed of the draw must not be empty.")
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise SamplingError("抽取数量应为正整数。", "The size of the draw must be 1 or more.")
    if size > len(candidates):
        raise SamplingError(
            f"抽取数量{size}超过可抽总数{len(candidates)}。",
            f"Cannot draw {size} out of {len(candidates)}.",
        )
    return sorted(candidates, key=lambda each: digest(seed, each))[:size]
