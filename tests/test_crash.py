"""Workers that are killed, crowded and told twice: the end is that of an undisturbed run.

Real PostgreSQL, real Redis, real Celery workers that die by SIGKILL in the middle of it.
"""

import json
import random
import shutil
import time
from pathlib import Path

import pytest
from celery import Celery

from tests import portals, services
from tests.portals import create, tell
from tests.worker_app import DAY

pytestmark = pytest.mark.worker
KILLS = 30
#: What must not depend on how often a worker died: everything but keys and times.
OUTCOME = {
    "obligations": """
        SELECT post_id, q.code, period_key, status, outcome, done, needed, facts::text, look_on,
               checksum FROM duties_obligation o JOIN duties_requirement q
               ON q.id = requirement_id""",
    "changes": """
        SELECT post_id, requirement_id, period_key, before, after, "on" FROM duties_statuschange
        JOIN duties_obligation o ON o.id = obligation_id""",
    "notices": """
        SELECT recipient_id, n.kind, post_id, requirement_id, period_key FROM duties_notice n
        JOIN duties_obligation o ON n.key LIKE 'obligation:' || o.id || ':%'""",
    "tallies": """
        SELECT unit_id, code, due_on, open, partial, met, met_late, missed, waived
        FROM duties_tally""",
    "ledgers": "SELECT post_id, year, owed, inputs FROM duties_ledger",
    "headcounts": "SELECT unit_id, year, track, level, posts FROM duties_headcount",
    "journal": "SELECT action, detail::text FROM organizations_journalentry",
}
LEFT_TO_OPEN = "SELECT count(*) FROM organizations_post p WHERE NOT EXISTS (SELECT 1 FROM \
duties_ledger l WHERE l.post_id = p.id AND l.year = 2026)"
LEFT_TO_CHECK = f"SELECT count(*) FROM duties_obligation WHERE look_on <= '{DAY}'"
PEOPLE = """
from datetime import date
from organizations.actions import appointments, people
from organizations.models import Post
for number, post in enumerate(Post.objects.order_by("pk")[:40]):
    person = people.create(by=None, on=date(2026, 1, 1), username=f"holder{number}",
                           password="correct-horse-2026", name_zh=f"人员{number}")
    appointments.begin(post=post, person=person, starts_on=date(2025, 1, 1), by=None,
                       on=date(2026, 1, 1))
"""


class Portal(portals.Portal):
    """With the queue that its workers take from, and what came of their work."""

    def __init__(self, server: str, name: str, broker: str, folder: Path):
        super().__init__(server, name, broker, folder)
        self.app = Celery(broker=broker)

    def outcome(self) -> dict[str, list[str]]:
        return {
            name: sorted(json.dumps(row, default=str) for row in self.ask(question))
            for name, question in OUTCOME.items()
        }


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    with services.redis_like(shutil.which("redis-server"), tmp_path_factory.mktemp("redis")) as url:
        yield url.removesuffix("/0")


@pytest.fixture(scope="module")
def template(server, broker, tmp_path_factory):
    """Regulation, divisions and forty people; nothing opened. And the undisturbed year."""
    create(server, "template_portal")
    portal = Portal(server, "template_portal", f"{broker}/1", tmp_path_factory.mktemp("var"))
    portal.run(portals.LOADED + PEOPLE)
    return portal


@pytest.fixture(scope="module")
def undisturbed(server, broker, template, tmp_path_factory):
    """One worker, nobody in its way; also what it had after opening alone."""
    create(server, "undisturbed", "template_portal")
    portal = Portal(server, "undisturbed", f"{broker}/2", tmp_path_factory.mktemp("var"))
    with portal.holder() as holder:
        tell(holder, "start")
        until_opened(portal)
        opened = portal.outcome()
        until_checked(portal)
    assert portal.left("SELECT count(*) FROM duties_obligation WHERE status <> 'missed'") == 0
    return opened, portal.outcome()


def until_opened(portal: Portal) -> None:
    ringing(portal, "duties.tasks.open_years", "2026-01-01", LEFT_TO_OPEN)


def until_checked(portal: Portal) -> None:
    ringing(portal, "duties.tasks.check_due", DAY, LEFT_TO_CHECK)


def ringing(portal: Portal, task: str, day: str, question: str) -> None:
    """Ask for the work, and every ten seconds again, as the schedule does: on a crowded machine
    a connection may take too long, and its task is lost."""
    again = 0.0

    def done():
        nonlocal again
        if time.monotonic() > again:
            portal.app.send_task(task, [day])
            again = time.monotonic() + 10
        return not portal.left(question)

    assert services.eventually(done, seconds=120)


def harass(portal: Portal, task: str, day: str, question: str) -> int:
    """Ask for the work and kill the worker in the middle of it, ``KILLS`` times; then let it be.

    Returns how often it was killed with work left to do.
    """
    chance, kills = random.Random(7), 0
    with portal.holder() as holder:
        while kills < KILLS and (before := portal.left(question)):
            tell(holder, "start")
            portal.app.send_task(task, [day])
            assert services.eventually(lambda: portal.left(question) < before, seconds=60)
            time.sleep(chance.uniform(0, 0.03))
            tell(holder, "kill")
            kills += portal.left(question) > 0
        tell(holder, "start")
        portal.app.send_task(task, [day])
        assert services.eventually(lambda: not portal.left(question), seconds=60)
    return kills


def test_killed_again_and_again_it_ends_as_if_undisturbed(
    server, broker, template, undisturbed, tmp_path
):
    opened, checked = undisturbed
    create(server, "harassed", "template_portal")
    portal = Portal(server, "harassed", f"{broker}/3", tmp_path)
    kills = harass(portal, "duties.tasks.open_years", "2026-01-01", LEFT_TO_OPEN)
    assert kills == KILLS
    assert portal.outcome() == opened
    kills = harass(portal, "duties.tasks.check_due", DAY, LEFT_TO_CHECK)
    assert kills == KILLS
    assert portal.outcome() == checked


def test_two_beats_and_four_workers_do_everything_once(
    server, broker, template, undisturbed, tmp_path
):
    create(server, "crowded", "template_portal")
    portal = Portal(server, "crowded", f"{broker}/4", tmp_path)
    with portal.holder() as holder:
        for _ in range(4):
            tell(holder, "start")
        portal.app.send_task("duties.tasks.open_years", ["2026-01-01"])
        until_opened(portal)
        for _ in range(2):
            tell(holder, "beat")
        assert services.eventually(lambda: not portal.left(LEFT_TO_CHECK), seconds=120)
        time.sleep(3)
    outcome = portal.outcome()
    of_2026 = {name: outcome[name] for name in ("changes", "notices")}
    assert of_2026 == {name: undisturbed[1][name] for name in ("changes", "notices")}
