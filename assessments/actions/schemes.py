"""The life of a scheme of indicators: draft → in force → replaced.

What is in force never changes. A change is a new draft with a reason, and before it is put in
force it is tried out on every post (``assessments.actions.trying``).
"""

from datetime import date

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import schemes
from assessments.actions import marks, trying
from assessments.models import IndicatorScheme, SchemeEffect, SchemeState
from duties.actions.errors import Conflict
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Unit, User


@journal.atomic
def draft(
    *, unit: Unit, year: int, content: schemes.Scheme, reason: str = "", by: User, on: date
) -> IndicatorScheme:
    """Begin the next version for the year; the same form sent twice finds its draft."""
    access.require(by, "assess", unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    rows = IndicatorScheme.objects.filter(unit=unit, year=year)
    dumped = schemes.dump(content)
    if (known := rows.filter(state=SchemeState.DRAFT).first()) is not None:
        if known.content == dumped and known.drafted_by_id == by.pk:
            return known
        raise Conflict(_("该年度已有一份草案，请先在原草案上修改，或者删除原草案。"))
    version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    row = IndicatorScheme.objects.create(
        unit=unit, year=year, version=version, content=dumped, reason=reason.strip(),
        title_zh=content.title.zh, title_en=content.title.en,
        drafted_by=by, drafted_at=timezone.now(),
    )  # fmt: skip
    _note("draft", row, by, on)
    return row


@journal.atomic
def revise(
    *, scheme: IndicatorScheme, revision: int, content: schemes.Scheme, reason: str, by: User,
    on: date,
) -> IndicatorScheme:  # fmt: skip
    """Edit a draft. ``revision`` is what the page showed: of two editors one is told."""
    access.require(by, "assess", scheme.unit)
    moved = IndicatorScheme.objects.filter(
        pk=scheme.pk, revision=revision, state=SchemeState.DRAFT
    ).update(
        content=schemes.dump(content), reason=reason.strip(), revision=F("revision") + 1,
        title_zh=content.title.zh, title_en=content.title.en,
    )  # fmt: skip
    if not moved:
        raise Conflict(
            _("这份草案已被他人修改或者已经施行。您填写的内容仍在下方，请核对后再保存。")
        )
    SchemeEffect.objects.filter(scheme=scheme.pk).delete()
    row = IndicatorScheme.objects.select_related("unit").get(pk=scheme.pk)
    _note("revise", row, by, on)
    return row


@journal.atomic
def put_in_force(*, scheme: IndicatorScheme, revision: int, by: User, on: date) -> IndicatorScheme:
    """From now on the posts below are scored by it; the version before is kept, replaced."""
    access.require(by, "assess", scheme.unit)
    Unit.objects.select_for_update().get(pk=scheme.unit_id)
    row = IndicatorScheme.objects.select_related("unit").get(pk=scheme.pk)
    if row.state == SchemeState.IN_FORCE and row.forced_by_id == by.pk:
        return row
    if row.state != SchemeState.DRAFT or row.revision != revision:
        raise Conflict(_("这份草案在您打开页面之后已被修改，请重新查看影响后再施行。"))
    _require_reason(row)
    if trying.left(scheme=row):
        raise Refused(_("请先完成试算，看清哪些职务的得分会变动，再予施行。"))
    before = IndicatorScheme.objects.filter(
        unit=row.unit_id, year=row.year, state=SchemeState.IN_FORCE
    )
    before.update(state=SchemeState.REPLACED)
    row.state, row.forced_by, row.forced_at = SchemeState.IN_FORCE, by, timezone.now()
    row.save(update_fields=["state", "forced_by", "forced_at"])
    marks.all_moved_below(row.unit, row.year)
    _note("put_in_force", row, by, on)
    return row


@journal.atomic
def discard(*, scheme: IndicatorScheme, by: User, on: date) -> None:
    """Drop a draft; what was ever in force stays."""
    access.require(by, "assess", scheme.unit)
    row = IndicatorScheme.objects.select_for_update(of=("self",)).filter(pk=scheme.pk).first()
    if row is None:
        return
    if row.state != SchemeState.DRAFT:
        raise Conflict(_("已经施行的指标体系不能删除。"))
    _note("discard", row, by, on)
    SchemeEffect.objects.filter(scheme=row.pk).delete()
    row.delete()


def _require_reason(row: IndicatorScheme) -> None:
    forced = IndicatorScheme.objects.filter(unit=row.unit_id, year=row.year)
    if forced.exclude(state=SchemeState.DRAFT).exists() and not row.reason:
        raise Refused(_("该年度已有施行过的指标体系，修改须写明理由。"))


def _note(verb: str, row: IndicatorScheme, by: User, on: date) -> None:
    journal.record(
        action=f"schemes.{verb}", by=by, target=row, unit=row.unit, year=row.year,
        version=row.version, revision=row.revision, on=on,
    )  # fmt: skip
