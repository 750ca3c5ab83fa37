"""Inspections of the demo: one published and partly put right, one under way, one hidden."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from assessments.actions import closing, fieldwork, findings, inspections, papers
from assessments.actions.inspections import Choice
from assessments.models import Finding, Inspection, InspectionKind, Weighting
from config.demo import people
from organizations.models import Unit, User


def run(cast: dict[str, User], on: date) -> None:
    """By the real actions; only the hours of the past are set afterwards."""
    units = {unit.code: unit for unit in Unit.objects.filter(depth__lte=3)}
    city, ningbo = units[people.CITY], units[people.OTHER_CITY]
    _published(cast, [city, ningbo], on)
    _under_way(cast, [city, units[people.COUNTY]], on)
    _hidden(cast, [ningbo], on)


def _published(cast: dict[str, User], scope: list[Unit], on: date) -> None:
    began, ended = on - timedelta(days=60), on - timedelta(days=45)
    row = _plan(
        cast, scope, began, title=f"{began.year}年度重大行政决策程序专项督查",
        kind=InspectionKind.SPECIAL, articles=[15, 16], size=6, ends_on=ended,
    )  # fmt: skip
    _on_site(row, cast, began)
    for number, paper in enumerate(row.papers.all()):
        if number == 0:
            _write(
                paper,
                cast["inspector"],
                "discrepancy",
                "会议记录为事后补写，签到表与到会人员不符。",
                ended,
            )
        else:
            _write(paper, cast["inspector"], "confirmed", "核对原始会议记录，属实。", ended)
    _sign(row, cast["inspector2"], ended)
    late = findings.add(
        inspection=row, key=uuid4(), unit=scope[1], article=16, severity="ordinary", days=20,
        text="重大行政决策事项目录未向社会公布，两项决策没有开展决策后评估。",
        by=cast["inspector"], on=ended,
    )  # fmt: skip
    closing.praise(
        row=row.scope.get(unit=scope[0]), by=cast["inspector"], on=ended,
        text="建立重大行政决策全过程记录和立卷归档制度，合法性审查意见随卷公开。",
    )  # fmt: skip
    row.refresh_from_db()
    closing.publish(inspection=row, version=row.version, by=cast["overseer"], on=ended)
    _set_back(row, began, ended)
    found = Finding.objects.exclude(pk=late.pk).filter(inspection=row).first()
    if found is not None:
        _put_right(found, cast, ended + timedelta(days=14))


def _put_right(finding: Finding, cast: dict[str, User], on: date) -> None:
    by = finding.unit.posts.first().incumbent_on(on)
    answer = findings.answer(
        finding=finding, key=uuid4(), by=by, on=on,
        measures="已重新召开会议听取汇报，补充原始记录；对责任科室作出批评，建立会议材料当日归档制度。",
    )  # fmt: skip
    findings.decide(rectification=answer, accepted=True, reason="", by=cast["inspector2"], on=on)
    Finding.objects.filter(pk=finding.pk).update(closed_at=_moment(on))


def _under_way(cast: dict[str, User], scope: list[Unit], on: date) -> None:
    row = _plan(
        cast, scope, on, title=f"{on.year}年度第一责任人履职定期检查",
        kind=InspectionKind.PERIODIC, articles=[], size=8, ends_on=on + timedelta(days=5),
    )  # fmt: skip
    _on_site(row, cast, on)
    for paper in row.papers.all()[:4]:
        _write(paper, cast["inspector"], "confirmed", "原件已核对。", on)


def _hidden(cast: dict[str, User], scope: list[Unit], on: date) -> None:
    row = _plan(
        cast, scope, on, title="行政执法窗口实地暗访", kind=InspectionKind.UNANNOUNCED,
        articles=[17, 18], size=4, ends_on=on + timedelta(days=3),
    )  # fmt: skip
    _on_site(row, cast, on)


def _plan(cast, scope, on, **fields) -> Inspection:
    return inspections.plan(
        key=uuid4(), unit=cast["overseer"].unit, units=Choice(scope),
        team=Choice([cast["inspector"], cast["inspector2"]]), second=cast["deputy"],
        by=cast["overseer"], on=on, year=on.year, weighting=Weighting.RISK, starts_on=on, **fields,
    )  # fmt: skip


def _on_site(row: Inspection, cast: dict[str, User], on: date) -> None:
    by = row.second or cast["overseer"]
    inspections.order(inspection=row, version=row.version, by=by, on=on)
    fieldwork.begin(inspection=row, version=row.version, by=cast["inspector"], on=on)


def _write(paper, by: User, verdict: str, note: str, on: date) -> None:
    papers.write(
        paper=paper, key=uuid4(), base=0, verdict=verdict, note=note,
        checks={"happened": "no" if verdict == "discrepancy" else "yes"}, by=by, on=on,
    )  # fmt: skip


def _sign(row: Inspection, by: User, on: date) -> None:
    seen = {paper.pk: paper.version for paper in row.papers.signable_by(by)}
    if seen:
        papers.sign(inspection=row, seen=seen, by=by, on=on)


def _set_back(row: Inspection, began: date, ended: date) -> None:
    then, at_last = _moment(began), _moment(ended)
    Inspection.objects.filter(pk=row.pk).update(
        planned_at=then, ordered_at=then, opened_at=then, delivered_at=at_last, published_at=at_last
    )
    row.findings.update(found_at=at_last)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
