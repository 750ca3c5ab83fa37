"""Measures one prepared database; prints one JSON object of seconds, medians of rounds.

``python -m benchmarks.measure checks|opening|pages|memory`` with DATABASE_URL set.
"""

import json
import os
import resource
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.functions import Substr
from django.test import Client

from assessments.figures import board, lights
from assessments.figures.scope import Scope
from benchmarks.country import ON, YEAR
from benchmarks.timing import medians
from duties import rules
from duties.actions import checks, obligations, proof, records
from duties.models import Headcount, Ledger, Obligation, Record, RecordItem, Tally
from organizations.actions import grants, people
from organizations.models import Unit, User

JOBS = 2
#: A year of which nothing is there and to which nothing is carried over.
OTHER = YEAR - 1
#: What the facts are made of, added up by obligation in one statement: how many, whose, sums,
#: first and last, in force until (PERFORMANCE.md measures against the same).
BARE = """
    SELECT COUNT(*), SUM(number) FROM (
      SELECT i.obligation_id, COUNT(*) AS number, SUM(i.numerator) AS a, SUM(i.denominator) AS b,
             MIN(r.held_on) AS c, MAX(r.held_on) AS d, MAX(i.name) AS e, MAX(i.valid_until) AS f
      FROM duties_recorditem i
      JOIN duties_record r ON r.id = i.record_id AND r.state = 'confirmed'
      GROUP BY i.obligation_id) AS bare
"""
#: Narrower still: the checksum's own ingredients, which stand in an index.
NARROW = """
    SELECT COUNT(*), SUM(number) FROM (
      SELECT i.obligation_id, COUNT(*) AS number, SUM(i.mark) AS a, SUM(r.day_mark) AS b
      FROM duties_recorditem i
      JOIN duties_record r ON r.id = i.record_id AND r.state = 'confirmed'
      GROUP BY i.obligation_id) AS narrow
"""


