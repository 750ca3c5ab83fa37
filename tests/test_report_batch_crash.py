"""A batch of reports whose workers are killed in the middle of a report, again and again.

Real databases, real brokers, real Celery workers that die by SIGKILL: the archive in the end
is that of an undisturbed run, byte for byte.
"""

import random
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from uuid import UUID

import pytest

from config import broker as embedded
from tests import migrated, services
from tests.portals import LOADED, create, tell
from tests.test_crash import Portal

pytestmark = pytest.mark.worker
KILLS = 10
DAY = "2026-11-23"
KEY = UUID(int=7)
#: Below this many left a report could be hit three times, and would rightly be set aside.
FEW = 4
LEFT = "SELECT count(*) FROM assessments_reportbatchitem WHERE state IN ('waiting', 'leased')"
STATE = "SELECT state FROM assessments_reportbatch"
TOKENS = "SELECT sum(token) FROM assessments_reportbatchitem"
ITEMS = "SELECT position, state, name, sha256, size, submitted FROM assessments_reportbatchitem \
ORDER BY position"
DONE = "SELECT sha256, size FROM assessments_reportbatch"
JOURNAL = "SELECT action FROM organizations_journalentry WHERE action LIKE 'report_batches.%' \
ORDER BY id"
ORDERED = f"""
from datetime import date
from uuid import UUID
from assessments.actions import report_batches
from duties.actions import obligations
from organizations.actions import grants, people
from organizations.models import Post, Unit
day, city = date.fromisoformat("{DAY}"), Unit.objects.get(code="330800")
obligations.open_year(year=2026, on=day, posts=list(Post.objects.below(city)))
who = people.create(by=None, on=day, username="overseer", password="correct-horse-2026",
                    name_zh="督导员")
grants.give(person=who, code="oversee", unit=city, by=None, on=day)
report_batches.order(key=UUID("{KEY}"), unit=city, year=2026, language="zh-hans", by=who, on=day)
"""


class Embedded(Portal):
    """The same on SQLite, in one file of its own folder."""

    def __init__(self, folder, broker: str):
        super().__init__("", "", broker, folder)
        self.file = folder / "portal.sqlite3"
        self.environment["DATABASE_URL"] = ""

    def fill(self) -> None:
        migrated.file(self.file, self.migrate)

    def ask(self, question: str) -> list:
        with closing(sqlite3.connect(self.file, timeout=20)) as database:
            return database.execute(question).fetchall()


def prepare(portal) -> None:
    """Regulation, divisions, a city whose batch is ordered and not begun."""
    portal.run(LOADED + ORDERED)


@pytest.fixture(params=["postgresql and redis", "sqlite and the embedded broker"])
def pair(request, tmp_path):
    """Two portals with the same order: one for peace, one for trouble; and their folders."""
    folders = [tmp_path / "calm", tmp_path / "harassed"]
    if request.param.startswith("sqlite"):
        with services.redis_like(embedded.binary(), tmp_path) as url:
            folders[0].mkdir()
            calm = Embedded(folders[0], url.replace("/0", "/1"))
            calm.fill()
            prepare(calm)
            shutil.copytree(*folders)
            yield housed(calm, Embedded(folders[1], url.replace("/0", "/2")), folders)
        return
    server = request.getfixturevalue("server")
    with services.redis_like(shutil.which("redis-server"), tmp_path) as url:
        create(server, "batch_calm")
        calm = Portal(server, "batch_calm", url.replace("/0", "/1"), folders[0])
        prepare(calm)
        create(server, "batch_harassed", "batch_calm")
        harassed = Portal(server, "batch_harassed", url.replace("/0", "/2"), folders[1])
        yield housed(calm, harassed, folders)


def housed(calm, harassed, folders):
    """Each keeps its files in its own folder."""
    for portal, folder in zip((calm, harassed), folders, strict=True):
        portal.environment["EVIDENCE_ROOT"] = str(folder / "evidence")
    return calm, harassed, folders


def ring(portal) -> None:
    portal.app.send_task("assessments.tasks.tend_report_batches", [DAY])


def ringing(portal, reached):
    """``reached``, and every three seconds the bell: what a killed worker had taken off the
    broker is gone, and in the portal the schedule rings again."""
    again = 0.0

    def ask() -> bool:
        nonlocal again
        if time.monotonic() > again:
            ring(portal)
            again = time.monotonic() + 3
        return reached()

    return ask


def until_done(portal, folder) -> None:
    """The archive stands and, at the latest after the sweeper's next round, stands alone."""

    def done() -> bool:
        return portal.ask(STATE) == [("done",)] and len(files(folder)) == 1

    assert services.eventually(ringing(portal, done), seconds=240)


def run_calmly(portal, folder) -> None:
    with portal.holder("typesetting") as holder:
        tell(holder, "start")
        until_done(portal, folder)


def run_harassed(portal, folder) -> int:
    """Kill the worker while it has a report in hand; returns how often."""
    chance, kills = random.Random(7), 0
    with portal.holder("typesetting") as holder:
        while kills < KILLS and portal.left(LEFT) > FEW:
            tokens = portal.left(TOKENS)
            tell(holder, "start")
            assert services.eventually(ringing(portal, lambda: portal.left(TOKENS) > tokens), 240)  # noqa: B023
            time.sleep(chance.uniform(0, 0.5))
            tell(holder, "kill")
            kills += 1
        tell(holder, "start")
        until_done(portal, folder)
    return kills


def files(folder) -> dict[str, int]:
    batch = folder / "evidence" / "report-batches" / str(KEY)
    found = {}
    for path in batch.iterdir():
        with suppress(FileNotFoundError):  # swept away since it was listed
            found[path.name] = path.stat().st_size
    return found


def test_killed_again_and_again_the_archive_is_the_same(pair):
    calm, harassed, folders = pair
    run_calmly(calm, folders[0])
    assert run_harassed(harassed, folders[1]) == KILLS
    assert harassed.ask(ITEMS) == calm.ask(ITEMS)
    assert {row[1] for row in calm.ask(ITEMS)} == {"done"}
    assert harassed.ask(DONE) == calm.ask(DONE)
    assert [files(folder) for folder in folders] == [
        {f"{sha256}.zip": size} for sha256, size in calm.ask(DONE) * 2
    ]
    assert harassed.ask(JOURNAL) == [("report_batches.order",), ("report_batches.finish",)]
    assert harassed.left(TOKENS) > calm.left(TOKENS) == len(calm.ask(ITEMS))
