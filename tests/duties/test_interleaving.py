"""Whatever order things happen in, the statuses end as if judged anew from the records alone.

A machine plays with a small world: it logs, confirms, strikes, waives, reinstates, hands the
post over, changes the law, lets days pass, checks in part and in full, opens the next year.
"""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from duties.actions import checks, obligations, proof, records, recount, waivers
from duties.models import (
    Evidence,
    Notice,
    Obligation,
    Record,
    Requirement,
    StatusChange,
    WaiverItem,
)
from organizations.actions import appointments
from tests.cast import make_person, make_requirement

NEW_YEAR = date(2027, 1, 1)
#: Kind → its parameters, and the parts that a record may give to it.
KINDS = {
    "count": ({"at_least": 2}, [{}, {"nil": True}]),
    "coverage": ({"subjects": ["人大", "政协"]}, [{"name": "人大"}, {"name": "政协"}]),
    "rate": (
        {"metrics": [["备案率", "0.9"]]},
        [{"name": "备案率", "numerator": Decimal(n), "denominator": Decimal(10)} for n in (8, 10)],
    ),
    "standing": (
        {"documents": ["顾问制度"]},
        [
            {"name": "顾问制度", "valid_from": date(2027, 1, 4)},
            {"name": "顾问制度", "valid_from": date(2027, 1, 4), "valid_until": date(2027, 8, 31)},
        ],
    ),
    "checklist": ({"steps": ["论证", "公示"]}, [{"name": "论证"}, {"name": "公示"}, {"nil": True}]),
    "register": ({}, [{"numerator": Decimal(1), "denominator": Decimal(1)}, {"nil": True}]),
    "statement": ({}, [{}]),
}


