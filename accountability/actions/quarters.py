"""The quarter's report upward, and the record by which it counts for the duty of Art. 8(4)."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accountability import register_pdf
from accountability.actions import interference, register_documents
from accountability.figures.register_letters import certificate, quarter_letter
from accountability.models import (
    InterferenceEntry,
    QuarterEntry,
    QuarterRecord,
    RegisterQuarter,
)
from duties.actions import evidence, records
from duties.choices import Kind
from duties.models import Obligation, Record
from duties.periods import Cadence, Period
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User

#: A quarter may be reported from so many days before its end, so that the duty is met in time.
EARLY_DAYS = 10
_NAMES = UUID("8d2f6d0a-3f0e-4a7e-9b57-0c84a1b3e5f4")


def reportable(on: date) -> list[Period]:
    """The quarters that may be reported on a day: the one that ended, and one about to end."""
    now = Period.of(Cadence.QUARTER, on)
    before = Period.of(Cadence.QUARTER, now.starts_on - timedelta(days=1))
    return [before, now] if on >= now.ends_on - timedelta(days=EARLY_DAYS) else [before]


def opens_on(on: date) -> date:
    """From when the quarter that runs now may be reported."""
    return Period.of(Cadence.QUARTER, on).ends_on - timedelta(days=EARLY_DAYS)


def open_entries(unit: Unit, by: User, on: date, until: date):
    """Entries recorded until a day that no quarter has reported yet. What tells of ``by`` himself
    waits for another's report."""
    rows = InterferenceEntry.objects.visible_to(by, on)
    rows = rows.filter(unit=unit, reported__isnull=True, recorded_on__lte=until)
    rows = rows.select_related("unit", "post__unit").prefetch_related("additions", "handlings")
    return rows.order_by("recorded_on", "pk")


def report(*, unit: Unit, period: Period, by: User, on: date) -> RegisterQuarter:
    """Report the quarter, as a nil return where there is nothing; twice is once."""
    interference.require_collator(unit, by)
    known = RegisterQuarter.objects.filter(unit=unit, period_key=period.key).first()
    quarter = known or _report(unit, period, by, on)
    fulfil(quarter=quarter, by=by, on=on)
    return quarter


def _report(unit: Unit, period: Period, by: User, on: date) -> RegisterQuarter:
    if period not in reportable(on):
        raise Refused(_("该季度尚未到报送时间或者已经过去。"))
    rows = open_entries(unit, by, on, period.ends_on)
    entries = list(rows)
    made = register_documents.in_each_language(
        lambda: register_pdf.quarter(quarter_letter(unit, period, entries, on=on))
    )
    with journal.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        known = RegisterQuarter.objects.filter(unit=unit, period_key=period.key).first()
        if known is not None:
            return known
        if list(rows.values_list("pk", flat=True)) != [row.pk for row in entries]:
            raise Refused(_("刚有新的记录，请核对后重新报送。"))
        quarter = RegisterQuarter.objects.create(
            unit=unit, period_key=period.key, count=len(entries), reported_by=by,
            reported_at=timezone.now(), reported_on=on,
        )  # fmt: skip
        QuarterEntry.objects.bulk_create(QuarterEntry(quarter=quarter, entry=e) for e in entries)
        register_documents.keep(made, quarter=quarter)
        journal.record(
            action="quarters.report", by=by, target=quarter, unit=unit, period=period.key, on=on
        )
    return quarter


def settle(*, entry: InterferenceEntry, by: User, on: date) -> None:
    """An entry was handled: its quarter may now count."""
    row = QuarterEntry.objects.filter(entry=entry).select_related("quarter__unit").first()
    if row is not None:
        fulfil(quarter=row.quarter, by=by, on=on)


def fulfil(*, quarter: RegisterQuarter, by: User, on: date) -> Record | None:
    """Hand the quarter down to the duty as a submitted record, once all of it is handled.

    Nobody is asked to log what the register knows; a reviewer confirms it like any other. Where
    no such duty is laid on the unit's Party head for the quarter there is nothing to do.
    """
    entries = InterferenceEntry.objects.filter(reported__quarter=quarter).with_handling()
    if QuarterRecord.objects.filter(quarter=quarter).exists():
        return None
    if entries.filter(is_handled=False).exists():
        return None
    duty = _duty_of(quarter)
    if duty is None:
        return None
    token = uuid5(_NAMES, f"{quarter.pk}")
    with journal.atomic():
        _certify(quarter, token, by, on)
        record = _log(quarter, duty, token, by, on)
        QuarterRecord.objects.create(quarter=quarter, record=record)
    return record


def _duty_of(quarter: RegisterQuarter) -> Obligation | None:
    rows = Obligation.objects.filter(
        post__unit=quarter.unit, period_key=quarter.period_key,
        requirement__kind=Kind.REGISTER, requirement__clause__article=8,
        requirement__clause__item=4,
    )  # fmt: skip
    return rows.select_related("post__unit").order_by("pk").first()


def _certify(quarter: RegisterQuarter, token: UUID, by: User, on: date) -> None:
    """Figures alone: the record is read by more people than the register."""
    with translation.override("zh-hans"):
        letter = certificate(quarter.unit, quarter.period, quarter.count, on=quarter.reported_on)
        content = register_pdf.certificate(letter)
    name = f"{quarter.period.label.zh}干预司法活动记录报告情况.pdf"
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    evidence.receive(file=file, token=token, unit=quarter.unit, by=by, on=on)


def _log(quarter: RegisterQuarter, duty: Obligation, token: UUID, by: User, on: date) -> Record:
    said = quarter.period.label.zh
    count = Decimal(quarter.count)
    part = {"nil": True} if quarter.is_nil else {"numerator": count, "denominator": count}
    account = (
        f"{said}未发生领导干部干预司法活动、插手具体案件处理的情况，已作零报告。"
        if quarter.is_nil
        else f"{said}登记领导干部干预司法活动、插手具体案件处理的情况{quarter.count}件，均已处理并按规定报告。"
    )
    record, _created = records.log(
        post=duty.post, token=token, serves={duty: [part]}, by=by, on=on,
        held_on=quarter.reported_on, title=f"{said}干预司法活动记录报告", account=account,
    )  # fmt: skip
    return records.submit(record=record, by=by, on=on)
