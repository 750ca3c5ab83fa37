"""Who sits on which post: begin and end, never two at once."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.actions import journal
from organizations.models import Appointment, Post, User


@journal.atomic
def begin(
    *,
    post: Post,
    person: User,
    starts_on: date,
    by: User | None,
    on: date,
    ends_on: date | None = None,
) -> Appointment:
    """Appoint; raises ValidationError when another appointment has a day in common."""
    Post.objects.select_for_update().get(pk=post.pk)
    clash = post.appointments.overlapping(starts_on, ends_on).select_related("person").first()
    if clash:
        raise ValidationError(
            _("与%(person)s自%(day)s起的任职重叠，请先办理免职或调整日期。"),
            code="overlap",
            params={"person": clash.person, "day": clash.starts_on},
        )
    appointment = Appointment(post=post, person=person, starts_on=starts_on, ends_on=ends_on)
    appointment.full_clean(validate_unique=False)
    appointment.save()
    _journal("appointments.begin", appointment, by, on)
    return appointment


@journal.atomic
def end(*, appointment: Appointment, ends_on: date, by: User | None, on: date) -> Appointment:
    """Relieve; the last day of service is included."""
    Post.objects.select_for_update().get(pk=appointment.post_id)
    appointment.ends_on = ends_on
    appointment.full_clean(validate_unique=False)
    appointment.save(update_fields=["ends_on"])
    _journal("appointments.end", appointment, by, on)
    return appointment


def _journal(action: str, appointment: Appointment, by: User | None, on: date) -> None:
    journal.record(
        action=action,
        by=by,
        target=appointment,
        unit=appointment.post.unit,
        on=on,
        post=appointment.post,
        person=appointment.person,
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
    )
