from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models.post import Post


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.overlapping(on, on)

    def overlapping(self, starts_on, ends_on):
        """Appointments with a day in common with the span; ``ends_on=None`` is open."""
        started = Q() if ends_on is None else Q(starts_on__lte=ends_on)
        return self.filter(started, Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))

    def served_by(self, user, on):
        """What ``user`` holds or has held by ``on``; nothing for whoever may not log in."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(person=user, starts_on__lte=on)


class Appointment(models.Model):
    """Who sits on a post, from–until, both days included; no two overlap on one post.

    Overlap is refused by the action under a lock on the post, on both databases.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    starts_on = models.DateField(_("任职日期"))
    ends_on = models.DateField(_("免职日期"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        default_permissions = ()
        ordering = ["post", "-starts_on"]
        indexes = [models.Index(fields=["person", "starts_on"], name="appointment_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_start",
                violation_error_message=_("免职日期不得早于任职日期。"),
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(ends_on__isnull=True),
                name="appointment_one_open_per_post",
                violation_error_message=_("该职务已有在任人员，请先办理免职。"),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.post}"
