"""Who is told what of an assessment; above all whose figures move after they were shown to him.

What he was last told of stands with the score: worked out twice with the same outcome nothing is
told, there and back again is told twice. Nothing can be told that his page does not show:
figures rest on what is published and closed alone.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from assessments import notices
from assessments.models import Assessment, AssessmentStage, ScoreHolder
from duties.actions import warnings
from duties.models import Notice


def moved(row: Assessment, on: date) -> None:
    """In the transaction that moved them; of a draft nobody is told anything."""
    if row.stage == AssessmentStage.DRAFT:
        return
    rows = row.scores.other_than("told")
    posts = set(rows.order_by().values_list("post", flat=True))
    tell(
        notices.figures_moved(row, post, person, on)
        for post, person in holders_of(row) if post in posts
    )  # fmt: skip
    rows.update(told_total=F("total"), told_grade=F("grade"))


def holders_of(row: Assessment) -> list[tuple[int, int]]:
    """``(post, person)`` of everybody who is assessed and can log in."""
    found = ScoreHolder.objects.filter(score__assessment=row, person__is_active=True)
    return list(found.order_by("score__post", "person").values_list("score__post", "person"))


def tell(wanted: Iterable[Notice]) -> None:
    """So many at a time that no database runs out of parameters."""
    rows = list(wanted)
    for start in range(0, len(rows), 400):
        warnings.add(rows[start : start + 400])
