"""What accountability and incentives hand over to the assessment (Art. 24–26), and take back."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions import marks
from assessments.models import Outcome
from duties.actions.errors import Conflict
from duties.wording import Sentence
from organizations.actions import journal
from organizations.models import Post, User

NOTHING = Sentence("", "")


@journal.atomic
def hand_over(
    *, post: Post, year: int, kind: str, reason: Sentence, source: str, by: User, on: date,
    points: Decimal = Decimal(0), grade: str = "", tolerance: Sentence = NOTHING,
    holder: User | None = None,
) -> Outcome:  # fmt: skip
    """``kind``: bonus, deduction (``points``) or veto (``grade``: the best it leaves).

    ``holder``: the person whom it is about; without him, all who held the post in the year.
    ``source`` names what it follows from, such as ``case:<uuid>``: handed over twice it is one.
    What a post's year got by mistake is withdrawn and handed over under another source.
    """
    row, created = Outcome.objects.get_or_create(
        source=source,
        defaults={
            "post": post, "year": year, "kind": kind, "points": points, "grade": grade,
            "holder": holder,
            "reason_zh": reason.zh, "reason_en": reason.en,
            "tolerance_zh": tolerance.zh, "tolerance_en": tolerance.en,
            "handed_by": by, "handed_at": timezone.now(),
        },
    )  # fmt: skip
    if not created:
        return _same(row, post, year, kind, points, grade)
    marks.posts_moved([post.pk], year)
    journal.record(
        action="outcomes.hand_over", by=by, target=row, unit=post.unit, post=post, year=year,
        kind=kind, points=points, grade=grade, on=on,
    )  # fmt: skip
    return row


@journal.atomic
def withdraw(*, source: str, by: User, on: date) -> None:
    """After an appeal or an incentive taken back; twice is once."""
    row = Outcome.objects.select_related("post__unit").get(source=source)
    done = Outcome.objects.filter(pk=row.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=by, withdrawn_at=timezone.now()
    )
    if done:
        marks.posts_moved([row.post_id], row.year)
        journal.record(
            action="outcomes.withdraw", by=by, target=row, unit=row.post.unit, post=row.post,
            year=row.year, on=on,
        )  # fmt: skip


def _same(row: Outcome, post: Post, year: int, kind: str, points, grade: str) -> Outcome:
    given = (post.pk, year, kind, Decimal(points), grade)
    if (row.post_id, row.year, row.kind, row.points, row.grade) != given:
        raise Conflict(_("同一来源的结果已移交，内容不同，请先撤回原结果。"))
    return row
