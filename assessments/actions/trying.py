"""Trying out a draft: every post below scored by what applies now and by the draft.

A portion at a time, so that whoever waits sees how far it is; done twice it changes nothing.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from assessments.figures.applying import Applied, schemes_for
from assessments.figures.facts import facts_of
from assessments.models import IndicatorScheme, PostScore, SchemeEffect
from assessments.scoring import PostFacts, assess, grade_by_points
from duties.models import Ledger
from organizations.models import Post

PORTION = 400


def concerned(scheme: IndicatorScheme) -> QuerySet[Post]:
    """The posts below that owe anything in the year; those of the topmost unit as well."""
    owing = Ledger.objects.filter(year=scheme.year, owed__gt=0).values("post")
    own = Q(unit=scheme.unit_id) if scheme.unit.depth > 1 else Q(pk__in=[])
    return Post.objects.below(scheme.unit).exclude(own).filter(pk__in=owing)


def left(*, scheme: IndicatorScheme) -> int:
    """How many posts have not been tried yet."""
    done = SchemeEffect.objects.filter(scheme=scheme).values("post")
    return concerned(scheme).exclude(pk__in=done).count()


def try_out(*, scheme: IndicatorScheme, on: date, at_most: int = PORTION) -> int:
    """Try the next posts; returns how many. Nothing is put in force and nothing is journalled:
    it only says what would be."""
    done = SchemeEffect.objects.filter(scheme=scheme).values("post")
    posts = list(
        concerned(scheme).exclude(pk__in=done).select_related("unit").order_by("pk")[:at_most]
    )
    now = schemes_for(posts, scheme.year)
    draft = Applied(scheme, scheme.parsed)
    facts = facts_of(posts, scheme.year, on, words=False)
    with transaction.atomic():
        _require_same_revision(scheme)
        SchemeEffect.objects.bulk_create(
            [
                _effect(scheme, post, facts[post.pk], now[post.pk], _then(scheme, post, now, draft))
                for post in posts
            ],
            ignore_conflicts=True,
        )
    return len(posts)


def _require_same_revision(scheme: IndicatorScheme) -> None:
    IndicatorScheme.objects.select_for_update().get(pk=scheme.pk, revision=scheme.revision)


def _then(scheme: IndicatorScheme, post: Post, now, draft: Applied) -> Applied:
    """A unit in between with a scheme of its own keeps it."""
    applied = now[post.pk]
    nearer = applied.row is not None and applied.row.unit.path.startswith(scheme.unit.path)
    own = nearer and applied.row.unit_id != scheme.unit_id
    return applied if own else draft


def _effect(scheme, post: Post, facts: PostFacts, now: Applied, then: Applied) -> SchemeEffect:
    before, grade_before = _figures(now, facts)
    after, grade_after = _figures(then, facts)
    return SchemeEffect(
        scheme=scheme, post=post, before=before, after=after, grade_before=grade_before,
        grade_after=grade_after, shift=abs(after - before),
        moved=(before, grade_before) != (after, grade_after),
    )  # fmt: skip


def _figures(applied: Applied, facts: PostFacts) -> tuple[int, str]:
    tree = assess(applied.scheme, facts)
    points = PostScore.NONE if tree.total is None else int(tree.total * 100)
    return points, grade_by_points(applied.scheme, tree)
