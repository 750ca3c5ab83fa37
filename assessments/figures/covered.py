"""Which posts an assessment is about, and whether what their scores rest on has changed since."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from assessments import scoring, sealing
from assessments.figures.handed_in import report_facts_of
from assessments.models import Assessment, Score
from duties.models import Ledger, Obligation
from organizations.models import Appointment, Post, Unit


def posts_below(unit: Unit, year: int) -> QuerySet[Post]:
    """All that owe anything in the year; the unit's own are assessed from above."""
    rows = Post.objects.below(unit).exclude(unit=unit).filter(ledgers__year=year)
    return rows.select_related("unit").order_by("pk")


def basis_of(posts: Iterable[int], year: int) -> dict[int, str]:
    """Post → the version of its ledger, which moves with all that is scored, who held it, and
    the level of its unit, which says with whom it is compared."""
    keys = list(posts)
    ledgers = Ledger.objects.filter(post__in=keys, year=year)
    return _bases(ledgers, Appointment.objects.filter(post__in=keys))


def stale(assessment: Assessment) -> list[int]:
    """The posts whose scores are no longer what they would be if worked out now."""
    scored = dict(assessment.scores.order_by().values_list("post", "basis"))
    now = _bases_now(assessment)
    return sorted(post for post, basis in now.items() if scored.get(post) != basis)


def unmoved(assessment: Assessment, on: date) -> list[int]:
    """The scores of the last run that would come out the same as of ``on``: what they rest on
    has not moved, and no day between tells in them."""
    if not assessment.is_computed:
        return []
    rows = assessment.scores.filter(run=assessment.run, engine=scoring.ENGINE)
    now = _bases_now(assessment)
    told = _told_by_days(assessment, on)
    return sorted(
        key for key, post, basis in rows.order_by().values_list("pk", "post", "basis")
        if now.get(post) == basis and post not in told
    )  # fmt: skip


def _told_by_days(assessment: Assessment, on: date) -> set[int]:
    """Posts for which it makes a difference from which of the two days one looks: a duty fell
    due, the post changed hands, a report's day passed."""
    first, last = sorted((assessment.as_of, on))
    if first == last:
        return set()
    posts, year = posts_below(assessment.unit, assessment.year).order_by(), assessment.year
    due = Obligation.objects.filter(post__in=posts.values("pk"), year=year)
    told = set(due.filter(due_on__range=(first, last)).values_list("post", flat=True))
    span = (first - timedelta(days=1), last)
    hands = Appointment.objects.filter(
        Q(starts_on__range=span) | Q(ends_on__range=span), post__in=posts.values("pk")
    )
    told |= set(hands.values_list("post", flat=True))
    keys = list(posts.values_list("pk", flat=True))
    before, after = (report_facts_of(keys, year, day) for day in (first, last))
    return told | {key for key in keys if before.get(key) != after.get(key)}


def _bases_now(assessment: Assessment) -> dict[int, str]:
    posts = posts_below(assessment.unit, assessment.year).order_by().values("pk")
    return _bases(
        Ledger.objects.filter(year=assessment.year, post__in=posts),
        Appointment.objects.filter(post__in=posts),
    )


def _bases(ledgers, appointments) -> dict[int, str]:
    spans = defaultdict(list)
    rows = appointments.order_by("post", "starts_on", "pk")
    for post, person, starts_on, ends_on in rows.values_list(
        "post", "person", "starts_on", "ends_on"
    ):
        spans[post].append([person, str(starts_on), str(ends_on)])
    rows = ledgers.order_by().values_list("post", "version", "post__unit__level")
    return {
        post: f"{version}:{sealing.digest([level, *spans[post]])[:40]}"
        for post, version, level in rows
    }


def left(assessment: Assessment) -> QuerySet[Post]:
    """The posts that the run under way has not come to yet."""
    done = Score.objects.filter(assessment=assessment, run=assessment.run).values("post")
    return posts_below(assessment.unit, assessment.year).exclude(pk__in=done)
