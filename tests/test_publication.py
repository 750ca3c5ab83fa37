"""The moment of publication: nothing of it before, everything after, nothing in between.

Real PostgreSQL, real web server; the publisher dies by SIGKILL again and again (RELIABILITY T7).
"""

import random
import re
import time
from collections.abc import Callable
from http.cookiejar import CookieJar
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from config import broker as ports
from tests import services
from tests.cast import PASSWORD
from tests.portals import Portal, create, tell
from tests.publication import TITLE

pytestmark = pytest.mark.worker
KILLS = 8
#: Everything that publication writes, in one statement.
STATE = """
    SELECT stage, number, opened_at IS NULL,
      (SELECT count(*) FROM assessments_inspectiondocument WHERE kind = 'circular'),
      (SELECT string_agg(state, ',') FROM duties_record),
      (SELECT string_agg(status, ',') FROM duties_obligation),
      (SELECT string_agg(state, ',') FROM assessments_finding),
      (SELECT count(*) FROM duties_notice WHERE kind = 'inspection'),
      (SELECT count(*) FROM organizations_journalentry WHERE action LIKE 'inspections.%')
    FROM assessments_inspection"""
BEFORE = ("on_site", None, True, 0, "confirmed", "met", "draft", 0, 0)
AFTER = ("published", 1, False, 2, "struck", "open", "open", 2)
WRITING = "SELECT count(*) FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname = \
current_database()"


@pytest.fixture(scope="module")
def template(server, tmp_path_factory):
    create(server, "told")
    portal = Portal(server, "told", "", tmp_path_factory.mktemp("var"))
    portal.python("-m", "tests.publication", "tell")
    return portal


@pytest.fixture
def portal(server, template, request, tmp_path):
    """The story in a database of the test's own."""
    name = f"told_{request.node.name[:40]}"
    create(server, name, "told")
    return Portal(server, name, "", tmp_path)


def publisher(portal: Portal):
    return portal.holder("hold", "typesetting", of="tests.publication")


def test_killed_at_any_moment_it_is_published_whole_or_not_at_all(portal):
    chance, seen, busy = random.Random(7), set(), 0
    with publisher(portal) as holder:
        for _ in range(KILLS):
            tell(holder, "start")
            begun = services.eventually(lambda: portal.left(WRITING), seconds=20)
            time.sleep(chance.uniform(0, 0.01))
            tell(holder, "kill")
            [state] = portal.ask(STATE)
            seen.add(state)
            busy += bool(begun) and state == BEFORE
        tell(holder, "start")
        assert services.eventually(lambda: portal.ask(STATE)[0][0] == "published")
    [state] = portal.ask(STATE)
    assert state[:-1] == AFTER
    assert seen <= {BEFORE, state}
    assert busy > 0


class Reader:
    """Somebody in front of the portal's pages."""

    def __init__(self, base: str, username: str):
        self.base = base
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        _, page = self.get("/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        said = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
        self.opener.open(f"{base}/login/", urlencode(said).encode()).close()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with self.opener.open(self.base + path, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture
def site(portal, settings, tmp_path):
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    port = ports.free_port()
    with portal.programs(
        "gunicorn",
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "--graceful-timeout",
        "1",
    ) as web:
        services.wait_for_port(port, web, seconds=30)
        yield f"http://127.0.0.1:{port}"


def test_two_readers_see_nothing_of_it_and_then_all_of_it(portal, site):
    key = portal.left("SELECT id FROM assessments_inspection")
    record = portal.left("SELECT id FROM duties_record")
    signs: dict[str, Callable[[int, str], bool]] = {
        f"/inspections/{key}/": lambda status, page: status == 200 and TITLE in page,
        "/inspections/": lambda status, page: TITLE in page,
        "/findings/": lambda status, page: TITLE in page,
        "/notices/": lambda status, page: TITLE in page,
        f"/records/{record}/": lambda status, page: "督查认定不符" in page,
        f"/inspections/{key}/documents/circular/en.pdf": lambda status, page: status == 200,
    }
    seen, stop = [], Event()
    readers = [Thread(target=watch, args=(Reader(site, name), signs, seen, stop))
               for name in ("official", "liaison")]  # fmt: skip
    with publisher(portal) as holder:
        for reader in readers:
            reader.start()
        services.eventually(lambda: len(seen) >= 2 * len(signs), seconds=120)
        tell(holder, "start")
        hidden = time.monotonic()
        while portal.left("SELECT count(*) FROM assessments_inspection WHERE number IS NULL"):
            hidden = time.monotonic()
        told = time.monotonic()
        stop.set()
        for reader in readers:
            reader.join()
    early = {path for asked, answered, path, shown in seen if answered < hidden and shown}
    late = {path for asked, answered, path, shown in seen if asked > told and not shown}
    assert (early, late) == (set(), set())
    assert {path for asked, _, path, shown in seen if asked > told} == set(signs)
    assert {path for _, answered, path, _ in seen if answered < hidden} == set(signs)


def watch(reader: Reader, signs: dict, seen: list, stop: Event) -> None:
    """Round after round until told to stop, and once more."""
    last = False
    while not last:
        last = stop.is_set()
        for path, sign in signs.items():
            asked = time.monotonic()
            answer = reader.get(path)
            seen.append((asked, time.monotonic(), path, sign(*answer)))
