"""The facts of the year-end report (Art. 23): a post, a year, read once and never written.

``read`` gives plain frozen values in one language; the templates put them into sentences
and never touch the database. A dozen queries, however many duties.
"""

from collections import defaultdict
from datetime import date
from itertools import groupby

from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.figures.live import score_of
from assessments.report_facts import DONE, Deed, Holder, Material, Point, Report, Row, Section
from duties.choices import Kind, RecordState, Status
from duties.holders import tenures_of
from duties.models import Evidence, Ledger, Obligation, RecordItem, Regulation
from duties.models.regulation import numeral
from duties.tenure import Tenure, responsible_on, tenures_within
from duties.themes import theme_of
from organizations import pdf
from organizations.bilingual import speaks_english
from organizations.models import Post


def read(*, post: Post, year: int, on: date, language: str = "zh-hans") -> Report:
    """The report as it stands on ``on``; final once the year is over."""
    with translation.override(language):
        return _read(post, year, min(on, date(year, 12, 31)), on, language)


def owing(posts, year: int):
    """Those of ``posts`` that owe anything in the year."""
    opened = Ledger.objects.filter(year=year, owed__gt=0).values("post")
    return posts.filter(pk__in=opened).select_related("unit")


def count(posts: list[Post], year: int) -> None:
    """Set on each post what it owes in the year: ``owed``, ``fulfilled``, ``overdue``."""
    rows = Obligation.objects.of_year(year).filter(post__in=posts).order_by().values("post")
    found = rows.annotate(
        owed=Count("pk"), fulfilled=Count("pk", Q(status__in=DONE)),
        overdue=Count("pk", Q(status=Status.MISSED)),
    )  # fmt: skip
    figures = {row.pop("post"): row for row in found}
    for post in posts:
        for name, number in figures[post.pk].items():
            setattr(post, name, number)


def years_of(posts) -> list[int]:
    """The years for which these posts owe anything, the latest first."""
    found = Obligation.objects.filter(post__in=posts.values("pk")).order_by()
    return sorted(found.values_list("year", flat=True).distinct(), reverse=True)


def _read(post: Post, year: int, day: date, on: date, language: str) -> Report:
    obligations = list(post.obligations.of_year(year).with_law().in_legal_order())
    items = list(
        RecordItem.objects.filter(
            obligation__in=post.obligations.of_year(year),
            record__state=RecordState.CONFIRMED,
        ).select_related("record").order_by("record__held_on", "record", "pk")
    )  # fmt: skip
    law = {row.pk: row.requirement.clause.citation for row in obligations}
    deeds = _deeds(items, law, year)
    tenures = tenures_within(tenures_of([post.pk])[post.pk], date(year, 1, 1), date(year, 12, 31))
    return Report(
        signatory=post.full_title,
        regulation=_regulation(obligations),
        year=year,
        on=day,
        final=on > date(year, 12, 31),
        language=language,
        holders=tuple(_holder(each, year) for each in tenures),
        score=_score(post, year, on),
        rows=tuple(
            _row(number, row, _answers(row, tenures, day))
            for number, row in enumerate(obligations, 1)
        ),
        sections=tuple(_sections(obligations, items, deeds)),
        deeds=tuple(deeds.values()),
        materials=_materials(deeds),
    )


def _regulation(obligations: list[Obligation]) -> str:
    found: Regulation | None = next(
        (row.requirement.clause.regulation for row in obligations), None
    )
    return found.title if found else ""


def _holder(tenure: Tenure, year: int) -> Holder:
    """His days of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Holder(
        _name_of(tenure.holder.person),
        max(tenure.starts_on, first),
        min(tenure.ends_on or last, last),
    )


def _answers(row: Obligation, tenures: tuple[Tenure, ...], day: date) -> str:
    """Until the due date the incumbent, from then on whoever answers for it."""
    found = responsible_on(tenures, row.starts_on, row.due_on, on=day)
    return _name_of(found.holder.person) if found else ""


def _name_of(person) -> str:
    return (speaks_english() and person.name_en) or person.name_zh


def _score(post: Post, year: int, on: date) -> str:
    total = score_of(post, year, on).tree.total
    return "" if total is None else str(total)


def _row(number: int, row: Obligation, answers: str) -> Row:
    return Row(
        number=number,
        theme=theme_of(row.requirement.clause.article),
        citation=row.requirement.clause.citation,
        requirement=row.requirement.statement,
        period=row.period_label,
        due_on=row.due_on,
        status=row.status,
        status_label=row.get_status_display(),
        done=row.done,
        needed=row.needed,
        reason=row.reason,
        answers=answers,
    )


def _deeds(items: list[RecordItem], law: dict[int, str], year: int) -> dict[int, Deed]:
    """Record → its deed, in order of time; each once, however many duties it serves."""
    citations = defaultdict(dict)
    for item in items:
        citations[item.record_id][law[item.obligation_id]] = None
    records = {item.record_id: item.record for item in items}
    return {
        key: Deed(
            number=number,
            title=record.title.rstrip("。.；; "),
            held_on=record.held_on,
            place=record.place,
            same_year=record.held_on.year == year,
            citations=tuple(citations[key]),
        )
        for number, (key, record) in enumerate(records.items(), 1)
    }


def _sections(obligations, items, deeds):
    """One section for each article of which anything was done, in the order of the law."""
    records = defaultdict(dict)
    for item in items:
        records[item.obligation_id][item.record_id] = deeds[item.record_id]
    told = 0
    for article, group in groupby(obligations, lambda row: row.requirement.clause.article):
        rows = list(group)
        points = tuple(_points(rows, records))
        if points:
            told += 1
            done = sum(row.status in DONE for row in rows)
            yield Section(numeral(told), theme_of(article), len(rows), done, points)


def _points(rows: list[Obligation], records):
    for clause, group in groupby(rows, lambda row: row.requirement.clause):
        owed = list(group)
        deeds = {key: deed for row in owed for key, deed in records[row.pk].items()}
        if deeds:
            findings = [row.reason for row in owed if records[row.pk] and _telling(row)]
            in_time = sorted(deeds.values(), key=lambda deed: (deed.held_on, deed.number))
            yield Point(clause.title, tuple(in_time), tuple(findings))


def _telling(row: Obligation) -> bool:
    """Does the verdict give figures that no record's title tells? (Shortfalls: part two.)"""
    kind = row.requirement.kind
    return kind == Kind.RATE or (kind == Kind.CHECKLIST and row.status in DONE)


def _materials(deeds: dict[int, Deed]) -> tuple[Material, ...]:
    found = Evidence.objects.filter(record__in=list(deeds)).order_by("record", "pk")
    materials = [Material(deeds[each.record_id], each.name, each.sha256) for each in found]
    return tuple(sorted(materials, key=lambda each: each.record.number))


def file_name(report: Report) -> str:
    mark = "" if report.final else _("（进度稿）")
    name = _("%(who)s%(year)s年度述法报告%(mark)s") % {
        "who": report.signatory, "year": report.year, "mark": mark,
    }  # fmt: skip
    return pdf.file_name(name)
