"""What differs: since comments were asked for, and between two published versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessments.figures.score_page import said
from assessments.models import Assessment, Score, ScoreHolder
from assessments.schemes import grade_label
from organizations.models import Post


@dataclass(frozen=True)
class Change:
    """One post: its figures before and after; a post that is only in one has None in the other."""

    post: Post
    url: str
    before: Decimal | None
    after: Decimal | None
    grade_before: str
    grade_after: str

    @property
    def by(self) -> Decimal | None:
        return None if None in (self.before, self.after) else self.after - self.before

    @property
    def label_before(self) -> str:
        return said(grade_label(self.grade_before))

    @property
    def label_after(self) -> str:
        return said(grade_label(self.grade_after))


def kept_from(before: Assessment, row: Assessment) -> set[tuple[int, int]]:
    """``(post, person)`` whose own total and grade, and the post's, are as they were before."""
    return {(post, person) for post, person, *_figures in _shares(before) & _shares(row)}


def _shares(row: Assessment) -> set[tuple]:
    rows = ScoreHolder.objects.filter(score__assessment=row)
    return set(
        rows.values_list("score__post", "person", "total", "grade", "score__total", "score__grade")
    )


def since_comment(row: Assessment) -> list[Change]:
    """Figures that are other than what the officials were shown, the largest change first."""
    rows = row.scores.light().other_than("shown")
    return _sorted(
        Change(
            each.post, each.get_absolute_url(), each.shown_total, each.total, each.shown_grade,
            each.grade,
        )
        for each in rows.select_related("post__unit")
    )  # fmt: skip


def between(before: Assessment, after: Assessment) -> list[Change]:
    old, new = _by_post(before), _by_post(after)
    found = []
    for key in old.keys() | new.keys():
        one, two = old.get(key), new.get(key)
        was = (one.total, one.grade) if one else (None, "")
        became = (two.total, two.grade) if two else (None, "")
        if was != became or one is None or two is None:
            known = two or one
            found.append(Change(
                known.post, known.get_absolute_url(), was[0], became[0], was[1], became[1]
            ))  # fmt: skip
    return _sorted(found)


def _by_post(row: Assessment) -> dict[int, Score]:
    return {each.post_id: each for each in row.scores.light().select_related("post__unit")}


def _sorted(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda each: (-abs(each.by or 0), each.post.pk))
