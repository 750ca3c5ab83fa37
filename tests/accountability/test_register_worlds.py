"""An entry of the register exists for who recorded it and who sums up, an incentive before its
publication for the offices in charge, and neither for anybody else."""

import uuid
from pathlib import Path

import pytest

from accountability.actions import handling, incentives, interference
from tests.cast import ON
from tests.crawl import differences
from tests.files import pdf_upload
from tests.worlds import outgoing, readings, worlds

pytestmark = [pytest.mark.worlds, pytest.mark.django_db]
MATTER = "案件CANARY"
OUTSIDERS = (
    "colleague_reporter", "provincial_collator", "official", "handler", "liaison", "auditor",
)  # fmt: skip


@pytest.fixture
def hide(enter, reporter, collator, post, official, organizer, assessor):
    def hide():
        row = enter(matter=MATTER)
        interference.attach(
            of=uuid.uuid4(), key=uuid.uuid4(), file=pdf_upload(), by=reporter, on=ON
        )
        interference.add(entry=row, key=uuid.uuid4(), text=MATTER, by=reporter, on=ON)
        interference.reveal(entry=row, reason=MATTER, by=collator, on=ON)
        handling.handle(entry=row, answer="cleared", note=MATTER, by=collator, on=ON)
        waiting = incentives.propose(
            key=uuid.uuid4(), post=post, year=2026, form="praise", reason=MATTER, by=organizer,
            on=ON,
        )  # fmt: skip
        incentives.review(incentive=waiting, version=1, opinion=MATTER, by=assessor, on=ON)

    return hide


def test_nobody_else_can_tell_the_two_worlds_apart(request, hide):
    people = {role: request.getfixturevalue(role) for role in OUTSIDERS}

    def tell(hidden):
        if hidden:
            hide()
        return readings(people, words=[MATTER]), outgoing()

    (first, sent), (second, unsent) = worlds(tell)
    assert {role: differences(first[role], second[role]) for role in people} == dict.fromkeys(
        people, differences({}, {})
    )
    assert sent == unsent


def test_those_who_may_see_it_can(client, hide, reporter, collator):
    hide()
    for person in (reporter, collator):
        client.force_login(person)
        assert MATTER in client.get("/accountability/register/").text


def test_its_files_lie_apart(hide, settings):
    hide()
    folders = {each.name for each in Path(settings.EVIDENCE_ROOT).glob("*")}
    assert folders == {".incoming", "register"}
