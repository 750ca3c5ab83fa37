"""Which part of the tree, of the law and of time a superior looks at."""

from dataclasses import dataclass, replace
from datetime import MAXYEAR, date
from functools import cached_property

from django.db.models import Max, Q

from duties.models import Obligation, Requirement
from organizations import access
from organizations.models import Post, Unit

#: Grants that open dashboard, overdue list and ranking.
CODES = ("oversee", "inspect", "assess")


@dataclass(frozen=True)
class Scope:
    """``unit`` with its whole subtree, narrowed by track and article, in one year."""

    unit: Unit
    year: int
    on: date
    track: str = ""
    article: int | None = None

    @property
    def obligations(self):
        """All in the subtree. The root's needs no asking where each post lies."""
        rows = self.narrow("requirement__clause__article", "post__track")
        return rows if self.is_everything else rows.below(self.unit)

    @cached_property
    def is_everything(self) -> bool:
        return self.unit.depth == 1 and Unit.objects.filter(depth=1).count() == 1

    def narrow(self, article: str, track: str, rows=None):
        """``rows`` (obligations) of the year, by the names that article and track have there."""
        rows = (Obligation.objects.all() if rows is None else rows).filter(year=self.year)
        if self.track:
            rows = rows.filter(**{track: self.track})
        return rows.filter(**{article: self.article}) if self.article else rows

    @property
    def posts(self):
        rows = Post.objects.below(self.unit).select_related("unit")
        return rows.filter(track=self.track) if self.track else rows

    def query(self, **changes) -> str:
        """The scope as a query string, to keep it from page to page."""
        changed = replace(self, **changes)
        parts = {"unit": changed.unit.pk, "year": changed.year, "track": changed.track}
        parts["article"] = changed.article
        return "&".join(f"{name}={value}" for name, value in parts.items() if value)


def top_units(user, codes=CODES) -> list[Unit]:
    """The units granted to ``user`` by name, the widest first."""
    found = access.granted(user, codes, Unit.objects.all())
    return sorted(found, key=lambda unit: (unit.depth, unit.path))


def reached(tops: list[Unit]):
    """Every unit in the subtrees of ``tops``, without asking the grants again."""
    condition = Q(pk__in=[])
    for top in tops:
        condition |= Q(path__startswith=top.path)
    return Unit.objects.filter(condition)


def nearby(tops: list[Unit], unit: Unit):
    """The units a filter offers: two levels from the top, and the way down to ``unit``."""
    shown = Q(pk=unit.pk) | Q(path__startswith=unit.path, depth=unit.depth + 1)
    for top in tops:
        shown |= Q(path__startswith=top.path, depth__lte=top.depth + 1)
    if unit.depth > 1:
        around = unit.path[: -Unit.steplen]
        shown |= Q(path__startswith=around, depth=unit.depth) | Q(path=around)
    return reached(tops).filter(shown)


def years(unit: Unit | None = None) -> list[int]:
    """Years for which anything is owed, the latest first.

    One look into the index a year: counting millions of rows to find three years is too much.
    """
    found, last = [], MAXYEAR
    while True:
        earlier = Obligation.objects.filter(year__lt=last).aggregate(last=Max("year"))["last"]
        if earlier is None:
            return found
        found.append(earlier)
        last = earlier


def articles() -> list[int]:
    rows = Requirement.objects.order_by("clause__article")
    return list(rows.values_list("clause__article", flat=True).distinct())


def trail(tops: list[Unit], unit: Unit) -> list[Unit]:
    """From the granted unit down to ``unit``, for the crumbs."""
    steps = range(Unit.steplen, len(unit.path), Unit.steplen)
    above = Unit.objects.filter(path__in=[unit.path[:end] for end in steps])
    allowed = tuple(top.path for top in tops)
    return [each for each in above if each.path.startswith(allowed)]
