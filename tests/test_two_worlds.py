"""An unannounced visit exists for nobody but its team and those who ordered it.

The same story is told twice, with the hidden inspections and without; then everybody else
reads all there is to read, and must not be able to tell the two apart (RELIABILITY T4–T6).
"""

import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail

from assessments.actions import (
    closing,
    fieldwork,
    files,
    findings,
    inspections,
    papers,
    scores,
    spot_checks,
    teams,
)
from assessments.actions.inspections import Choice
from assessments.models import Inspection
from assessments.models.inspection import InspectionQuerySet
from duties.actions import checks, evidence, inbox, obligations
from duties.models import Obligation
from organizations.models import UnitPermission
from tests import alike
from tests.cast import ON, make_person, make_requirement
from tests.crawl import differences
from tests.files import photo_upload
from tests.inspecting import sign_all
from tests.worlds import outgoing, readings, worlds

pytestmark = [pytest.mark.worlds, pytest.mark.django_db]
TITLE = "暗访行动CANARY"
OUTSIDERS = (
    "official", "liaison", "reviewer", "other_overseer", "not_asked", "not_sent", "removed",
    "assessor", "administrator", "grantor", "auditor", "outsider",
)  # fmt: skip


def _key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


@pytest.fixture
def people(request, province):
    """Everybody who must not know: near misses, too, of the same office and the same grants."""
    named = {
        "not_asked": make_person("not_asked", ("oversee", province), unit=province),
        "not_sent": make_person("not_sent", ("inspect", province), unit=province),
        "removed": make_person("removed", ("inspect", province), unit=province),
    }
    others = [role for role in OUTSIDERS if role not in named]
    return named | {role: request.getfixturevalue(role) for role in others}


@pytest.fixture
def stage(monkeypatch, people, post, confirm):
    """What both worlds begin with: a duty with a confirmed record; lots that always fall alike."""
    monkeypatch.setattr("assessments.actions.drawing.secrets.token_hex", lambda size: "5e" * size)
    monkeypatch.setattr(
        "assessments.actions.spot_checks.secrets.token_hex", lambda size: "ab" * size
    )
    make_requirement("15.2/1")
    make_requirement("15.3/1")
    obligations.open_year(year=2026, on=ON)
    confirm(Obligation.objects.first())


@pytest.fixture
def hide(plan, write, people, second, inspector, colleague, overseer, city):
    """Three hidden things: a visit all done but published, one to be ordered, a plan in a drawer."""

    def hide():
        team = Choice([inspector, colleague, people["removed"]])
        row = plan(kind="unannounced", second=second, team=team, title=TITLE)
        inspections.order(inspection=row, version=row.version, by=second, on=ON)
        fieldwork.begin(inspection=row, version=row.version, by=inspector, on=ON)
        for paper in row.papers.all():
            write(paper, "discrepancy", "会议没有召开")
            files.photograph(
                paper=paper, key=uuid.uuid4(), file=photo_upload(), by=inspector, on=ON
            )
        sign_all(row, colleague)
        findings.add(
            inspection=row, key=uuid.uuid4(), unit=city, article=15, severity="serious",
            text=TITLE, days=1, by=inspector, on=ON,
        )  # fmt: skip
        row.refresh_from_db()
        closing.praise(row=row.scope.get(), text=TITLE, by=inspector, on=ON)
        plan(kind="unannounced", second=second, team=team, title=TITLE)
        plan(kind="special", team=team, title=TITLE)
        UnitPermission.objects.filter(user=people["removed"]).delete()

    return hide


