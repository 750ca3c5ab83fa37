"""What those who assess do in almost every story of scoring."""

import uuid
from decimal import Decimal

from assessments.actions import outcomes, results, schemes, score_items, trying
from assessments.actions.results import Entered
from assessments.figures.applying import default_scheme
from duties.wording import Sentence
from organizations.models import Unit
from tests.cast import ON, make_person
from tests.files import pdf_upload

YEAR = ON.year


def root_of(unit: Unit) -> Unit:
    return Unit.objects.get(path=unit.path[: Unit.steplen])


def force_scheme(unit, by, content=None, *, year=YEAR, reason=""):
    """Draft and put in force for the posts below ``unit``."""
    row = schemes.draft(
        unit=unit, year=year, content=content or default_scheme(), reason=reason, by=by, on=ON
    )
    while trying.left(scheme=row):
        trying.try_out(scheme=row, on=ON)
    return schemes.put_in_force(scheme=row, revision=row.revision, by=by, on=ON)


def enter_result(unit, points, by, *, year=YEAR):
    return results.enter(rows=[Entered(unit, Decimal(points))], year=year, by=by, on=ON)


def enter_item(
    post, by, *, kind="bonus", code="bonus", points="1", grade="", year=YEAR, holder=None
):
    token = uuid.uuid4()
    score_items.attach(post=post, token=token, file=pdf_upload(), by=by, on=ON)
    return score_items.enter(
        post=post, year=year, kind=kind, code=code, points=Decimal(points), grade=grade,
        holder=holder, reason="获评省级法治示范", token=token, by=by, on=ON,
    )  # fmt: skip


def assessed(post):
    """A scheme in force, a draft, a result, one item of each state and an outcome."""
    province = root_of(post.unit)
    by = make_person("scorer", ("assess", province), unit=province)
    second = make_person("scorer2", ("assess", province), unit=province)
    in_force = force_scheme(province, by)
    draft = schemes.draft(
        unit=province, year=YEAR, content=default_scheme(), reason="调整", by=by, on=ON
    )
    enter_result(post.unit, "90", by)
    trying.try_out(scheme=draft, on=ON)
    item = enter_item(post, by)
    score_items.decide(item=item, confirmed=True, by=second, on=ON)
    waiting = enter_item(post, by)
    outcomes.hand_over(
        post=post, year=YEAR, kind="deduction", points=Decimal(1), source="case:1", by=by, on=ON,
        reason=Sentence("通报", "Circular"),
    )  # fmt: skip
    return {"scheme": in_force, "scheme_draft": draft, "item": item, "waiting_item": waiting}
