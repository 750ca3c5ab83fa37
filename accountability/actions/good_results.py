"""Incentives that the portal proposes from good results: praise in a published inspection, and
the highest grade in a published assessment. Each result is proposed once."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accountability.actions import incentives
from accountability.incentive_stages import Form
from accountability.models import Incentive, managing_unit
from assessments.figures.published import scores_of
from assessments.models import InspectionUnit, ScoreHolder, Stage
from assessments.schemes import Grade
from organizations.models import Post, Track, Unit, User

_NAMES = UUID("9a6f0c62-54de-4a7f-8e0c-2e3d7a5a8a11")
#: Articles from here on bind the government head (Art. 15–20).
GOVERNMENT_FROM = 15


def propose(*, unit: Unit, year: int, by: User, on: date) -> int:
    """Propose what ``unit`` may decide on and nobody has proposed; returns how many."""
    results = chain(_praise(unit, year, on), _graded(unit, year, on))
    found = {key: rest for key, *rest in results}
    known = Incentive.objects.filter(source__in=list(found)).values_list("source", flat=True)
    made = 0
    for source in sorted(set(found) - set(known)):
        post, form, reason = found[source]
        if managing_unit(post.unit) != unit or post.incumbent_on(on) in (None, by):
            continue
        incentives.propose(
            key=uuid5(_NAMES, source), post=post, year=year, form=form, reason=reason, by=None,
            on=on, source=source,
        )  # fmt: skip
        made += 1
    return made


def _praise(unit: Unit, year: int, on: date) -> Iterator[tuple[str, Post, Form, str]]:
    rows = InspectionUnit.objects.exclude(good_practice="").filter(
        inspection__stage=Stage.PUBLISHED, inspection__year=year, unit__path__startswith=unit.path
    )
    for row in rows.select_related("inspection", "unit").order_by("pk"):
        for post in Post.objects.in_force(on).filter(unit=row.unit).select_related("unit"):
            if post.track in _tracks(row.inspection.articles):
                source = f"praise:{row.pk}:{post.pk}"
                yield (
                    source,
                    post,
                    Form.PRAISE,
                    f"{row.inspection.title}：{row.good_practice}"[:1000],
                )


def _graded(unit: Unit, year: int, on: date) -> Iterator[tuple[str, Post, Form, str]]:
    """Whoever was graded excellent in the assessment last published, of this year or the last,
    and still sits on the post; nobody is praised for the grade of who sat there before him."""
    for assessed in (year - 1, year):
        posts = Post.objects.in_force(on).below(unit).select_related("unit").order_by("pk")
        graded = scores_of(posts, assessed)
        earned = set(
            ScoreHolder.objects.filter(score__in=graded.values(), grade=Grade.EXCELLENT)
            .values_list("score", "person")
        )  # fmt: skip
        for post in posts:
            score = graded.get(post.pk)
            if score is None or score.grade != Grade.EXCELLENT:
                continue
            person = post.incumbent_on(on)
            if person is not None and (score.pk, person.pk) in earned:
                reason = _("%(year)s年度履职考核%(total)s分，等次为%(grade)s。") % {
                    "year": assessed, "total": score.total, "grade": score.grade_label,
                }  # fmt: skip
                yield f"graded:{assessed}:{post.pk}", post, Form.PRAISE, str(reason)


def _tracks(articles: list[int]) -> set[str]:
    """Whose duties were looked at; all articles where the inspection names none."""
    found = {Track.GOVERNMENT if each >= GOVERNMENT_FROM else Track.PARTY for each in articles}
    return found or {Track.PARTY, Track.GOVERNMENT}
