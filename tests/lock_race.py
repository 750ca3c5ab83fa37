"""Actions that need the same rows and the journal, two at a time, on the database of DATABASE_URL.

``python -m tests.lock_race ROUNDS`` tells how often a pair waited for each other in a circle,
with the journal's lock taken first (``journal.atomic``) and, as the control, without.
"""

import json
import os
import sys
import threading
import uuid
from collections import Counter
from contextlib import ExitStack
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import OperationalError, connection, transaction  # noqa: E402

from assessments.actions import reports, schemes  # noqa: E402
from assessments.figures.applying import default_scheme  # noqa: E402
from assessments.models import AnnualReport, IndicatorScheme  # noqa: E402
from duties.actions import evidence, obligations, records, waivers  # noqa: E402
from duties.models import Obligation, WaiverItem  # noqa: E402
from organizations.actions import journal  # noqa: E402
from organizations.errors import Refused  # noqa: E402
from organizations.models import Unit, User  # noqa: E402
from tests.cast import ON, make_person, make_post, make_requirement, make_unit  # noqa: E402
from tests.files import pdf_upload  # noqa: E402
from tests.handing_in import draft, made, set_term  # noqa: E402

#: How long each holds what it has before it asks for the next.
STILL = 0.2


def world() -> None:
    province = make_unit("浙江省", "330000")
    city = make_unit("杭州市", "330100", province)
    official = make_person("official", post=make_post(city))
    make_person("liaison", ("log", city))
    make_person("reviewer", ("confirm", city))
    overseer = make_person("overseer", ("oversee", province), ("assess", province))
    make_person("assessor", ("assess", city))
    make_requirement("15.1/1", params={"at_least": 10_000})
    obligations.open_year(year=ON.year, on=ON)
    set_term(province, overseer)
    draft(official.appointments.get(), official)


def who(name: str) -> User:
    return User.objects.get(username=name)


def the_city() -> Unit:
    return Unit.objects.get(code="330100")


def file_under(token, by) -> None:
    evidence.receive(file=pdf_upload(), token=token, unit=the_city(), by=by, on=ON)


def confirming():
    """A record of the duty waits to be confirmed."""
    row, liaison, token = Obligation.objects.get(), who("liaison"), uuid.uuid4()
    file_under(token, liaison)
    record, _ = records.log(
        post=row.post, token=token, serves={row: [{}]}, by=liaison, on=ON, held_on=ON,
        title="会议", account="研究部署。",
    )  # fmt: skip
    records.submit(record=record, by=liaison, on=ON)
    reviewer = who("reviewer")
    return lambda: records.confirm(record=record, version=record.version, by=reviewer, on=ON)


def waiving():
    """The same duty is waived: its row first, then the journal."""
    overseer, row, token = who("overseer"), Obligation.objects.get(), uuid.uuid4()
    for item in WaiverItem.objects.in_force():
        waivers.reinstate(item=item, reason="恢复", by=overseer, on=ON)
    file_under(token, overseer)
    return lambda: waivers.grant(
        post=row.post, obligations=[row], reason="无案件", token=token, by=overseer, on=ON
    )


def drafting():
    """A scheme for the unit that the record's entry in the journal names."""
    for row in IndicatorScheme.objects.all():
        schemes.discard(scheme=row, by=who("assessor"), on=ON)
    unit, by = the_city(), who("assessor")
    return lambda: schemes.draft(unit=unit, year=ON.year, content=default_scheme(), by=by, on=ON)


def handing_in():
    """The report holds the ledger that the duty's new status has to mark."""
    report, overseer = AnnualReport.objects.get(), who("overseer")
    if not report.is_editable:
        reports.send_back(report=report, edition=report.edition, reason="补充", by=overseer, on=ON)
    report = draft(report.appointment, who("official"), plans=uuid.uuid4().hex)
    ready, official = made(report), who("official")
    return lambda: reports.keep(report=report, made=ready, by=official, on=ON)


def slowly(module, name):
    """Does what it does, and then holds still."""
    true = getattr(module, name)

    def slow(*args, **kwargs):
        answer = true(*args, **kwargs)
        threading.Event().wait(STILL)
        return answer

    return patch.object(module, name, slow)


def together(*makers) -> str:
    """Both at the same moment; what the database said of it."""
    deeds, go, found = [make() for make in makers], threading.Barrier(len(makers)), []

    def run(deed):
        go.wait()
        try:
            deed()
        except Refused:
            pass  # The other came first.
        except OperationalError as error:
            found.append("deadlock" if "deadlock" in str(error) else str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    holding = [(waivers, "_require_unmet"), (schemes.schemes, "dump"), (reports, "_frozen"),
               (journal, "_head")]  # fmt: skip
    with ExitStack() as stack:
        for module, name in holding:
            stack.enter_context(slowly(module, name))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found[0] if found else "done"


PAIRS = {
    "a duty waived while a record of it is confirmed": (waiving, confirming),
    "a scheme drafted while the unit's record is confirmed": (drafting, confirming),
    "a report handed in while a duty of it is judged": (handing_in, confirming),
}


def rounds(number: int) -> dict[str, Counter]:
    return {name: Counter(together(*pair) for _ in range(number)) for name, pair in PAIRS.items()}


if __name__ == "__main__":
    world()
    told = {"in order": rounds(int(sys.argv[1]))}
    with patch.object(journal, "_atomic", transaction.atomic):
        for module in (waivers, schemes, reports, records):
            for name, action in list(vars(module).items()):
                if hasattr(action, "__wrapped__") and action.__module__ == module.__name__:
                    setattr(module, name, transaction.atomic(action.__wrapped__))
        told["as it comes"] = rounds(int(sys.argv[1]))
    sys.stdout.write(json.dumps(told))
