"""Who has to do with chapter IV: by office, by level, by case."""

import pytest

from organizations.models import User
from tests.accountability.story import Story
from tests.cast import make_person


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
