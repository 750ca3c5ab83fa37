"""Which scheme applies to which post: that of the nearest unit above that has one in force."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.conf import settings

from assessments import schemes
from assessments.models import IndicatorScheme
from organizations.models import Post, Unit

DEFAULT = "fixtures/schemes/zhejiang.yaml"


class Applied(NamedTuple):
    """``row`` is None where the default scheme stands in because none is in force."""

    row: IndicatorScheme | None
    scheme: schemes.Scheme


@cache
def default_scheme() -> schemes.Scheme:
    return schemes.read_yaml((settings.BASE_DIR / DEFAULT).read_bytes())


def schemes_for(posts: Iterable[Post], year: int) -> dict[int, Applied]:
    """Post → its scheme; one query. The posts of a unit are assessed from above; those of the
    topmost unit by its own scheme."""
    rows = IndicatorScheme.objects.in_force().filter(year=year).select_related("unit")
    by_path = {row.unit.path: Applied(row, row.parsed) for row in rows}
    return {post.pk: nearest(by_path, post.unit.path) for post in posts}


def nearest(by_path: dict[str, Applied], path: str) -> Applied:
    above = [each for each in by_path if path.startswith(each) and each != path]
    found = by_path.get(max(above, key=len)) if above else by_path.get(path)
    return found or Applied(None, default_scheme())


def scheme_below(unit: Unit, year: int) -> schemes.Scheme:
    """What the posts below a unit are scored by: in the year, else in the last one that had a
    scheme in force; its own, or that of the nearest unit above."""
    rows = IndicatorScheme.objects.in_force().filter(year__lte=year).select_related("unit")
    above = [row for row in rows if unit.path.startswith(row.unit.path)]
    found = max(above, key=lambda row: (row.year, row.unit.depth), default=None)
    return found.parsed if found else default_scheme()


def scheme_for(post: Post, year: int) -> Applied:
    return schemes_for([post], year)[post.pk]
