"""Settings from the environment: each wrong value stops the start with one clear sentence."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from accountability.consequences import CONSEQUENCES
from accountability.incentive_stages import POINTS
from accountability.limits import LIMITS
from accountability.measures import FORMS, Subject
from config import environment


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"), ("PORT", "70000"), ("DEBUG", "perhaps"), ("SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://x/y"), ("REDIS_URL", "localhost"), ("EVIDENCE_MAX_MB", "0"),
        ("SESSION_IDLE_MINUTES", "1"), ("ACCOUNTABILITY_LIMITS", "served=3"),
        ("ACCOUNTABILITY_LIMITS", "hearing"), ("ACCOUNTABILITY_EFFECT_MONTHS", "admonition=600"),
        ("ACCOUNTABILITY_POINTS", "praise=-1"), ("ACCOUNTABILITY_POINTS", "merit=1e1"),
    ],
)  # fmt: skip
def test_a_wrong_value_names_the_variable_and_what_it_should_be(name, value):
    with pytest.raises(environment.WrongValue) as stop:
        environment.read({name: value})
    variable = next(v for v in environment.VARIABLES if v.name == name)
    chinese, english = str(stop.value).splitlines()
    assert chinese == f"环境变量 {name} 的值“{value}”有误：应为{variable.allowed_zh}。"
    assert english == f"{name}={value!r} is wrong: it should be {variable.allowed}."
    assert variable.allowed_zh != variable.allowed


def test_nothing_set_is_the_embedded_trial():
    values = environment.read({})
    assert (values["PORT"], values["DEBUG"], values["DATABASE_URL"]) == (8000, False, "")


def test_the_documentation_is_the_code():
    text = (Path(settings.BASE_DIR) / "docs" / "configuration.md").read_text()
    assert environment.table() in text


def test_figures_of_accountability_by_their_names():
    """The names are those of the rules: a stage whose limit the law fixes is none of them."""
    said = ",".join(f"{stage}=7" for stage, limit in LIMITS.items() if not limit.fixed)
    months = ",".join(f"{form}=9" for form in FORMS[Subject.LEADER])
    points = ",".join(
        [f"{form}=1.5" for form, what in CONSEQUENCES.items() if what.points]
        + [f"{form}=0.25" for form in POINTS]
    )
    values = environment.read(
        {"ACCOUNTABILITY_LIMITS": said, "ACCOUNTABILITY_EFFECT_MONTHS": months,
         "ACCOUNTABILITY_POINTS": points}
    )  # fmt: skip
    assert values["ACCOUNTABILITY_LIMITS"]["hearing"] == 7
    assert values["ACCOUNTABILITY_EFFECT_MONTHS"]["discipline"] == 9
    assert values["ACCOUNTABILITY_POINTS"]["merit"] == Decimal("0.25")
