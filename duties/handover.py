"""A hand-over: what an appointment leaves done, open and late on its last day.

Where an obligation stood on a day past is read from its status changes (the last one up to
that day) and its due date; nothing is stored twice. Queries do not grow with the rows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from duties import rules
from duties.choices import Status
from duties.holders import tenures_of
from duties.models import Obligation, StatusChange
from duties.models.obligation import UNMET
from duties.standing import Standing, changes_of, standing_of
from duties.tenure import Tenure, answers_for
from organizations.models import Appointment, Post

#: How long the home page of a successor speaks of what he has taken over.
FRESH = timedelta(days=180)
SHOWN_TO_SUCCESSOR, SHOWN_TO_FORMER = 3, 6


@dataclass(frozen=True)
class Handover:
    """An appointment on its last day, or as it stands while it still runs."""

    appointment: Appointment
    day: date
    rows: tuple[Standing, ...]

    @property
    def done(self) -> list[Standing]:
        """Fulfilled, in time or late, and what was waived: nothing is left to do."""
        return [row for row in self.rows if row.status not in UNMET]

    @property
    def open(self) -> list[Standing]:
        return [row for row in self.rows if row.status in rules.PENDING]

    @property
    def late(self) -> list[Standing]:
        return [row for row in self.rows if row.status == Status.MISSED]

    @property
    def still_unmet(self) -> list[Obligation]:
        """Of what was late or open then, what is unmet now; the first to be due comes first."""
        left = (row.obligation for row in self.rows if row.status in UNMET)
        return sorted((row for row in left if row.is_unmet), key=lambda row: row.due_on)

    @property
    def shown(self) -> list[Obligation]:
        return self.still_unmet[:SHOWN_TO_SUCCESSOR]


@dataclass(frozen=True)
class Former:
    """A post somebody has left, and what of its last two years is his to answer for."""

    handover: Handover
    answered: list[Obligation]

    @property
    def unmet(self) -> list[Obligation]:
        return [row for row in self.answered if row.is_unmet]

    @property
    def shown(self) -> list[Obligation]:
        return self.unmet[:SHOWN_TO_FORMER]


def visible_to(user, on: date):
    """Appointments whose sheet ``user`` may read: who may see the post, and the two concerned."""
    following = Appointment.objects.filter(
        post=OuterRef("post"), starts_on__gt=OuterRef("starts_on")
    ).order_by("starts_on")
    served = Appointment.objects.served_by(user, on).values("pk")
    posts = Post.objects.visible_to(user, on).order_by().values("pk")
    return Appointment.objects.annotate(next_pk=Subquery(following.values("pk")[:1])).filter(
        Q(post__in=posts) | Q(pk__in=served) | Q(next_pk__in=served), starts_on__lte=on
    )


def on_last_day(appointments: Iterable[Appointment], on: date) -> list[Handover]:
    """Each appointment on its last day, today if it still runs. Two queries in all."""
    days = [(each, min(each.ends_on or on, on)) for each in appointments]
    if not days:
        return []
    concerned = Q(pk__in=[])
    for each, day in days:
        concerned |= _concerned(each, day)
    rows = list(Obligation.objects.filter(concerned).with_law().in_legal_order())
    changes = changes_of(rows)
    return [Handover(each, day, tuple(_standings(rows, changes, each, day))) for each, day in days]


def _concerned(appointment: Appointment, day: date) -> Q:
    """The year's obligations with a day in the tenure; older ones that may have been late."""
    later = StatusChange.objects.filter(obligation=OuterRef("pk"), on__gt=day)
    of_year = Q(year=day.year, starts_on__lte=day, due_on__gte=appointment.starts_on)
    older = Q(due_on__lt=day) & (Q(status__in=UNMET) | Exists(later))
    return Q(post=appointment.post_id) & (of_year | older)


def _standings(rows, changes, appointment: Appointment, day: date):
    for row in rows:
        if row.post_id != appointment.post_id or row.starts_on > day:
            continue
        standing = standing_of(row, changes[row.pk], day)
        in_tenure = row.year == day.year and row.due_on >= appointment.starts_on
        if in_tenure or standing.status == Status.MISSED:
            yield standing


def taken_over(user, on: date) -> list[Handover]:
    """What those who sat there before left to a new incumbent: for his home page."""
    held = list(
        Appointment.objects.served_by(user, on).in_force(on).filter(starts_on__gte=on - FRESH)
    )
    if not held:
        return []
    tenures = tenures_of({each.post_id for each in held})
    before = [previous(tenures[each.post_id], each) for each in held]
    others = [each for each in before if each and each.person_id != user.pk]
    return on_last_day(others, on)


def previous(tenures: tuple[Tenure, ...], appointment: Appointment) -> Appointment | None:
    earlier = [each.holder for each in tenures if each.starts_on < appointment.starts_on]
    return earlier[-1] if earlier else None


def following(tenures: tuple[Tenure, ...], appointment: Appointment) -> Appointment | None:
    later = (each.holder for each in tenures if each.starts_on > appointment.starts_on)
    return next(later, None)


def former(user, on: date) -> list[Former]:
    """Posts he has left and answers for still: anything due of this year or the last."""
    left = list(
        Appointment.objects.served_by(user, on)
        .filter(ends_on__lt=on, ends_on__year__gte=on.year - 1)
        .exclude(post__in=Post.objects.held_by(user, on))
        .select_related("post__unit", "person").order_by("-ends_on")
    )  # fmt: skip
    if not left:
        return []
    answered = _answered({each.post_id for each in left}, on)
    left = [each for each in left if answered[each.pk]]
    return [Former(each, answered[each.appointment.pk]) for each in on_last_day(left, on)]


def _answered(posts: set[int], on: date) -> dict[int, list[Obligation]]:
    """Appointment → what has fallen due of this year and the last and is its to answer for."""
    tenures = tenures_of(posts)
    due = Obligation.objects.filter(post__in=posts, year__gte=on.year - 1, due_on__lte=on)
    found = defaultdict(list)
    for row in due.with_law().in_legal_order():
        answers = answers_for(tenures[row.post_id], row.starts_on, row.due_on)
        if answers:
            found[answers.holder.pk].append(row)
    return found
