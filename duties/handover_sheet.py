"""The hand-over sheet as plain frozen values in one language: what is done, open and late.

Status and reason are those of the last change up to the day. Progress is counted anew from
the records that were confirmed by then; where the two do not agree (a check was overdue, a
rule has changed since) the words of that day stand and no progress is claimed.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from duties import handover, rules
from duties.choices import RecordState, Status
from duties.handover import Standing
from duties.holders import tenures_of
from duties.models import Evidence, Record, RecordItem
from duties.models.record import SEALED
from organizations import pdf
from organizations.bilingual import speaks_english
from organizations.models import Appointment


@dataclass(frozen=True)
class Row:
    """One obligation as the table prints it; ``done=None`` where progress is not known."""

    number: int
    citation: str
    requirement: str
    period: str
    due_on: date
    status: str
    status_label: str
    done: int | None
    needed: int
    reason: str
    under_way: int


@dataclass(frozen=True)
class Sheet:
    appointment: int
    title: str
    holder: str
    successor: str
    starts_on: date
    day: date
    final: bool
    language: str
    done: tuple[Row, ...]
    open: tuple[Row, ...]
    late: tuple[Row, ...]
    under_way: int
    submitted: int

    @property
    def total(self) -> int:
        return len(self.done) + len(self.open) + len(self.late)


def read(*, appointment: Appointment, on: date, language: str = "zh-hans") -> Sheet:
    """As it stood on the last day of ``appointment``, or stands on ``on`` while it runs."""
    with translation.override(language):
        return _read(appointment, on, language)


def _read(appointment: Appointment, on: date, language: str) -> Sheet:
    found = handover.on_last_day([appointment], on)[0]
    known = _known(found.rows, found.day)
    under_way = _under_way(appointment, found.day)
    waiting = _by_obligation(under_way)
    tenures = tenures_of([appointment.post_id])[appointment.post_id]
    after = handover.following(tenures, appointment)

    def rows(standings):
        return tuple(
            _row(number, each, found.day, known, waiting[each.obligation.pk])
            for number, each in enumerate(standings, 1)
        )

    return Sheet(
        appointment=appointment.pk,
        title=appointment.post.full_title,
        holder=_name_of(appointment.person),
        successor=_name_of(after.person) if after else "",
        starts_on=appointment.starts_on,
        day=found.day,
        final=appointment.ends_on is not None and appointment.ends_on <= on,
        language=language,
        done=rows(found.done),
        open=rows(found.open),
        late=rows(found.late),
        under_way=len(under_way),
        submitted=sum(under_way.values()),
    )


def _row(number: int, standing: Standing, day: date, known, under_way: int) -> Row:
    row = standing.obligation
    done, needed, reason = _progress(standing, day, known[row.pk])
    return Row(
        number=number,
        citation=row.requirement.clause.citation,
        requirement=row.requirement.statement,
        period=row.period_label,
        due_on=row.due_on,
        status=standing.status,
        status_label=Status(standing.status).label,
        done=done,
        needed=needed,
        reason=reason,
        under_way=under_way,
    )


def _progress(standing: Standing, day: date, items) -> tuple[int | None, int, str]:
    """How far it was and why: from the records of that day if they bear the status out."""
    row = standing.obligation
    facts = rules.tally(rules.Kind(row.requirement.kind), items, due_on=row.due_on)
    verdict = rules.judge(row.requirement.rule, facts, due_on=row.due_on, on=day)
    waived = standing.status == Status.WAIVED
    status = rules.status_of(verdict, due_on=row.due_on, on=day, waived=waived)
    if waived or status != standing.status:
        return None, row.needed, standing.change.reason if standing.change else ""
    reason = verdict.reason.naming(row.requirement.names_en)
    return verdict.done, verdict.needed, reason.in_language("en" if speaks_english() else "zh")


def _known(standings, day: date) -> dict[int, list[rules.Item]]:
    """What had been confirmed by the evening of ``day`` and not struck out: two queries."""
    counted = Record.objects.filter(
        Q(struck_at__isnull=True) | Q(struck_at__date__gt=day),
        state__in=SEALED, reviewed_at__date__lte=day,
    ).order_by()  # fmt: skip
    items = RecordItem.objects.filter(
        obligation__in=[each.obligation.pk for each in standings], record__in=counted
    )
    items = list(items.select_related("record").order_by("pk"))
    files = Evidence.objects.filter(record__in={item.record_id for item in items})
    proven = set(files.values_list("record", flat=True))
    found = defaultdict(list)
    for item in items:
        found[item.obligation_id].append(item.as_fact(item.record_id in proven))
    return found


def _under_way(appointment: Appointment, day: date) -> dict[int, bool]:
    """Records begun by ``day`` and not sealed by then → whether it lay with the reviewer."""
    begun = Record.objects.filter(post=appointment.post_id, logged_at__date__lte=day)
    unsealed = begun.filter(~Q(state__in=SEALED) | Q(reviewed_at__date__gt=day))
    submitted = Q(submitted_at__date__lte=day) & (
        Q(state=RecordState.SUBMITTED) | Q(reviewed_at__date__gt=day)
    )
    lying = set(unsealed.filter(submitted).values_list("pk", flat=True))
    return {key: key in lying for key in unsealed.values_list("pk", flat=True)}


def _by_obligation(records) -> Counter:
    items = RecordItem.objects.filter(record__in=list(records)).order_by()
    pairs = items.values_list("obligation", "record").distinct()
    return Counter(obligation for obligation, _record in pairs)


def _name_of(person) -> str:
    return (speaks_english() and person.name_en) or person.name_zh


def file_name(sheet: Sheet) -> str:
    name = _("%(post)s履职交接单（%(day)s）") % {"post": sheet.title, "day": sheet.day}
    return pdf.file_name(name)
