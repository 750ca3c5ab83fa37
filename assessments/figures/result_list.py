"""Results of units as read from a list: each row checked, each mistake told by its cell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from assessments.models import UnitResult
from organizations.models import Unit

COLUMNS = ("code", "name", "points", "note")
NOTE_MAX = 200


@dataclass
class Checked:
    """A row of the list: what it would write, or what is wrong with it, cell by cell."""

    number: int
    code: str
    name: str
    text: str
    note: str
    unit: Unit | None = None
    points: Decimal | None = None
    before: UnitResult | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def what(self) -> str:
        """new, change or same; error where it cannot be taken, blank where nothing is told."""
        if self.errors:
            return "error"
        if self.is_blank:
            return "blank"
        if self.before is None:
            return "new"
        same = (self.before.points, self.before.note) == (self.points, self.note)
        return "same" if same else "change"

    @property
    def is_blank(self) -> bool:
        """A unit of the template that nobody filled in: what is known of it stays."""
        return not self.text and not self.note

    def wrong(self, column: str, text: str) -> None:
        cell = f"{'ABCD'[COLUMNS.index(column)]}{self.number}"
        self.errors.append(_("单元格%(cell)s：%(text)s") % {"cell": cell, "text": text})


def check(table: Iterable[Sequence[str]], year: int, units) -> list[Checked]:
    """``table`` without its head; ``units`` are those whose results this person may enter."""
    rows = [_row(number, cells) for number, cells in table if any(cell.strip() for cell in cells)]
    _find_units(rows, units)
    known = {row.unit_id: row for row in UnitResult.objects.filter(
        year=year, unit__in=[row.unit.pk for row in rows if row.unit]
    )}  # fmt: skip
    twice = Counter(row.unit.pk for row in rows if row.unit)
    for row in rows:
        if not row.is_blank:
            _check_points(row)
        if len(row.note) > NOTE_MAX:
            row.wrong("note", _("备注最多%(max)s个字。") % {"max": NOTE_MAX})
        if row.unit:
            row.before = known.get(row.unit.pk)
            if twice[row.unit.pk] > 1:
                row.wrong("code", _("“%(unit)s”在表中出现了多次。") % {"unit": row.unit.label})
    return rows


def _row(number: int, cells: Sequence[str]) -> Checked:
    code, name, text, note = [str(cell).strip() for cell in [*cells, "", "", "", ""][:4]]
    return Checked(number, code, name, text, note)


def _find_units(rows: list[Checked], units) -> None:
    """By code, else by name where only one unit is called so."""
    by_code = {unit.code: unit for unit in units.filter(code__in=[r.code for r in rows if r.code])}
    named: dict[str, list[Unit]] = {}
    for unit in units.filter(name_zh__in=[row.name for row in rows if row.name]):
        named.setdefault(unit.name_zh, []).append(unit)
    for row in rows:
        found = named.get(row.name, [])
        if row.code:
            row.unit = by_code.get(row.code)
            _check_code(row)
        elif len(found) == 1:
            row.unit = found[0]
        elif found:
            row.wrong("name", _("有%(number)s个单位叫“%(name)s”，请填写单位代码。") % {
                "number": len(found), "name": row.name,
            })  # fmt: skip
        else:
            row.wrong(
                "name", _("没有找到单位“%(name)s”，或者不在您的考核范围内。") % {"name": row.name}
            )


def _check_code(row: Checked) -> None:
    if row.unit is None:
        row.wrong(
            "code", _("没有找到代码“%(code)s”的单位，或者不在您的考核范围内。") % {"code": row.code}
        )
    elif row.name and row.name not in (row.unit.name_zh, row.unit.name_en, row.unit.short_zh):
        row.wrong("name", _("代码%(code)s是“%(unit)s”，与填写的名称不符。") % {
            "code": row.code, "unit": row.unit.label,
        })  # fmt: skip


def _check_points(row: Checked) -> None:
    try:
        points = Decimal(row.text)
    except InvalidOperation:
        points = Decimal("NaN")
    if not row.text:
        row.wrong("points", _("请填写得分。"))
    elif not points.is_finite() or not 0 <= points <= 100:
        row.wrong("points", _("“%(text)s”应为0至100之间的数。") % {"text": row.text})
    elif points != points.quantize(Decimal("0.01")):
        row.wrong("points", _("“%(text)s”最多两位小数。") % {"text": row.text})
    else:
        row.points = points.quantize(Decimal("0.01"))
