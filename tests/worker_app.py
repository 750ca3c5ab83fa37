"""The portal's Celery application in small bites, for tests that kill and crowd workers.

``python -m tests.worker_app`` holds a warm process that forks workers: a worker is there in
a moment, so that a test can kill very many. Commands on standard input: ``start`` a worker,
``beat`` for a scheduler, ``kill`` them all. With ``typesetting`` they begin with it warm.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402

from assessments import pdf  # noqa: E402
from assessments.actions import report_archives, report_making  # noqa: E402
from config.celery import app  # noqa: E402
from duties.actions import checks, obligations  # noqa: E402
from organizations.pdf import warm_up  # noqa: E402

checks.CHUNK = 100
obligations.CHUNK = 3
report_making.LEASE = timedelta(seconds=8)
report_archives.LEASE = report_archives.STALLED = timedelta(seconds=1)
DAY = "2027-01-01"
#: What two beats send every second, as if their clocks had gone mad.
app.conf.beat_schedule = {
    "check-due": {"task": "duties.tasks.check_due", "schedule": 1.0, "args": [DAY]},
    "open-years": {"task": "duties.tasks.open_years", "schedule": 1.0, "args": [DAY]},
    "prove": {"task": "duties.tasks.prove", "schedule": 2.0, "args": [DAY]},
}


#: What a worker and a beat would load after the fork, each anew.
LOADED = (
    "celery.bin.celery", "celery.apps.worker", "celery.apps.beat", "celery.app.amqp",
    "celery.app.control", "celery.app.log", "celery.concurrency.solo", "celery.worker.autoscale",
    "celery.worker.components", "celery.worker.consumer", "celery.worker.control",
    "celery.worker.loops", "celery.worker.strategy", "kombu.transport.redis",
)  # fmt: skip


def work() -> None:
    app.worker_main(["worker", "--pool", "solo", "--loglevel", "error", "--without-gossip",
                     "--without-mingle", "--without-heartbeat", "-n", f"w{os.getpid()}@%h"])  # fmt: skip


def beat() -> None:
    file = settings.VAR_DIR / f"beat{os.getpid()}"
    app.start(["beat", "--loglevel", "error", "--pidfile", "", "-s", str(file)])


def warm() -> None:
    app.finalize()
    app.loader.import_default_modules()
    for name in LOADED:
        import_module(name)
    if "typesetting" in sys.argv:
        warm_up(pdf.STYLESHEETS)


def hold(**deeds: Callable[[], None]) -> None:
    """Fork the deed of each order, kill all with SIGKILL on ``kill``; answer when it is done."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    children: list[int] = []
    try:
        for line in sys.stdin:
            if line.strip() == "kill":
                _kill(children)
            else:
                children.append(_forked(deeds[line.strip()]))
            print(line.strip(), flush=True)  # noqa: T201
    finally:
        _kill(children)


def _forked(deed: Callable[[], None]) -> int:
    child = os.fork()
    if not child:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        deed()
        os._exit(0)
    return child


def _kill(children: list[int]) -> None:
    while children:
        child = children.pop()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    warm()
    hold(start=work, beat=beat)
