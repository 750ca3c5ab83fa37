"""The portal's Celery application in small bites, for tests that kill and crowd workers.

``python -m tests.worker_app`` holds a warm process that forks workers: a worker is there in
a moment, so that a test can kill very many. Commands on standard input: ``start``, ``kill``.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from assessments import pdf  # noqa: E402
from assessments.actions import report_archives, report_making  # noqa: E402
from config.celery import app  # noqa: E402
from duties.actions import checks, obligations  # noqa: E402
from organizations.pdf import warm_up  # noqa: E402

checks.CHUNK = 100
obligations.CHUNK = 3
report_making.LEASE = timedelta(seconds=15)
report_archives.LEASE = report_archives.STALLED = timedelta(seconds=1)
DAY = "2027-01-01"
#: What two beats send every second, as if their clocks had gone mad.
app.conf.beat_schedule = {
    "check-due": {"task": "duties.tasks.check_due", "schedule": 1.0, "args": [DAY]},
    "open-years": {"task": "duties.tasks.open_years", "schedule": 1.0, "args": [DAY]},
    "prove": {"task": "duties.tasks.prove", "schedule": 2.0, "args": [DAY]},
}


def work() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    app.worker_main(["worker", "--pool", "solo", "--loglevel", "error", "--without-gossip",
                     "--without-mingle", "--without-heartbeat"])  # fmt: skip


def hold(work: Callable[[], None]) -> None:
    """Fork ``work`` on ``start``, kill it with SIGKILL on ``kill``; answer when it is done."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    child = 0
    try:
        for line in sys.stdin:
            if line.strip() == "start":
                child = os.fork()
                if not child:
                    signal.signal(signal.SIGTERM, signal.SIG_DFL)
                    work()
                    os._exit(0)
            else:
                child = _kill(child)
            print(line.strip(), flush=True)  # noqa: T201
    finally:
        _kill(child)


def _kill(child: int) -> int:
    if child:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return 0


if __name__ == "__main__":
    app.finalize()
    app.loader.import_default_modules()
    warm_up(pdf.STYLESHEETS)
    hold(work)
