"""The facts of the year-end report (Art. 23): a post, a year, read once and never written.

``read`` gives plain frozen values in one language; the templates put them into sentences
and never touch the database. A dozen queries, however many duties. ``read_for`` reads
the same for one appointment: what its holder answers for, what was done in his days, and the
words he wrote to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments import narrative, reporting_sections
from assessments.figures import published, report_inspections, report_list
from assessments.figures.live import score_of
from assessments.models import AnnualReport
from assessments.report_facts import (
    Deed,
    Holder,
    Material,
    NamedFigure,
    Proof,
    Report,
    Row,
    Words,
)
from assessments.schemes import Source
from assessments.scoring import ScoreTree
from duties.choices import RecordState
from duties.holders import tenures_of
from duties.models import Evidence, Ledger, Obligation, RecordItem, Regulation
from duties.models.regulation import numeral
from duties.tenure import Tenure, responsible_on, tenures_within
from duties.themes import theme_of
from organizations import pdf
from organizations.bilingual import speaks_english
from organizations.models import Appointment, Post


@dataclass(frozen=True)
class _Asked:
    """What is to be read: of a post, or of one appointment with what its holder wrote."""

    post: Post
    year: int
    on: date
    language: str
    appointment: Appointment | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    formal: bool = False
    proof: Proof | None = None
    everything: bool = False

    @property
    def span(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @property
    def final(self) -> bool:
        return self.formal or self.on > self.span[1]


def read(*, post: Post, year: int, on: date, language: str = "zh-hans") -> Report:
    """The report as it stands on ``on``; final once the year is over."""
    with translation.override(language):
        return _read(_Asked(post, year, on, language))


def read_for(
    report: AnnualReport, *, on: date, language: str = "zh-hans", formal: bool = False,
    proof: Proof | None = None, everything: bool = False,
) -> Report:  # fmt: skip
    """The report of one appointment; ``formal`` when it is being handed in.

    ``everything`` for whoever writes it: sections, too, of which nothing can be told yet.
    """
    asked = _Asked(
        report.post, report.year, on, language, report.appointment, report.narrative, formal,
        proof, everything,
    )  # fmt: skip
    with translation.override(language):
        return _read(asked)


#: Set on each post what it owes in the year: ``owed``, ``fulfilled``, ``overdue``.
count = report_list.count


def owing(posts, year: int):
    """Those of ``posts`` that owe anything in the year."""
    opened = Ledger.objects.filter(year=year, owed__gt=0).values("post")
    return posts.filter(pk__in=opened).select_related("unit")


def years_of(posts) -> list[int]:
    """The years for which these posts owe anything, the latest first."""
    found = Obligation.objects.filter(post__in=posts.values("pk")).order_by()
    return sorted(found.values_list("year", flat=True).distinct(), reverse=True)


def _read(asked: _Asked) -> Report:
    post, year, on = asked.post, asked.year, asked.on
    day = min(on, asked.span[1])
    tenures = tenures_within(tenures_of([post.pk])[post.pk], *asked.span)
    obligations = list(post.obligations.of_year(year).with_law().in_legal_order())
    items = _items(asked)
    deeds = _deeds(items, {row.pk: row.requirement.clause.citation for row in obligations}, year)
    answering = _answering(obligations, tenures, day)
    mine = [row for row in obligations if _is_mine(asked, answering[row.pk])]
    sections = reporting_sections.sections(
        obligations, mine, items, deeds, asked.words, asked.everything
    )
    inspections = report_inspections.inspected(post, year, _days_looked_at(asked))
    findings = report_inspections.findings(post, inspections)
    words = _words(asked.words)
    return Report(
        signatory=post.full_title,
        regulation=_regulation(obligations),
        year=year,
        # What an official writes bears the day it is written on, as it will when handed in.
        on=on if asked.appointment else day,
        final=asked.final,
        language=asked.language,
        holders=tuple(_holder(each, year) for each in tenures),
        # A report on oneself goes before the assessment: no score stands in it.
        **({} if asked.appointment else _scored(post, year, on)),
        rows=tuple(
            _row(number, row, _name_at(answering[row.pk])) for number, row in enumerate(mine, 1)
        ),
        sections=tuple(sections),
        deeds=tuple(deeds.values()),
        materials=_materials(deeds),
        reporter=_reporter(asked),
        words=words,
        inspections_numeral=numeral(len(sections) + 1) if inspections or words.inspections else "",
        inspections=report_inspections.told(inspections, findings),
        found=report_inspections.table(findings),
        proof=asked.proof,
        draft=not asked.formal,
    )


def _answering(obligations: list[Obligation], tenures: Iterable[Tenure], day: date) -> dict:
    """Who answers for each obligation, by key."""
    return {
        row.pk: responsible_on(tenures, row.starts_on, row.due_on, on=day) for row in obligations
    }


def _items(asked: _Asked) -> list[RecordItem]:
    rows = RecordItem.objects.filter(
        obligation__in=asked.post.obligations.of_year(asked.year),
        record__state=RecordState.CONFIRMED,
    ).select_related("record").order_by("record__held_on", "record", "pk")  # fmt: skip
    if asked.appointment is not None:
        rows = rows.filter(record__held_on__gte=asked.appointment.starts_on)
        if asked.appointment.ends_on is not None:
            rows = rows.filter(record__held_on__lte=asked.appointment.ends_on)
    return list(rows)


def _is_mine(asked: _Asked, answers: Tenure | None) -> bool:
    """Of an appointment's report are the duties for which its holder answers."""
    if asked.appointment is None:
        return True
    return answers is not None and answers.holder.pk == asked.appointment.pk


