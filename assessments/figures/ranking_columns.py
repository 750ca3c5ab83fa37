"""What a ranking shows besides the totals: the indicators as columns, grades by tenure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from assessments.figures.applying import default_scheme
from assessments.figures.facts import holders_of
from assessments.models import IndicatorScheme, PostScore
from assessments.schemes import Scheme, grade_label
from assessments.scoring import served
from duties.holders import tenures_of


@dataclass(frozen=True)
class Column:
    code: str
    title: str


def schemes_of(rows: Iterable[PostScore]) -> dict[int | None, Scheme]:
    """Each scheme by which any of them was scored, read once."""
    keys = {row.scheme_id for row in rows}
    found = {row.pk: row.parsed for row in IndicatorScheme.objects.filter(pk__in=keys - {None})}
    return found | ({None: default_scheme()} if None in keys else {})


def columns_of(schemes: Iterable[Scheme]) -> list[Column]:
    """The weighed indicators at the top, in the order of their schemes."""
    titles: dict[str, str] = {}
    for scheme in schemes:
        for each in scheme.indicators:
            if each.weight is not None:
                titles.setdefault(each.code, each.title.in_language(get_language()))
    return [Column(code, title) for code, title in titles.items()]


def grades_of(rows: list[PostScore], schemes: dict[int | None, Scheme]) -> dict[int, str]:
    """Post → the grade in words; not graded where nobody held it long enough. (Before quotas.)"""
    tenures = tenures_of([row.post_id for row in rows])
    found = {}
    for row in rows:
        least = schemes[row.scheme_id].least_months
        holders = holders_of(tenures[row.post_id], row.year)
        long_enough = any(served(each.spans)[0] >= least for each in holders)
        label = grade_label(row.grade if long_enough else "")
        found[row.post_id] = label.in_language(get_language())
    return found
