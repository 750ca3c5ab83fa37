"""Who has to do with chapter IV: by office, by level, by case."""

import uuid

import pytest

from accountability.actions import interference
from accountability.models import InterferenceEntry
from duties.actions import obligations
from duties.models import Obligation
from organizations.models import User
from tests.accountability.story import Story
from tests.cast import ON, make_person, make_post, make_requirement


@pytest.fixture
def handler(province) -> User:
    """Of the discipline organ of the level that manages the city's heads; assigned to the case."""
    return make_person("handler", ("discipline", province), unit=province)


@pytest.fixture
def bystander(province) -> User:
    """Of the same organ, with the same grant, but not on the case."""
    return make_person("bystander", ("discipline", province), unit=province)


@pytest.fixture
def city_discipline(city) -> User:
    """The discipline organ of another level."""
    return make_person("city_discipline", ("discipline", city), unit=city)


@pytest.fixture
def office(province) -> User:
    """The Party committee's office: it records what the committee decided."""
    return make_person("office", ("oversee", province), unit=province)


@pytest.fixture
def organizer(province) -> User:
    """The organization department."""
    return make_person("organizer", ("appoint", province), unit=province)


@pytest.fixture
def second_handler(province) -> User:
    """The other handler: statements are never taken by one alone."""
    return make_person("second_handler", ("discipline", province), unit=province)


@pytest.fixture
def story(post, official, handler, second_handler, office, organizer) -> Story:
    return Story(post, official, handler, second_handler, office, organizer)


@pytest.fixture
def reporter(city) -> User:
    """Of a court of the city: records interference into its register."""
    return make_person("reporter", ("register", city), unit=city)


@pytest.fixture
def colleague_reporter(city) -> User:
    """Of the procuratorate of the same city: the same grant, other entries."""
    return make_person("colleague_reporter", ("register", city), unit=city)


@pytest.fixture
def collator(city) -> User:
    """The political-legal committee of the city."""
    return make_person("collator", ("collate", city), unit=city)


@pytest.fixture
def provincial_collator(province) -> User:
    """The political-legal committee of the province, to which the city reports."""
    return make_person("provincial_collator", ("collate", province), unit=province)


@pytest.fixture
def enter(city, post, reporter):
    """File an entry into the city's register."""

    def enter(by=reporter, on=ON, **fields) -> InterferenceEntry:
        said = {
            "happened_on": on, "kind": "pleading", "way": "phone", "post": post, "office": "",
            "matter": "（2026）某号民事案件，审判环节", "account": "来电询问案情并要求关照。",
        }  # fmt: skip
        return interference.file(key=uuid.uuid4(), unit=city, by=by, on=on, **(said | fields))

    return enter


@pytest.fixture
def duty(city, collator) -> Obligation:
    """Art. 8(4) of the city's Party head, fourth quarter of 2026."""
    make_post(city, "party", title_zh="杭州市委书记")
    make_requirement("8.4/1", kind="register", cadence="quarter", params={})
    obligations.open_year(year=2026, on=ON)
    return Obligation.objects.get(period_key="2026Q4")
