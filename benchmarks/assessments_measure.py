"""Measures the roll-up of a whole assessment on one prepared database; prints one JSON object."""

import json
import os
import resource
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from assessments.actions import assessing, computing
from assessments.figures.covered import posts_below, stale
from assessments.models import Assessment
from benchmarks.country import ON, YEAR
from benchmarks.scores_measure import spread
from benchmarks.timing import medians
from duties.actions import tallies
from duties.models import Ledger, Obligation
from organizations.models import Unit, User
from tests.cast import make_person

ROUNDS = 3


def measure() -> dict:
    province = largest()
    by = User.objects.filter(username="assessor").first()
    by = by or make_person("assessor", ("assess", province))
    row = assessing.draft(unit=province, year=YEAR, by=by, on=ON)
    run(row, by)
    chunks = -(-row.total // computing.CHUNK)
    found = medians(
        ROUNDS, everything=lambda: moved(row, by, row.total),
        one_percent=lambda: moved(row, by, row.total // 100), one=lambda: moved(row, by, 1),
        nothing=lambda: moved(row, by, 0), stale=lambda: looked(row),
    )  # fmt: skip
    begun = process_time()
    moved(row, by, row.total)
    found["cpu"] = process_time() - begun
    sizes = row.scores.aggregate(n=Sum(Length("facts") + Length("tree")))["n"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    owed = Obligation.objects.filter(year=YEAR, post__unit__path__startswith=province.path).count()
    return found | {"posts": row.total, "obligations": owed, "peak_mb": peak, "chunks": chunks,
                    "kept_mb": sizes / 1024**2}  # fmt: skip


def largest() -> Unit:
    """The province with most posts; the size takes another one in."""
    return max(Unit.objects.filter(depth=1), key=lambda unit: posts_below(unit, YEAR).count())


def run(row: Assessment, by: User) -> None:
    row.refresh_from_db()
    if row.is_computed:
        row = computing.ask(assessment=row, edition=row.edition, by=by, on=ON)
    computing.run(row.pk)
    row.refresh_from_db()
    assert row.is_computed and row.scores.count() == row.total


def moved(row: Assessment, by: User, number: int) -> float:
    """Worked out again after so many posts, all over the province, have moved."""
    if number:
        keys = [each.pk for each in spread(number)]
        with transaction.atomic():
            tallies.mark_moved(Ledger.objects.filter(pk__in=keys))
    begun = perf_counter()
    run(row, by)
    return perf_counter() - begun


def looked(row: Assessment) -> float:
    """What each step asks: is any score no longer what it would be?"""
    begun = perf_counter()
    assert not stale(row)
    return perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(measure()))
