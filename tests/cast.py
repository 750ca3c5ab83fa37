"""The small known cast of every story: one province, two cities, a county; one person a role.

Built through the same actions as in the portal. ``ON`` is the day on which the stories play.
"""

from datetime import date, datetime, time

import pytest
import time_machine
from django.db.models import F
from django.utils.timezone import get_current_timezone

from duties.actions import recount
from duties.models import Clause, Ledger, Obligation, Regulation, Requirement
from organizations.actions import appointments, grants, people, units
from organizations.models import Post, Unit, User

ON = date(2026, 11, 23)
PASSWORD = "correct-horse-2026"
IN_FORCE = date(2018, 3, 15)
_LEVELS = {"330000": "province", "330100": "city", "330200": "city", "330102": "county"}


def make_unit(name_zh: str, code: str, parent: Unit | None = None, **fields) -> Unit:
    fields = {"kind": "region", "level": _LEVELS.get(code, "county")} | fields
    return units.create(parent=parent, by=None, on=ON, name_zh=name_zh, code=code, **fields)


def make_post(unit: Unit, track: str = "government", **fields) -> Post:
    title = fields.pop("title_zh", f"{unit.name_zh}{'书记' if track == 'party' else '市长'}")
    return units.create_post(
        unit=unit, track=track, by=None, on=ON, title_zh=title, title_en=f"{track} head", **fields
    )


def make_person(username: str, *granted: tuple[str, Unit], post: Post | None = None, **fields):
    """A person with these grants, or sitting on ``post`` since 2025."""
    person = people.create(
        by=None, on=ON, username=username, password=PASSWORD, name_zh=f"人员{username}",
        email=f"{username}@portal.invalid", **fields,
    )  # fmt: skip
    for code, unit in granted:
        grants.give(person=person, code=code, unit=unit, by=None, on=ON)
    if post is not None:
        appointments.begin(post=post, person=person, starts_on=date(2025, 1, 1), by=None, on=ON)
    return person


def appoint(post: Post, username: str, starts_on: date, ends_on: date | None = None) -> User:
    """A new person who sits on ``post`` on these days."""
    person = make_person(username)
    appointments.begin(
        post=post, person=person, starts_on=starts_on, ends_on=ends_on, by=None, on=ON
    )
    return person


def noon(day: date):
    """Twelve o'clock of the legal calendar, to travel to."""
    return time_machine.travel(datetime.combine(day, time(12), get_current_timezone()))


def make_requirement(code: str, kind: str = "count", params=None, cadence="year", **fields):
    """Requirement ``"15.2/1"`` with its clause; government from Art. 15 on."""
    clause_code, position = code.split("/")
    article, item = (int(part) for part in clause_code.split("."))
    regulation, _ = Regulation.objects.get_or_create(
        code="zhejiang-2018",
        defaults={"title_zh": "实施办法", "title_en": "Measures", "issued_by_zh": "省委办公厅",
                  "valid_from": IN_FORCE},
    )  # fmt: skip
    clause, _ = Clause.objects.get_or_create(
        regulation=regulation, article=article, item=item, valid_from=IN_FORCE,
        defaults={"track": "party" if article < 15 else "government",
                  "title_zh": f"条款{clause_code}", "title_en": f"Clause {clause_code}"},
    )  # fmt: skip
    return Requirement.objects.create(
        clause=clause, position=int(position), code=code, kind=kind,
        params={"at_least": 1} if params is None else params, cadence=cadence, quantified=True,
        statement_zh=f"要求{code}", statement_en=f"Requirement {code}", valid_from=IN_FORCE,
        **fields,
    )  # fmt: skip


def book(*rows: Obligation) -> None:
    """Enter obligations that a story wrote by hand into ledgers and summaries."""
    for row in rows:
        ledger, _ = Ledger.objects.get_or_create(post=row.post, year=row.year)
        Ledger.objects.filter(pk=ledger.pk).update(owed=F("owed") + 1, version=F("version") + 1)
    for year in {row.year for row in rows}:
        recount.rebuild(year=year)


@pytest.fixture
def province(db) -> Unit:
    return make_unit("浙江省", "330000", name_en="Zhejiang Province")


@pytest.fixture
def city(province) -> Unit:
    return make_unit("杭州市", "330100", province, name_en="Hangzhou City")


@pytest.fixture
def other_city(province) -> Unit:
    return make_unit("宁波市", "330200", province, name_en="Ningbo City")


@pytest.fixture
def county(city) -> Unit:
    return make_unit("上城区", "330102", city, name_en="Shangcheng District")


@pytest.fixture
def post(city) -> Post:
    """The government head of the city: whose duties most stories are about."""
    return make_post(city, "government", title_zh="杭州市市长")


@pytest.fixture
def official(post) -> User:
    return make_person("official", post=post, unit=post.unit)


@pytest.fixture
def liaison(city) -> User:
    return make_person("liaison", ("log", city), unit=city)


@pytest.fixture
def reviewer(city) -> User:
    return make_person("reviewer", ("confirm", city), unit=city)


@pytest.fixture
def overseer(province) -> User:
    return make_person("overseer", ("oversee", province), unit=province)


@pytest.fixture
def other_overseer(other_city) -> User:
    return make_person("other_overseer", ("oversee", other_city), unit=other_city)


@pytest.fixture
def inspector(province) -> User:
    return make_person("inspector", ("inspect", province), unit=province)


@pytest.fixture
def assessor(province) -> User:
    return make_person("assessor", ("assess", province), unit=province)


@pytest.fixture
def administrator(province) -> User:
    return make_person("administrator", ("administer", province), unit=province)


@pytest.fixture
def grantor(province) -> User:
    return make_person("grantor", ("grant", province), unit=province)


@pytest.fixture
def auditor(province) -> User:
    return make_person("auditor", ("audit", province), unit=province)


@pytest.fixture
def outsider(db) -> User:
    """Logs in, holds nothing."""
    return make_person("outsider")
