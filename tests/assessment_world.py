"""What those who assess do in almost every story of an assessment."""

import uuid
from datetime import date, timedelta

import pytest

from assessments.actions import assessing, computing, objections, publishing
from assessments.models import Assessment, Objection, Score
from duties.actions import obligations
from organizations.models import User
from tests.cast import ON, make_person, make_requirement
from tests.files import pdf_upload
from tests.scoring_world import force_scheme, root_of

AFTER = ON + timedelta(days=8)


@pytest.fixture
def approver(province) -> User:
    """The second person of those who assess."""
    return make_person("approver", ("assess", province), unit=province)


@pytest.fixture
def two_owed(post, official):
    """The city's government head owes two duties in the year."""
    make_requirement("15.1/1")
    make_requirement("15.2/1")
    obligations.open_year(year=ON.year, on=date(ON.year, 1, 1))
    return list(post.obligations.order_by("pk"))


@pytest.fixture
def draft(province, two_owed, assessor):
    """``draft()``: this year's assessment below the province, all figures worked out."""

    def draft(**fields) -> Assessment:
        if not province.schemes.exists():
            force_scheme(province, assessor)
        fields = {"unit": province, "year": ON.year, "by": assessor, "on": ON} | fields
        return computed(assessing.draft(**fields))

    return draft


@pytest.fixture
def commenting(draft, assessor):
    """``commenting()``: officials see their figures and may object for a week."""
    return lambda **fields: open_comment(draft(**fields), assessor)


@pytest.fixture
def published(commenting, assessor, approver):
    """``published()``: commented on, submitted, approved by the second person."""

    def published(**fields) -> Assessment:
        return publish(submit(commenting(**fields), assessor), approver)

    return published


def computed(row: Assessment) -> Assessment:
    computing.run(row.pk)
    row.refresh_from_db()
    return row


def again(row: Assessment, by: User, on: date = ON) -> Assessment:
    return computed(computing.ask(assessment=row, edition=row.edition, by=by, on=on))


def open_comment(row: Assessment, by: User) -> Assessment:
    until = ON + timedelta(days=7)
    return assessing.open_comment(assessment=row, edition=row.edition, until=until, by=by, on=ON)


def submit(row: Assessment, by: User) -> Assessment:
    return assessing.submit(assessment=row, edition=row.edition, by=by, on=AFTER)


def publish(row: Assessment, by: User) -> Assessment:
    return publishing.publish(assessment=row, edition=row.edition, by=by, on=AFTER)


def object_to(score: Score, by: User, text: str = "有一次会议没有计入。") -> Objection:
    objections.attach(score=score, key=uuid.uuid4(), file=pdf_upload(), by=by, on=ON)
    return objections.raise_objection(
        score=score, key=uuid.uuid4(), text=text, code="duties", by=by, on=ON
    )


def answer(row: Objection, by: User, ruling: str = "refused") -> Objection:
    return objections.answer(
        objection=row, ruling=ruling, text="经核对，会议材料不全。", by=by, on=ON
    )


def judged(post, official):
    """This year published with an answered objection; its correction out for comment."""
    province = root_of(post.unit)
    by, second = User.objects.get(username="scorer"), User.objects.get(username="scorer2")
    row = computed(assessing.draft(unit=province, year=ON.year, by=by, on=ON))
    row = open_comment(row, by)
    objection = answer(object_to(row.scores.get(post=post), official), by)
    row = publish(submit(row, by), second)
    draft = assessing.draft(unit=province, year=ON.year, reason="更正", by=by, on=ON)
    draft = open_comment(computed(draft), by)
    return {"assessment": row, "commented": draft, "objection": objection}