def _days_looked_at(asked: _Asked) -> tuple[date, date]:
    """Inspections that began on these days; what lies outside the year is its first or last."""
    first, last = date.min, date.max
    if asked.appointment is not None:
        starts, ends = asked.appointment.starts_on, asked.appointment.ends_on
        first = starts if starts > asked.span[0] else first
        last = ends if ends and ends < asked.span[1] else last
    return first, last


def _reporter(asked: _Asked) -> Holder | None:
    held = asked.appointment
    return held and _holder(Tenure(held, held.starts_on, held.ends_on), asked.year)


def _words(said: Mapping[str, str]) -> Words:
    places = ("opening", "inspections", "problems", "causes", "plans")
    return Words(**{name: narrative.paragraphs(said.get(name, "")) for name in places})


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


def _name_at(found: Tenure | None) -> str:
    """Until the due date the incumbent, from then on whoever answers for it."""
    return _name_of(found.holder.person) if found else ""


def _name_of(person) -> str:
    return (speaks_english() and person.name_en) or person.name_zh


def _scored(post: Post, year: int, on: date) -> dict:
    """What is published if anything is, else as it stands."""
    kept = published.score_of(post, year)
    tree = score_of(post, year, on).tree if kept is None else kept.loaded_tree
    total = tree.total if kept is None else kept.total
    return {
        "score": "" if total is None else str(total),
        "score_of_duties": _of_duties(tree),
        "score_published_on": kept and localtime(kept.assessment.published_at).date(),
    }


def _of_duties(tree: ScoreTree) -> tuple[NamedFigure, ...]:
    """What the total holds of duties fulfilled, under the names that the scheme gives them."""
    return tuple(
        NamedFigure(node.title.in_language(get_language()), str(node.points))
        for node in tree.walk() if node.source == Source.DUTIES and node.basis
    )  # fmt: skip


def _row(number: int, row: Obligation, answers: str) -> Row:
    return Row(
        number=number,
        theme=theme_of(row.requirement.clause.article),
        citation=row.requirement.clause.citation,
        requirement=row.requirement.statement,
        period=row.period_label,
        due_on=row.due_on,
        status=str(row.status),
        status_label=str(row.get_status_display()),
        done=row.done,
        needed=row.needed,
        reason=row.reason,
        answers=answers,
        key=row.pk,
    )


def _deeds(items: list[RecordItem], law: dict[int, str], year: int) -> dict[int, Deed]:
    """Record → its deed, in order of time; each once, however many duties it serves."""
    citations, since = defaultdict(dict), defaultdict(list)
    for item in items:
        citations[item.record_id][law[item.obligation_id]] = None
        if item.valid_from and item.record.held_on.year < year:
            since[item.record_id].append(item.valid_from)
    records = {item.record_id: item.record for item in items}
    return {
        key: Deed(
            number=number,
            title=record.title.rstrip("。.；; "),
            held_on=record.held_on,
            place=record.place,
            same_year=record.held_on.year == year,
            citations=tuple(citations[key]),
            key=key,
            since=min(since[key], default=None),
        )
        for number, (key, record) in enumerate(records.items(), 1)
    }


def _materials(deeds: dict[int, Deed]) -> tuple[Material, ...]:
    found = Evidence.objects.filter(record__in=list(deeds)).order_by("record", "pk")
    materials = [Material(deeds[each.record_id], each.name, each.sha256) for each in found]
    return tuple(sorted(materials, key=lambda each: each.record.number))


def file_name(report: Report, mark: str | None = None) -> str:
    if mark is None:
        mark = _("（进度稿）") if report.draft else ""
    name = _("%(who)s%(year)s年度述法报告%(mark)s") % {
        "who": report.signatory, "year": report.year, "mark": mark,
    }  # fmt: skip
    return pdf.file_name(name)
