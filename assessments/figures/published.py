"""The published score of a post for a year: by the nearest unit above, in its latest version."""

from collections.abc import Iterable

from assessments.models import AssessmentStage, Score
from organizations.models import Post


def scores_of(posts: Iterable[Post], year: int) -> dict[int, Score]:
    """Post → its published score, without inputs and tree; one query."""
    rows = Score.objects.light().filter(
        post__in=[post.pk for post in posts], assessment__year=year,
        assessment__stage=AssessmentStage.PUBLISHED,
    )  # fmt: skip
    rows = rows.select_related("assessment__unit", "post__unit")
    ordered = rows.order_by("assessment__unit__depth", "assessment__version")
    return {row.post_id: row for row in ordered}


def score_of(post: Post, year: int) -> Score | None:
    return scores_of([post], year).get(post.pk)
