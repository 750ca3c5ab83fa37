"""Interleaved rounds: what is compared takes turns, so that a busy moment hits all alike."""

from collections import defaultdict
from collections.abc import Callable
from statistics import median
from time import perf_counter


def medians(rounds: int, **what: Callable[[], float | None]) -> dict[str, float]:
    """Median seconds of each; one that returns a number has timed itself."""
    samples = defaultdict(list)
    for _ in range(rounds):
        for name, run in what.items():
            begun = perf_counter()
            seconds = run()
            samples[name].append(perf_counter() - begun if seconds is None else seconds)
    return {name: median(each) for name, each in samples.items()}
