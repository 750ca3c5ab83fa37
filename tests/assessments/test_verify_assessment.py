"""A published year recomputes for ever, from its frozen inputs alone."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from assessments import engines, scoring, sealing
from assessments.figures.verifying import sha256_of
from assessments.models import Assessment, IndicatorScheme, Score, ScoreHolder, UnitResult
from duties.models import Clause, Obligation, Requirement
from organizations import guards
from organizations.actions import appointments
from organizations.models import Unit, User
from tests.cast import ON, make_person
from tests.scoring_world import enter_result

GOLDEN = Path(__file__).parent / "golden"


def verify(**options) -> str:
    out = StringIO()
    call_command("verify_assessment", ON.year, stdout=out, **options)
    return out.getvalue()


def fails() -> str:
    out = StringIO()
    with pytest.raises(CommandError, match="1 assessments differ"):
        call_command("verify_assessment", ON.year, stdout=out)
    return out.getvalue()


@pytest.fixture
def thawed():
    """As somebody with the rights of a superuser would alter things."""
    guards.thaw(connection)
    guards.unfix(connection)
    yield
    guards.freeze(connection)
    guards.fix(connection)


@pytest.mark.django_db
def test_what_is_published_is_proven(published):
    row = published()
    assert verify() == f"OK 浙江省 2026 v1 {row.sha256}: 1 scores / 1个得分\n"
    assert verify(unit="330000").startswith("OK ")
    for code, said in (
        ("330100", "nothing published 2026 by 330100; published by 330000"),
        ("XX", "no unit has the code XX / 没有代码为XX的单位"),
    ):
        with pytest.raises(CommandError, match=said):
            verify(unit=code)


@pytest.mark.django_db
def test_it_holds_after_law_scheme_records_results_units_and_people_changed(
    published, thawed, two_owed, confirm, assessor, post, official
):
    before = published().sha256
    told = verify()
    Requirement.objects.update(statement_zh="另一要求", params={"at_least": 9})
    Clause.objects.update(title_zh="另一条款")
    IndicatorScheme.objects.update(content={"format": 1})
    confirm(two_owed[0])
    Obligation.objects.update(reason_zh="另一结论")
    enter_result(post.unit, "12", assessor)
    assert UnitResult.objects.get().points == Decimal(12)
    Unit.objects.filter(pk=post.unit_id).update(name_zh="另一市", level="county")
    appointments.end(appointment=post.appointments.get(), ends_on=ON, by=None, on=ON)
    User.objects.filter(pk=official.pk).update(name_zh="另一人")
    make_person("newcomer", post=None)
    assert verify() == told and before in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("total", Decimal("99.99"), "得分为99.99，重新计算为"),
        ("grade", "excellent", "等次或者名次不符"),
        ("rank", 7, "等次或者名次不符"),
        ("earned", "excellent", "等次不符"),
        ("sha256", "0" * 64, "哈希值不符"),
        ("indicators", {"duties": "1"}, "指标得分不符"),
        ("engine", 9, "哈希值不符"),
        ("facts", b"x", "冻结的内容无法读取"),
    ],
)
def test_the_first_that_was_altered_is_named(
    published, thawed, assessor, post, column, value, said
):
    enter_result(post.unit, "50", assessor)
    published()
    Score.objects.update(**{column: value})
    out = fails()
    assert out.startswith("!! 浙江省 2026 v1") and f"杭州市 杭州市市长: {said}" in out


def forge() -> None:
    """Alter facts, tree and everything that came of them so that they fit each other."""
    score = Score.objects.select_related("assessment").get()
    facts = score.facts_data | {"result": "85"}
    scheme = score.assessment.schemes[score.scheme]["content"]
    tree = engines.engine(1).assess(scheme, facts)
    sha256 = sealing.of_score(
        post=score.post_id, engine=1, scheme=score.scheme, facts=facts, tree=tree
    )
    Score.objects.update(
        facts=sealing.pack(facts), tree=sealing.pack(tree), sha256=sha256, total=tree["total"],
        earned=tree["grade"], grade=tree["grade"], rank=1,
        indicators={node["code"]: node.get("points") for node in tree["nodes"]},
    )  # fmt: skip
    ScoreHolder.objects.update(total=tree["total"], grade=tree["shares"][0]["grade"])


@pytest.mark.django_db
def test_facts_forged_with_a_fitting_digest_are_found_by_the_whole(published, thawed):
    published()
    forge()
    assert "整体哈希值不符" in fails()


@pytest.mark.django_db
def test_the_whole_forged_as_well_still_differs_from_the_journal(published, thawed):
    row = published()
    forge()
    Assessment.objects.update(sha256=sha256_of(row))
    assert "与公布时日志记载的哈希值不符" in fails()


@pytest.mark.django_db
def test_what_a_holder_answers_for_is_proven_too(published, thawed):
    published()
    ScoreHolder.objects.update(grade="excellent")
    assert "任职人的得分不符" in fails()


@pytest.mark.django_db
def test_the_scheme_that_scored_is_kept_with_it(published, thawed):
    row = published()
    schemes = json.loads(json.dumps(row.schemes))
    next(iter(schemes.values()))["content"]["late_factor"] = "0.9"
    Assessment.objects.filter(pk=row.pk).update(schemes=schemes)
    assert "指标体系已被改动" in fails()


@pytest.mark.parametrize("number", sorted(engines.ENGINES))
def test_an_engine_never_changes_again(number):
    """The golden file was written when the engine was new; a difference means: raise
    ``scoring.ENGINE`` and keep the old one under its number (assessments/engines.py)."""
    golden = json.loads((GOLDEN / f"engine-{number}.json").read_text())
    engine = engines.engine(number)
    for case in golden["scores"]:
        assert engine.assess(golden["scheme"], case["facts"]) == case["tree"]
    league = [(key, None if total is None else Decimal(total), grade)
              for key, total, grade in golden["league"]]  # fmt: skip
    finals = {str(key): list(said) for key, said in engine.quotas(golden["scheme"], league).items()}
    assert finals == golden["finals"]


def test_the_engine_of_today_is_among_them():
    assert scoring.ENGINE in engines.ENGINES
    with pytest.raises(engines.UnknownEngine):
        engines.engine(99)


def test_packed_and_canonical():
    data = {"b": ["法治", None], "a": "1.00"}
    assert sealing.canonical(data).decode() == '{"a":"1.00","b":["法治",null]}'
    assert sealing.unpack(sealing.pack(data)) == data
    assert sealing.digest(data) == sealing.digest({"a": "1.00", "b": ["法治", None]})
