"""What overseers and inspectors do in almost every story of an inspection."""

import uuid
from datetime import date

import pytest

from assessments.actions import closing, fieldwork, files, findings, inspections, papers, teams
from assessments.actions.inspections import Choice
from assessments.models import Inspection, PaperEntry
from duties.actions import obligations
from duties.models import Obligation
from organizations.models import User
from tests.cast import ON, make_person, make_requirement, noon
from tests.files import photo_upload


@pytest.fixture
def that_day():
    """Noon of the day on which the stories play."""
    with noon(ON):
        yield


@pytest.fixture
def record(post, official, confirm):
    """A confirmed record of the city's government head, there to be looked into."""
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)
    return confirm(Obligation.objects.get())


@pytest.fixture
def second(province) -> User:
    """The second person needed to order an unannounced visit."""
    return make_person("second", ("oversee", province), unit=province)


@pytest.fixture
def colleague(province) -> User:
    """The other inspector, who signs."""
    return make_person("colleague", ("inspect", province), unit=province)


@pytest.fixture
def plan(province, city, overseer, inspector, colleague):
    """``plan(kind="special", …)``: an inspection of the city by two inspectors."""

    def plan(kind="special", second=None, units=None, team=None, **fields) -> Inspection:
        fields = {
            "title": "法治建设专项督查", "year": 2026, "articles": [], "size": 5,
            "weighting": "risk", "starts_on": date(2026, 11, 23), "ends_on": date(2026, 11, 27),
        } | fields  # fmt: skip
        return inspections.plan(
            key=uuid.uuid4(), unit=province, units=units or Choice([city]),
            team=team or Choice([inspector, colleague]), second=second, by=overseer, on=ON,
            kind=kind, **fields,
        )  # fmt: skip

    return plan


@pytest.fixture
def on_site(plan, overseer, inspector):
    """An announced inspection that has begun, its papers laid out."""

    def on_site(**fields) -> Inspection:
        row = plan(**fields)
        by = row.second or overseer
        row = inspections.order(inspection=row, version=row.version, by=by, on=ON)
        return fieldwork.begin(inspection=row, version=row.version, by=inspector, on=ON)

    return on_site


@pytest.fixture
def write(inspector):
    """``write(paper, "confirmed")``: an entry on what the inspector has before him."""

    def write(paper, verdict="confirmed", note="", by=inspector, base=None) -> PaperEntry:
        paper.refresh_from_db()
        entry, _created = papers.write(
            paper=paper, key=uuid.uuid4(), base=paper.version if base is None else base,
            verdict=verdict, note=note, checks={}, by=by, on=ON,
        )  # fmt: skip
        return entry

    return write


@pytest.fixture
def finish(write, colleague, overseer):
    """All papers written and signed: the first with ``verdict``, the rest confirmed."""

    def finish(inspection, verdict="confirmed", note="") -> Inspection:
        for paper in inspection.papers.all():
            write(paper, verdict, note)
        sign_all(inspection, colleague)
        inspection.refresh_from_db()
        return inspection

    return finish


@pytest.fixture
def publish(overseer):
    def publish(inspection, on=ON) -> Inspection:
        inspection.refresh_from_db()
        return closing.publish(
            inspection=inspection, version=inspection.version, by=overseer, on=on
        )

    return publish


def sign_all(inspection, by):
    rows = inspection.papers.signable_by(by)
    seen = {paper.pk: paper.version for paper in rows}
    return papers.sign(inspection=inspection, seen=seen, by=by, on=ON) if seen else 0


def inspected(post, people):
    """One inspection of every kind of thing that hangs on it: its draw, a paper with a
    photograph, a finding that was answered; and who was kept away from it."""
    overseer, inspector, liaison = (people[name] for name in ("overseer", "inspector", "liaison"))
    colleague = make_person("colleague", ("inspect", overseer.unit))
    barred = make_person("barred", ("inspect", overseer.unit), unit=post.unit)
    relation = teams.declare(unit=post.unit, note="亲属任职", by=barred)
    row = inspections.plan(
        key=uuid.uuid4(), unit=overseer.unit, units=Choice([post.unit]), second=None, by=overseer,
        team=Choice([inspector, colleague, barred]), on=ON, kind="special", title="专项督查",
        year=2026, articles=[], size=5, weighting="risk", starts_on=ON, ends_on=ON,
    )  # fmt: skip
    inspections.order(inspection=row, version=row.version, by=overseer, on=ON)
    fieldwork.begin(inspection=row, version=row.version, by=inspector, on=ON)
    paper = row.papers.get()
    files.photograph(paper=paper, key=uuid.uuid4(), file=photo_upload(), by=inspector, on=ON)
    papers.write(
        paper=paper, key=uuid.uuid4(), base=0, verdict="confirmed", note="", checks={},
        by=inspector, on=ON,
    )  # fmt: skip
    finding = findings.add(
        inspection=row, key=uuid.uuid4(), unit=post.unit, article=15, severity="minor",
        text="台账不全", days=30, by=inspector, on=ON,
    )  # fmt: skip
    papers.sign(inspection=row, seen={paper.pk: 1}, by=colleague, on=ON)
    row.refresh_from_db()
    closing.feed_back(inspection=row, version=row.version, by=overseer, on=ON)
    finding.refresh_from_db()
    findings.answer(finding=finding, key=uuid.uuid4(), measures="已补齐。", by=liaison, on=ON)
    return {"inspection": row, "finding": finding, "paper": paper, "relation": relation}
