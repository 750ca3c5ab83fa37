from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duties.models.obligation import Obligation
from organizations import access
from organizations.constraints import who_and_when
from organizations.models import Post


class WaiverQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Whoever may read the duties of the post may read why some were waived."""
        reached = access.reach(user, access.CONTENT, "post__unit__")
        return self.filter(reached | Q(post__in=Post.objects.held_by(user, on).values("pk")))


class Waiver(models.Model):
    """The superior's decision that obligations of a post cannot apply, with its reason.

    Evidence hangs on the waiver; each obligation of it can be reinstated by itself.
    Written by ``duties.actions.waivers`` alone.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="waivers")
    reason = models.CharField(_("免除理由"), max_length=500)
    token = models.UUIDField(unique=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(_("批准时间"))

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("免除")
        verbose_name_plural = _("免除")
        default_permissions = ()
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="waiver_has_reason",
                violation_error_message=_("免除须写明理由。"),
            )
        ]

    def __str__(self):
        return f"{self.post} · {self.reason}"

    def get_absolute_url(self):
        return reverse("duties:waiver", args=[self.pk])

    @property
    def unit(self):
        return self.post.unit


class WaiverItemQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(reinstated_at__isnull=True)


class WaiverItem(models.Model):
    """One obligation of a waiver; in force until it is reinstated with a reason."""

    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT, related_name="items")
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="waiver_items"
    )
    reinstated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reinstated_at = models.DateTimeField(_("恢复时间"), null=True)
    reinstate_reason = models.CharField(_("恢复理由"), max_length=500, blank=True)

    objects = WaiverItemQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            who_and_when("waiveritem", "reinstated"),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(reinstated_at__isnull=True),
                name="waiveritem_one_in_force",
                violation_error_message=_("该事项已经免除。"),
            ),
            models.CheckConstraint(
                condition=Q(reinstated_at__isnull=True, reinstate_reason="")
                | Q(reinstated_at__isnull=False) & ~Q(reinstate_reason=""),
                name="waiveritem_reinstated_has_reason",
                violation_error_message=_("恢复须写明理由。"),
            ),
        ]