@pytest.fixture
def go_on(plan, publish, people, confirm, overseer, inspector, city):
    """What everybody may see happens in both worlds, after what is hidden: numbers go on."""

    def go_on():
        UnitPermission.objects.filter(user=people["removed"]).delete()
        confirm(Obligation.objects.last(), title="后来的会议")
        announced = _announced(overseer, inspector, people["not_sent"], city)
        inspections.order(inspection=announced, version=announced.version, by=overseer, on=ON)
        fieldwork.begin(inspection=announced, version=announced.version, by=inspector, on=ON)
        findings.add(
            inspection=announced, key=_key(2), unit=city, article=15, severity="minor",
            text="台账不全", days=5, by=inspector, on=ON,
        )  # fmt: skip
        for number, paper in enumerate(announced.papers.all(), 10):
            papers.write(
                paper=paper, key=_key(number), base=0, verdict="confirmed", note="", checks={},
                by=inspector, on=ON,
            )  # fmt: skip
        sign_all(announced, people["not_sent"])
        publish(announced)
        spot_checks.draw(unit=city, year=2026, size=1, by=people["not_sent"], on=ON)
        teams.declare(unit=city, note="亲属任职", by=people["not_sent"])
        _same_photograph(people["liaison"], city)
        time_passes()

    return go_on


def _same_photograph(liaison, city):
    """The very bytes that the team took on its hidden visit: nobody says that they are there."""
    evidence.receive(file=photo_upload(), token=_key(3), unit=city, by=liaison, on=ON)
    alike.run()


def _announced(overseer, inspector, other, city) -> Inspection:
    return inspections.plan(
        key=_key(1), unit=overseer.unit, units=Choice([city]), team=Choice([inspector, other]),
        second=None, by=overseer, on=ON, kind="special", title=TITLE, year=2026, articles=[],
        size=5, weighting="risk", starts_on=ON, ends_on=ON,
    )  # fmt: skip


def time_passes():
    """All that runs by itself, today and when the hidden deadlines would have passed."""
    for on in (ON, ON + timedelta(days=3), date(2027, 1, 5)):
        checks.run_due(on=on)
        findings.warn(on=on)
        scores.refresh(on=on)
    inbox.send()


def test_who_is_not_concerned_cannot_tell(stage, hide, go_on, people):
    def tell(hidden):
        if hidden:
            hide()
        go_on()
        return outgoing(), readings(people, words=[TITLE])

    (sent, read), (sent_without, read_without) = worlds(tell)
    assert sent == sent_without
    told = {role: differences(read[role], read_without[role]) for role in people}
    assert {role: said for role, said in told.items() if said} == {}
    assert min(len(pages) for pages in read.values()) > 30


def test_with_the_rule_removed_it_is_told(monkeypatch, stage, hide, people):
    """The control: were everything visible, the same reading would find it."""
    some = {"not_asked": people["not_asked"]}
    monkeypatch.setattr(InspectionQuerySet, "visible_to", lambda rows, user, on: rows)

    def tell(hidden):
        if hidden:
            hide()
        return readings(some, words=[TITLE])

    first, second = worlds(tell)
    assert all(differences(first[role], second[role]) for role in some)


def test_nothing_goes_out_and_nothing_lies_with_the_evidence(stage, hide, settings):
    before = outgoing(), {each.name for each in Path(settings.EVIDENCE_ROOT).glob("*")}
    hide()
    time_passes()
    after = {each.name for each in Path(settings.EVIDENCE_ROOT).glob("*")}
    assert not any(TITLE in each for each in outgoing())
    assert len(mail.outbox) == 0 or not any(TITLE in str(each.message()) for each in mail.outbox)
    assert after - before[1] == {"inspections"}


def test_the_team_and_those_who_ordered_read_it(stage, hide, client, inspector, second, overseer):
    hide()
    row = Inspection.objects.filter(kind="unannounced").order_by("stage").first()
    for person in (inspector, second, overseer):
        client.force_login(person)
        assert TITLE in client.get(row.get_absolute_url()).content.decode()


def test_once_published_the_concerned_learn_of_it_at_once(stage, hide, publish, official, client):
    hide()
    row = Inspection.objects.get(stage="on_site")
    client.force_login(official)
    assert client.get(row.get_absolute_url()).status_code == 404
    publish(row)
    assert TITLE in client.get(row.get_absolute_url()).content.decode()
    assert official.notices.filter(kind="inspection").count() == 1
