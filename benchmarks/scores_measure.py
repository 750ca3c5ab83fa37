"""Measures the roll-up of scores on one prepared database; prints one JSON object of seconds."""

import json
import os
import resource
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from assessments.actions import scores
from assessments.figures.live import score_of
from assessments.models import PostScore
from benchmarks.country import ON, YEAR
from benchmarks.timing import medians
from duties.models import Ledger, Obligation

ROUNDS = 3
#: Posts that the loop is measured on.
SAMPLE = 30


def measure() -> dict:
    posts = Ledger.objects.filter(year=YEAR).count()
    scores.refresh(on=ON)
    found = medians(
        ROUNDS, everything=lambda: moved(posts), one_percent=lambda: moved(posts // 100),
        one=lambda: moved(1), nothing=lambda: moved(0), naive=lambda: naive(posts),
    )  # fmt: skip
    begun = process_time()
    moved(posts)
    found["cpu"] = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    owed = Obligation.objects.filter(year=YEAR).count()
    return found | {"posts": posts, "obligations": owed, "peak_mb": peak}


def spread(number: int) -> list[Ledger]:
    """So many ledgers, from all over the province."""
    rows = Ledger.objects.filter(year=YEAR).order_by("pk")
    return list(rows[:: max(1, rows.count() // number)][:number]) if number else []


def moved(number: int) -> float:
    Ledger.objects.filter(pk__in=[row.pk for row in spread(number)]).update(moved=True)
    begun = perf_counter()
    assert scores.refresh(on=ON) == number
    return perf_counter() - begun


def naive(posts: int) -> float:
    """As one would first write it: a query for each obligation, then the score, then a save."""
    rows = spread(SAMPLE)
    begun = perf_counter()
    for row in rows:
        for key in row.post.obligations.of_year(YEAR).values_list("pk", flat=True):
            Obligation.objects.with_law().get(pk=key)
        live = score_of(row.post, YEAR, ON)
        kept = PostScore.objects.get(post=row.post, year=YEAR)
        kept.points = PostScore.NONE if live.tree.total is None else int(live.tree.total * 100)
        kept.save()
    return (perf_counter() - begun) / len(rows) * posts


if __name__ == "__main__":
    print(json.dumps(measure()))
