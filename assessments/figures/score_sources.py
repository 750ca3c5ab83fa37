"""What stands behind an indicator besides its parts: who entered a result, which inspections."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.models import Inspection, Stage, UnitResult
from assessments.schemes import Source
from assessments.scoring import Node, PostFacts
from organizations.bilingual import speaks_english
from organizations.models import Unit


@dataclass
class Entry:
    """A finding, a part of the report, a bonus: its words, its worth, and where it opens."""

    title: str
    sentence: str
    points: Decimal | None = None
    url: str = ""
    files: list = field(default_factory=list)


def of_whom(facts: PostFacts) -> dict[str, str]:
    """Key of what is said of one of several holders → how to say of whom."""
    if len(facts.holders) < 2:
        return {}
    names = {
        each.person: each.name_en if speaks_english() else each.name_zh for each in facts.holders
    }
    return {
        each.key: _("（适用于%(name)s）") % {"name": names[each.holder]}
        for each in (*facts.items, *facts.outcomes)
        if each.holder in names
    }


def behind(node: Node, facts: PostFacts, unit: Unit) -> list[Entry]:
    match node.source:
        case Source.RESULT:
            return _result(facts, unit)
        case Source.INSPECTIONS:
            return _inspections(facts, unit)
        case Source.REPORT:
            url = reverse("assessments:report", args=[facts.post, facts.year])
            title = _("%(year)s年度年终述法报告") % {"year": facts.year}
            return [Entry(title, "", url=url)]
    return []


def _result(facts: PostFacts, unit: Unit) -> list[Entry]:
    rows = UnitResult.objects.filter(unit=unit, year=facts.year).select_related("entered_by")
    return [
        Entry(
            row.note or _("%(unit)s%(year)s年度法治建设考核结果") % {
                "unit": unit.label, "year": facts.year,
            },
            _("%(who)s于%(day)s录入。") % {
                "who": (speaks_english() and row.entered_by.name_en) or row.entered_by.name_zh,
                "day": localtime(row.entered_at).date(),
            },
            row.points,
        )
        for row in rows
    ]  # fmt: skip


def _inspections(facts: PostFacts, unit: Unit) -> list[Entry]:
    """The circulars that the findings, or their absence, come from."""
    rows = Inspection.objects.filter(scope__unit=unit, year=facts.year, stage=Stage.PUBLISHED)
    return [
        Entry(row.title, _("督查通报"), url=row.get_absolute_url())
        for row in rows.order_by("published_at", "pk")
    ]
