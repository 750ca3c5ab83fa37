"""What every test may lean on: a small known cast, its own evidence folder, real services."""

import os
import shutil
from functools import lru_cache

import pytest
from django.contrib.staticfiles import handlers
from django.core.cache import cache
from django.db import connections
from django.test import Client, TransactionTestCase, testcases
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from organizations import guards, pdf
from tests import migrated, set_once
from tests.room import roomy

# Playwright's own loop runs in the test's thread; the ORM is only used between its steps.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The live server serves what was collected, hashed names and all, as in production.
handlers.StaticFilesHandler = testcases._StaticFilesHandler

pytest_plugins = [
    "tests.cast", "tests.deeds", "tests.inspecting", "tests.alike", "tests.vectors",
    "tests.assessment_world", "tests.portals",
]  # fmt: skip


#: Begun first, or one worker waits for the other at the end. The first two by turns: those who
#: mostly wait for other processes, and those who use a core all the while.
LONG = ("worker", "worlds", "browser")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks what asks the database, and begins with what takes long."""
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & {
            *item.fixturenames
        }:
            item.add_marker("database")
    result = yield
    items.sort(key=_turns(items))
    return result


def _turns(items):
    """The order of an item: worker and worlds by turns, module by module; browser; all others."""
    places: dict[int, dict] = {}

    def turn(item):
        marks = [name for name in LONG if item.get_closest_marker(name)]
        kind = LONG.index(marks[0]) if marks else len(LONG)
        modules = places.setdefault(kind, {})
        place = modules.setdefault(item.module, len(modules))
        return (0, place, kind) if kind < 2 else (kind, 0, 0)

    return {item: turn(item) for item in items}.__getitem__


class OneByOne(LoadScopeScheduling):
    """Hands out one test after the other; only what shares with its module stays together."""

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return file if self._shares(file) else nodeid

    @lru_cache  # noqa: B019
    def _shares(self, file) -> bool:
        return 'scope="module"' in (self.config.rootpath / file).read_text()


def pytest_xdist_make_scheduler(config, log):
    return OneByOne(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """Beneath pytest's own calls, with room for those of the portal."""
    usual = item.config.pluginmanager.get_plugin("runner").pytest_runtest_protocol
    return roomy(usual)(item, nextitem)


@pytest.fixture(scope="session")
def _offered():
    migrated.offer()


@pytest.fixture(scope="session")
def django_db_setup(_offered, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        migrated.keep()


def _flush_past_the_guards(case):
    """The journal's triggers refuse the flush after a transactional test: lift, flush, set."""
    for connection in connections.all(initialized_only=True):
        guards.remove(connection)
    _plain_teardown(case)
    for connection in connections.all(initialized_only=True):
        guards.install(connection)


_plain_teardown = TransactionTestCase._fixture_teardown
TransactionTestCase._fixture_teardown = _flush_past_the_guards


@pytest.fixture(autouse=True)
def _small_world(settings, tmp_path):
    """Own evidence folder, a fast hasher, no list of the static files for each client; the
    portal's language, whatever the page before was read in."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECURE_SSL_REDIRECT = False
    settings.SIGNING_CERTIFICATE = None
    settings.WHITENOISE_AUTOREFRESH = True
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _set_once(request, monkeypatch):
    if request.path.parent.name != "organizations":
        monkeypatch.setattr(pdf, "render", set_once.render)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium; Playwright's own download is not wanted."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
    return browser_type_launch_args | {"executable_path": path, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def client_factory():
    """A second browser."""
    return Client
