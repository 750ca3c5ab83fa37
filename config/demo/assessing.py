"""The assessment of the demo: a scheme in force, results of both years, a few items."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.actions import results, schemes, score_items, trying
from assessments.actions.results import Entered
from assessments.figures.applying import default_scheme
from assessments.models import IndicatorScheme
from config.demo import papers, people
from organizations.models import Post, Unit, User

#: Who, which indicator, how many points, why; the last one waits for its second person.
ITEMS = (
    (people.CITY, "government", "bonus", "1.5", "获评全省法治政府建设示范项目，省级通报表扬。"),
    (people.CITY, "party", "bonus", "1", "党内法规备案工作经验在全省推广。"),
    (people.COUNTY, "government", "bonus", "2", "街道综合行政执法改革经验被省级部门转发。"),
    (people.OTHER_CITY, "government", "bonus", "1", "行政复议规范化建设经验在全省交流。"),
)


def run(cast: dict[str, User], on: date) -> None:
    """By the real actions, for last year and this one."""
    province = Unit.objects.get(code=people.PROVINCE)
    for year in (on.year - 1, on.year):
        _scheme(province, year, cast["assessor"], on)
        _results(year, cast["assessor"], on)
    _draft(province, cast["assessor"], on)
    for number, item in enumerate(ITEMS, 1):
        _item(*item, cast=cast, on=on, waits=number == len(ITEMS))


def _scheme(province: Unit, year: int, by: User, on: date) -> None:
    row = schemes.draft(unit=province, year=year, content=default_scheme(), by=by, on=on)
    while trying.left(scheme=row):
        trying.try_out(scheme=row, on=on)
    schemes.put_in_force(scheme=row, revision=row.revision, by=by, on=on)


def _draft(province: Unit, by: User, on: date) -> IndicatorScheme:
    """A second version of this year's, still being thought about: results weigh more."""
    weights = {"duties": Decimal(50), "result": Decimal(35)}
    scheme = default_scheme()
    content = replace(scheme, indicators=tuple(
        replace(each, weight=weights.get(each.code, each.weight)) for each in scheme.indicators
    ))  # fmt: skip
    return schemes.draft(
        unit=province, year=on.year, content=content, by=by, on=on,
        reason="上级要求提高年度法治建设考核结果的权重，相应降低履职完成的权重。",
    )  # fmt: skip


def _results(year: int, by: User, on: date) -> None:
    """This year's are known for the cities only."""
    units = Unit.objects.filter(posts__isnull=False).distinct()
    units = units.filter(depth__lte=2) if year == on.year else units
    results.enter(rows=[Entered(unit, _points(unit, year)) for unit in units], year=year,
                  by=by, on=on)  # fmt: skip


def _points(unit: Unit, year: int) -> Decimal:
    chance = random.Random(f"{unit.code}:{year}:result").random()
    return Decimal(7800 + int(1900 * chance**0.7)).scaleb(-2)


def _item(code, track, indicator, points, reason, *, cast, on: date, waits: bool) -> None:
    post = Post.objects.get(unit__code=code, track=track)
    content, _media = papers.draw("通报表扬", (post.title_zh, str(on)), as_pdf=True)
    file = SimpleUploadedFile("通报文件.pdf", content, "application/pdf")
    token = uuid4()
    said = {"post": post, "by": cast["assessor"], "on": on}
    score_items.attach(token=token, file=file, **said)
    row = score_items.enter(
        token=token, year=on.year, kind="bonus", code=indicator, points=Decimal(points),
        reason=reason, **said,
    )  # fmt: skip
    if not waits:
        score_items.decide(item=row, confirmed=True, by=cast["assessor2"], on=on)
