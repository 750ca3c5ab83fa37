"""Assessments of the demo: last year's published after an objection, this year's out for comment."""

from datetime import date, timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.actions import assessing, computing, objections, publishing
from assessments.models import Assessment, Score
from config.demo import papers, people
from organizations.models import User


def run(cast: dict[str, User], on: date) -> None:
    """By the real actions; last year's in the spring of this one."""
    last = date(on.year, 3, 2) if on.month > 3 else on - timedelta(days=30)
    row = _comment(cast, on.year - 1, last)
    refused = _object(
        row, cast["mayor"], last + timedelta(days=2),
        "第十六条“重大行政决策”中有一项决策由上级确定，本级没有决定权，不应计入。",
    )  # fmt: skip
    objections.answer(
        objection=refused, ruling="refused", by=cast["assessor"], on=last + timedelta(days=5),
        text="经调阅决策目录和会议纪要，该事项由本级政府常务会议审议决定，应当履行法定程序，维持原计分。",
    )  # fmt: skip
    handed_in = last + timedelta(days=9)
    assessing.submit(assessment=row, edition=row.edition, by=cast["assessor"], on=handed_in)
    row.refresh_from_db()
    publishing.publish(
        assessment=row, edition=row.edition, by=cast["assessor2"], on=handed_in + timedelta(days=3)
    )
    now = _comment(cast, on.year, on)
    _object(
        now,
        cast["mayor"],
        on,
        "第十五条的一次常务会议已于本月召开，记录正在核实，请在核实后重新计算。",
    )


def _comment(cast: dict[str, User], year: int, on: date) -> Assessment:
    by = cast["assessor"]
    row = assessing.draft(unit=by.unit, year=year, by=by, on=on)
    computing.run(row.pk)
    row.refresh_from_db()
    until = on + timedelta(days=assessing.COMMENT_DAYS)
    return assessing.open_comment(assessment=row, edition=row.edition, until=until, by=by, on=on)


def _object(row: Assessment, by: User, on: date, text: str):
    score = Score.objects.select_related("assessment", "post__unit").get(
        assessment=row, post__unit__code=people.CITY, post__track="government"
    )
    content, _media_type = papers.draw("情况说明", (score.post.title_zh, str(on)), as_pdf=True)
    file = SimpleUploadedFile("情况说明.pdf", content)
    objections.attach(score=score, key=uuid4(), file=file, by=by, on=on)
    return objections.raise_objection(
        score=score, key=uuid4(), text=text, code="duties", by=by, on=on
    )
