from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language

from assessments.figures.verifying import Difference, differences
from assessments.models import Assessment
from organizations.models import Unit


class Command(BaseCommand):
    help = "Work out every published assessment of a year again from its frozen inputs alone."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)
        parser.add_argument("--unit", default="", help="code of the unit that assessed")

    def handle(self, *, year, unit="", **options):
        rows = Assessment.objects.published().filter(year=year).select_related("unit")
        if unit and not Unit.objects.filter(code=unit).exists():
            raise CommandError(f"no unit has the code {unit} / 没有代码为{unit}的单位")
        rows = rows.filter(unit__code=unit) if unit else rows
        if not rows:
            raise CommandError(_nothing(year, unit))
        wrong = 0
        for row in rows.order_by("unit__path", "version"):
            first = next(differences(row), None)
            wrong += first is not None
            name = f"{row.unit.label} {row.year} v{row.version} {row.sha256}"
            count = row.scores.count()
            told = _said(first) if first else f"{count} scores / {count}个得分"
            self.stdout.write(f"{'!!' if first else 'OK'} {name}: {told}")
        if wrong:
            raise CommandError(f"{wrong} assessments differ / {wrong}份考核不符")


def _nothing(year: int, unit: str) -> str:
    by_en, by_zh = (f" by {unit}", f"由{unit}") if unit else ("", "")
    codes = Assessment.objects.published().filter(year=year).order_by("unit__path")
    found = list(codes.values_list("unit__code", flat=True).distinct())
    else_en, else_zh = "", ""
    if found:
        else_en, else_zh = f"; published by {', '.join(found)}", f"；已公布的有{'、'.join(found)}"
    return f"nothing published {year}{by_en}{else_en} / {year}年度没有{by_zh}公布的考核{else_zh}"


def _said(first: Difference) -> str:
    whose = f"{first.score.post.unit.label} {first.score.post.label}: " if first.score else ""
    return whose + first.what.in_language(get_language())