class World(RuleBasedStateMachine):
    people = None

    @initialize()
    def begin(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        self.on = NEW_YEAR
        self.corrected = False

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def pick(self, rows, number):
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        return rows.model.objects.get(pk=keys[number % len(keys)])

    @rule(which=st.integers(0, 99), part=st.integers(0, 9), back=st.integers(0, 200))
    def log(self, which, part, back):
        row = self.pick(Obligation.objects.all(), which)
        parts = KINDS[row.requirement.kind][1]
        self.write({row: [parts[part % len(parts)]]}, self.on - timedelta(days=back))

    def write(self, serves, held_on):
        liaison, token = self.people["liaison"], uuid.uuid4()
        Evidence.objects.create(
            token=token, sha256="0" * 64, name="纪要.pdf", size=1, media_type="application/pdf",
            uploaded_by=liaison, uploaded_at=timezone.now(),
        )  # fmt: skip
        record, _ = records.log(
            post=next(iter(serves)).post, token=token, serves=serves, by=liaison, on=self.on,
            held_on=held_on, title="会议", account="研究部署。",
        )  # fmt: skip
        records.submit(record=record, by=liaison, on=self.on)

    @precondition(lambda self: Record.objects.submitted().exists())
    @rule(which=st.integers(0, 99))
    def confirm(self, which):
        row = self.pick(Record.objects.submitted(), which)
        reviewer = self.people["reviewer"]
        records.confirm(record=row, version=row.version, by=reviewer, on=self.on)

    @precondition(lambda self: Record.objects.confirmed().exists())
    @rule(which=st.integers(0, 99))
    def strike(self, which):
        row = self.pick(Record.objects.confirmed(), which)
        records.strike(record=row, reason="不实", by=self.people["reviewer"], on=self.on)

    @precondition(lambda self: Obligation.objects.unmet().exists())
    @rule(which=st.integers(0, 99))
    def waive(self, which):
        overseer, token = self.people["overseer"], uuid.uuid4()
        row = self.pick(Obligation.objects.unmet(), which)
        Evidence.objects.create(
            token=token, sha256="0" * 64, name="说明.pdf", size=1, media_type="application/pdf",
            uploaded_by=overseer, uploaded_at=timezone.now(),
        )  # fmt: skip
        waivers.grant(
            post=row.post, obligations=[row], reason="不适用", token=token, by=overseer, on=self.on
        )

    @precondition(lambda self: WaiverItem.objects.in_force().exists())
    @rule(which=st.integers(0, 99))
    def reinstate(self, which):
        item = self.pick(WaiverItem.objects.in_force(), which)
        waivers.reinstate(item=item, reason="适用", by=self.people["overseer"], on=self.on)

    @rule(days=st.sampled_from([1, 7, 30, 31, 60, 92, 183]))
    def days_pass(self, days):
        self.on += timedelta(days=days)

    @rule()
    def check(self):
        checks.run_due(on=self.on)

    @rule()
    def check_in_full(self):
        """It finds nothing, unless the law changed since the last one."""
        checks.run_due(on=self.on)
        summary = proof.run_full(on=self.on)
        assert self.corrected or summary.written == 0
        self.corrected = False

    @rule()
    def hand_over(self):
        post = self.people["post"]
        present = post.appointments.get(ends_on=None)
        if present.starts_on >= self.on:
            return
        appointments.end(appointment=present, ends_on=self.on, by=None, on=self.on)
        following = self.on + timedelta(days=1)
        successor = self.people["second" if present.person == self.people["first"] else "first"]
        appointments.begin(post=post, person=successor, starts_on=following, by=None, on=self.on)

    @rule(year=st.sampled_from([2027, 2028]))
    def open_year(self, year):
        obligations.open_year(year=year, on=self.on)

    @rule(at_least=st.integers(1, 3))
    def the_law_is_corrected(self, at_least):
        Requirement.objects.filter(kind="count").update(params={"at_least": at_least})
        self.corrected = True

    @rule()
    def the_law_begins_anew(self):
        old = Requirement.objects.filter(kind="coverage", valid_until=None).first()
        if old is None or old.valid_from >= self.on or Requirement.objects.count() > 9:
            return
        Requirement.objects.filter(pk=old.pk).update(valid_until=self.on)
        old.pk, old.valid_from, old.params = None, self.on, {"subjects": ["人大"]}
        old.save(force_insert=True)
        self.corrected = True

    @invariant()
    def nothing_is_told_twice(self):
        told = list(Notice.objects.values_list("recipient", "key"))
        assert len(told) == len(set(told))

    @invariant()
    def summaries_are_in_step(self):
        assert recount.differences(2027) == []

    def settle(self):
        """What the portal would have done by itself by now, then judge from nothing.

        The daily check is enough; only a law that changed asks for the full one.
        """
        for year in (2027, 2028):
            if Obligation.objects.of_year(year).exists():
                obligations.open_year(year=year, on=self.on)
        checks.run_due(on=self.on)
        if self.corrected:
            self.check_in_full()
        settled = list(Obligation.objects.order_by("pk").values())
        again = checks.run_from_nothing(on=self.on)
        assert (again.written, again.failed) == (0, [])
        assert list(Obligation.objects.order_by("pk").values()) == settled
        self.history_adds_up()

    def history_adds_up(self):
        """Each change begins where the one before ended, and the last ends where we stand."""
        stood = {}
        for change in StatusChange.objects.order_by("pk"):
            assert stood.get(change.obligation_id, "open") == change.before
            stood[change.obligation_id] = change.after
        for row in Obligation.objects.all():
            assert stood.get(row.pk, "open") == row.status

    @rule()
    def end_as_judged_from_nothing(self):
        self.settle()


@pytest.fixture
def world(post, liaison, reviewer, overseer):
    for number, (kind, (params, _)) in enumerate(KINDS.items(), 1):
        cadence = "half_year" if kind in ("count", "statement") else "year"
        make_requirement(f"15.{number}/1", kind=kind, params=params, cadence=cadence)
    obligations.open_year(year=2027, on=NEW_YEAR)
    first, second = make_person("first", post=post), make_person("second")
    return {"post": post, "liaison": liaison, "reviewer": reviewer, "overseer": overseer,
            "first": first, "second": second}  # fmt: skip


def test_any_interleaving_ends_as_judged_from_nothing(world):
    class Played(World):
        people = world

        def teardown(self):
            try:
                self.settle()
            finally:
                super().teardown()

    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
