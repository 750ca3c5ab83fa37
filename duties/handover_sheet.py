"""The hand-over sheet as plain frozen values in one language: what is done, open and late.

How that is known of a day past stands in ``duties.standing``.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from duties import handover
from duties.choices import RecordState, Status
from duties.holders import tenures_of
from duties.models import Record, RecordItem
from duties.models.record import SEALED
from duties.standing import Standing, known_by, progress_of
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
    known = known_by(found.day, [each.obligation for each in found.rows])
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
    progress = progress_of(standing, day, known)
    return Row(
        number=number,
        citation=row.requirement.clause.citation,
        requirement=row.requirement.statement,
        period=row.period_label,
        due_on=row.due_on,
        status=standing.status,
        status_label=Status(standing.status).label,
        done=progress.done,
        needed=progress.needed,
        reason=progress.reason,
        under_way=under_way,
    )


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
