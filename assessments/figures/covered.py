"""Which posts an assessment is about, and whether what their scores rest on has changed since."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from assessments import sealing
from assessments.models import Assessment, Score
from duties.models import Ledger
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
    year = assessment.year
    scored = dict(assessment.scores.order_by().values_list("post", "basis"))
    posts = posts_below(assessment.unit, year).order_by().values("pk")
    now = _bases(
        Ledger.objects.filter(year=year, post__in=posts),
        Appointment.objects.filter(post__in=posts),
    )
    return sorted(post for post, basis in now.items() if scored.get(post) != basis)


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
