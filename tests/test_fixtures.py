"""The shipped data: loaded, read back and compared equal; loaded again, nothing changes."""

from pathlib import Path

import pytest
from django.conf import settings

from duties import catalogue
from duties.actions import regulations
from duties.models import Requirement
from organizations import divisions
from organizations.actions import divisions as loading
from organizations.models import Post, Unit
from tests.cast import ON

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
pytestmark = pytest.mark.django_db


def test_the_regulation_is_the_file():
    data = catalogue.parse((FIXTURES / "regulation" / "zhejiang-2018.yaml").read_bytes())
    regulations.load(data=data, by=None, on=ON)
    told = {(r.code, r.kind, r.cadence, r.quantified, r.statement.zh) for r in data.requirements}
    kept = Requirement.objects.values_list("code", "kind", "cadence", "quantified", "statement_zh")
    assert set(kept) == told
    assert regulations.load(data=data, by=None, on=ON) == []


def test_the_divisions_are_the_file():
    data = divisions.parse((FIXTURES / "units" / "zhejiang.yaml").read_text())
    loading.load(divisions=data, by=None, on=ON)
    assert set(Unit.objects.values_list("code", "name_zh", "name_en")) == {
        (one.code, one.name_zh, one.name_en) for one in data
    }
    assert (Unit.objects.count(), Post.objects.count()) == (102, 204)
    assert list(loading.load(divisions=data, by=None, on=ON)) == []