def ask(statement: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def bare() -> None:
    ask(BARE)


def narrow() -> None:
    ask(NARROW)


@contextmanager
def undone():
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def full() -> None:
    for each in proof.ranges():
        assert proof.run_range(each, on=ON).written == 0


def _prove(each: proof.Range) -> int:
    return proof.run_range(each, on=ON).written


def checks_of(rounds: int) -> dict:
    size = Obligation.objects.count()
    with ProcessPoolExecutor(
        JOBS, mp_context=get_context("spawn"), initializer=django.setup
    ) as pool:
        list(pool.map(_prove, proof.ranges()[:JOBS]))

        def shared() -> None:
            assert not any(pool.map(_prove, proof.ranges()))

        found = medians(rounds, bare=bare, narrow=narrow, full=full, shared=shared)
    found |= medians(
        max(rounds, 5), nothing_due=lambda: _timed(lambda: checks.run_due(on=ON)),
        touched=lambda: touched(size // 1000), due_1000=lambda: touched(1000),
        confirm=confirm,
    )  # fmt: skip
    found["naive"] = naive(300) / 300 * size
    return found | {"obligations": size, "records": Record.objects.count()}


def _timed(run) -> float:
    begun = perf_counter()
    run()
    return perf_counter() - begun


def touched(number: int) -> float:
    """So many obligations got one confirmed record more; judge them, summaries included."""
    size = Obligation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    step = max(1, size // (number * 2))
    keys = [key for key in range(step, size + 1, step) if (key * 7) % 5 < 3][:number]
    with undone():
        news = [(key * 7) % 5 * size + key for key in keys]
        for part in _parts(news):
            Record.objects.filter(pk__in=part).update(state="confirmed")
        for part in _parts(keys):
            Obligation.objects.filter(pk__in=part).update(look_on=ON)
        begun = perf_counter()
        done = checks.run_due(on=ON)
        seconds = perf_counter() - begun
        assert done.looked == len(keys), (done.looked, len(keys))
    return seconds


def _parts(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + 5000] for start in range(0, len(keys), 5000))


def confirm() -> float:
    """One record through the action itself: journal, verdict, summaries, notice."""
    with undone():
        record = Record.objects.submitted().order_by("-pk")[:1].get()
        reviewer = people.create(by=None, on=ON, username="reviewer", password="correct-2026-horse",
                                 name_zh="核实")  # fmt: skip
        grants.give(person=reviewer, code="confirm", unit=record.unit, by=None, on=ON)
        begun = perf_counter()
        records.confirm(record=record, version=record.version, by=reviewer, on=ON)
        return perf_counter() - begun


def naive(number: int) -> float:
    """A loop as one would first write it: fetch, fetch its items, judge, save."""
    keys = list(Obligation.objects.order_by("pk").values_list("pk", flat=True)[:number])
    begun = perf_counter()
    for key in keys:
        row = Obligation.objects.with_law().get(pk=key)
        found = RecordItem.objects.filter(obligation=row, record__state="confirmed")
        items = [item.as_fact(False) for item in found.select_related("record")]
        assert isinstance(rules.tally(row.requirement.kind, items, due_on=row.due_on), object)
        row.save()
    return perf_counter() - begun


def opening(rounds: int) -> dict:
    """A year opened by the portal, against the bare INSERT of the very same rows."""
    names = [field.column for field in Obligation._meta.concrete_fields]
    columns = ", ".join(names)
    forget(OTHER)

    def portal() -> float:
        begun = perf_counter()
        obligations.open_year(year=OTHER, on=date(OTHER, 1, 1))
        return perf_counter() - begun

    def plain() -> float:
        ask_nothing("DROP TABLE IF EXISTS bench_rows")
        ask_nothing(f"CREATE TABLE bench_rows AS SELECT {columns} FROM duties_obligation"
                    f" WHERE year = {OTHER}")  # fmt: skip
        forget(OTHER)
        begun = perf_counter()
        ask_nothing(f"INSERT INTO duties_obligation ({columns}) SELECT {columns} FROM bench_rows"
                    " ORDER BY id")  # fmt: skip
        seconds = perf_counter() - begun
        forget(OTHER)
        return seconds

    found = medians(rounds, opening=portal, plain_insert=plain)
    ask_nothing("DROP TABLE bench_rows")
    return found


def forget(year: int) -> None:
    for model in (Tally, Headcount, Ledger):
        model.objects.filter(year=year).delete()
    of_year = f"obligation_id IN (SELECT id FROM duties_obligation WHERE year = {year})"
    for table in ("duties_recorditem", "duties_statuschange"):
        ask_nothing(f"DELETE FROM {table} WHERE {of_year}")
    ask_nothing(f"DELETE FROM duties_obligation WHERE year = {year}")
    ask_nothing("VACUUM ANALYZE duties_obligation" if connection.vendor == "postgresql"
                else "ANALYZE")  # fmt: skip


def ask_nothing(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def pages(rounds: int) -> dict:
    """The root's dashboard: figures alone, and whole pages through the server's own stack."""
    root = Unit.objects.order_by("path")[0]
    scope = Scope(unit=root, year=YEAR, on=ON)
    client = _superior(root)

    def kept() -> None:
        assert client.get("/oversight/?year=2026").status_code == 200

    def fresh() -> float:
        cache.clear()
        return _timed(kept)

    assert client.get("/nothing/").status_code == 200
    kept()
    return medians(
        rounds, summary=lambda: board.board(scope) and None,
        live=lambda: live(scope), empty_page=lambda: client.get("/nothing/") and None,
        page_kept=kept, page_fresh=fresh,
    )  # fmt: skip


def live(scope: Scope) -> None:
    """The same table by adding up every obligation, as it was before there were summaries."""
    end = len(scope.unit.path) + Unit.steplen
    rows = Obligation.objects.of_year(scope.year).order_by()
    groups = rows.annotate(
        branch=Substr("post__unit__path", 1, end), light=lights.light_on(scope.on)
    ).values("branch", "requirement__clause__article", "light")
    list(groups.annotate(**lights.counted(scope.on)))


def _superior(root: Unit) -> Client:
    user = User.objects.filter(username="superior").first()
    if user is None:
        user = people.create(by=None, on=ON, username="superior", password="correct-2026-horse",
                             name_zh="督导")  # fmt: skip
        grants.give(person=user, code="oversee", unit=root, by=None, on=ON)
    client = Client()
    client.force_login(user)
    return client


def memory(rounds: int) -> dict:
    full()
    return {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


WHAT = {"checks": checks_of, "opening": opening, "pages": pages, "memory": memory}

if __name__ == "__main__":
    if connection.vendor == "postgresql":
        ask_nothing("SET statement_timeout = 0")
    print(json.dumps(WHAT[sys.argv[1]](int(sys.argv[2])), default=float))
