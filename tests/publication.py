"""A hidden visit that waits to be published, and a warm process that publishes it.

``python -m tests.publication tell`` writes the story into the database; with ``hold typesetting``
the process forks one that publishes on ``start`` and kills it with SIGKILL on ``kill``.
"""

import sys
import uuid

from tests import worker_app  # sets Django up

from assessments.actions import closing, fieldwork, inspections, papers  # isort: skip
from assessments.actions.inspections import Choice
from assessments.models import Inspection
from duties.actions import evidence, obligations, records
from duties.models import Obligation
from organizations.models import User
from tests.cast import ON, make_person, make_post, make_requirement, make_unit
from tests.files import pdf_upload

TITLE = "暗访CANARY"


def tell() -> None:
    province = make_unit("浙江省", "330000")
    city = make_unit("杭州市", "330100", province)
    make_person("official", post=make_post(city))
    liaison, reviewer = (
        make_person(name, (code, city))
        for name, code in (("liaison", "log"), ("reviewer", "confirm"))
    )
    overseer, second = (make_person(name, ("oversee", province)) for name in ("one", "two"))
    team = [make_person(name, ("inspect", province)) for name in ("three", "four")]
    _record(liaison, reviewer)
    row = inspections.plan(
        key=uuid.uuid4(), unit=province, units=Choice([city]), team=Choice(team), second=second,
        by=overseer, on=ON, kind="unannounced", title=TITLE, year=2026, articles=[], size=1,
        weighting="equal", starts_on=ON, ends_on=ON,
    )  # fmt: skip
    inspections.order(inspection=row, version=row.version, by=second, on=ON)
    fieldwork.begin(inspection=row, version=row.version, by=team[0], on=ON)
    paper = row.papers.get()
    papers.write(
        paper=paper, key=uuid.uuid4(), base=0, verdict="discrepancy", note="没有召开", checks={},
        by=team[0], on=ON,
    )  # fmt: skip
    papers.sign(inspection=row, seen={paper.pk: 1}, by=team[1], on=ON)


def _record(liaison: User, reviewer: User) -> None:
    make_requirement("15.2/1")
    obligations.open_year(year=2026, on=ON)
    duty, token = Obligation.objects.get(), uuid.uuid4()
    evidence.receive(file=pdf_upload(), token=token, unit=duty.unit, by=liaison, on=ON)
    record, _ = records.log(
        post=duty.post, token=token, serves={duty: [{}]}, by=liaison, on=ON, held_on=ON,
        title="领导小组会议", account="研究部署。",
    )  # fmt: skip
    records.submit(record=record, by=liaison, on=ON)
    records.confirm(record=record, version=record.version, by=reviewer, on=ON)


def publish() -> None:
    row = Inspection.objects.get()
    if row.published_at is None:
        overseer = User.objects.get(username="one")
        closing.publish(inspection=row, version=row.version, by=overseer, on=ON)


if __name__ == "__main__":
    if sys.argv[1] == "hold":
        worker_app.warm()
        worker_app.hold(start=publish)
    else:
        tell()
