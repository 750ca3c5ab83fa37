"""Publishing against confirming, round after round, on the database of DATABASE_URL.

``python -m tests.freeze_race ROUNDS`` tells what happened with the locks and without them: how
often it was published or refused, and how often a record that was confirmed before the
publication (by the order of the journal) is missing from what was frozen.
"""

import json
import os
import random
import sys
import threading
import uuid
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from assessments.actions import assessing, computing, publishing  # noqa: E402
from assessments.models import Assessment  # noqa: E402
from duties.actions import evidence, obligations, records  # noqa: E402
from duties.models import Obligation  # noqa: E402
from organizations.actions import journal  # noqa: E402
from organizations.errors import Refused  # noqa: E402
from organizations.models import JournalEntry, Unit, User  # noqa: E402
from tests.cast import ON, make_person, make_post, make_requirement, make_unit  # noqa: E402
from tests.files import pdf_upload  # noqa: E402

AFTER = ON + timedelta(days=8)
#: How long the publication holds still between looking and freezing.
STILL = 0.25


def world() -> None:
    province = make_unit("浙江省", "330000")
    city = make_unit("杭州市", "330100", province)
    make_person("official", post=make_post(city))
    make_person("liaison", ("log", city))
    make_person("reviewer", ("confirm", city))
    for name in ("assessor", "approver"):
        make_person(name, ("assess", province))
    make_requirement("15.1/1", params={"at_least": 10_000})
    obligations.open_year(year=ON.year, on=ON)


def who(name: str) -> User:
    return User.objects.get(username=name)


def submitted() -> Assessment:
    """The next version, ready to be approved."""
    by, province = who("assessor"), Unit.objects.get(code="330000")
    row = assessing.draft(unit=province, year=ON.year, reason="更正", by=by, on=ON)
    row = computing.ask(assessment=row, edition=row.edition, by=by, on=ON)
    computing.run(row.pk)
    row.refresh_from_db()
    until = ON + timedelta(days=7)
    row = assessing.open_comment(assessment=row, edition=row.edition, until=until, by=by, on=ON)
    return assessing.submit(assessment=row, edition=row.edition, by=by, on=AFTER)


def waiting_record():
    row, liaison, token = Obligation.objects.get(), who("liaison"), uuid.uuid4()
    evidence.receive(file=pdf_upload(), token=token, unit=row.unit, by=liaison, on=ON)
    record, _ = records.log(
        post=row.post, token=token, serves={row: [{}]}, by=liaison, on=ON, held_on=ON,
        title="会议", account="研究部署。",
    )  # fmt: skip
    records.submit(record=record, by=liaison, on=ON)
    return record


class Round:
    """One publication and one confirmation at the same time."""

    def __init__(self):
        self.row, self.record = submitted(), waiting_record()
        self.confirmed, self.go = threading.Event(), threading.Barrier(2)
        self.refused = False

    def publish(self):
        self.go.wait()
        try:
            publishing.publish(
                assessment=self.row, edition=self.row.edition, by=who("approver"), on=AFTER
            )
        except Refused:
            self.refused = True
        finally:
            connection.close()

    def confirm(self):
        self.go.wait()
        threading.Event().wait(random.random() / 10)
        try:
            records.confirm(
                record=self.record, version=self.record.version, by=who("reviewer"), on=ON
            )
            self.confirmed.set()
        finally:
            connection.close()

    def play(self) -> str:
        true = publishing.sha256_of

        def still(row):
            self.confirmed.wait(STILL)
            return true(row)

        threads = [threading.Thread(target=each) for each in (self.publish, self.confirm)]
        with patch.object(publishing, "sha256_of", still):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return self.judged()

    def judged(self) -> str:
        self.row.refresh_from_db()
        if not self.row.is_published:
            assessing.withdraw(
                assessment=self.row, edition=self.row.edition, reason="重来",
                by=who("assessor"), on=AFTER,
            )  # fmt: skip
            return "refused"
        order = JournalEntry.objects.filter(action__in=["assessments.publish", "records.confirm"])
        last = list(order.order_by("-pk").values_list("action", flat=True)[:2])
        frozen = self.row.scores.get().loaded_facts.duties[0].done
        live = Obligation.objects.get().done
        before = last[0] == "assessments.publish"
        return "torn" if before and frozen != live else "published"


def rounds(number: int, *, locked: bool) -> Counter:
    with ExitStack() as stack:
        if not locked:
            bare = transaction.atomic(publishing.publish.__wrapped__)
            stack.enter_context(patch.object(publishing, "publish", bare))
            stack.enter_context(patch.object(journal, "hold", lambda: None))
            stack.enter_context(patch.object(assessing, "hold_now", lambda *_: 0))
        return Counter(Round().play() for _ in range(number))


if __name__ == "__main__":
    world()
    told = {"locked": rounds(int(sys.argv[1]), locked=True)}
    told["unlocked"] = rounds(int(sys.argv[1]), locked=False)
    sys.stdout.write(json.dumps(told))
