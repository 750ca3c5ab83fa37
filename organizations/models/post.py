from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.bilingual import Bilingual, speaks_english
from organizations.constraints import choices_constraint
from organizations.models.unit import Unit


class Track(models.TextChoices):
    """Art. 5–14 bind the Party-committee head, Art. 15–20 the government head."""

    PARTY = "party", _("党委主要负责人")
    GOVERNMENT = "government", _("政府主要负责人")


class PostQuerySet(models.QuerySet):
    def in_force(self, on):
        """Posts that exist on ``on``."""
        return self.during(on, on)

    def during(self, starts_on, ends_on):
        """Posts that exist on at least one day of the span."""
        return self.filter(
            Q(established_on__isnull=True) | Q(established_on__lte=ends_on),
            Q(abolished_on__isnull=True) | Q(abolished_on__gt=starts_on),
        )

    def visible_to(self, user, on):
        """Posts whose duties ``user`` may read: through the unit, or as incumbent."""
        reached = access.reach(user, access.CONTENT, "unit__")
        return self.filter(reached | Q(pk__in=self._held(user, on)))

    def loggable_by(self, user, on):
        """Posts for which ``user`` may log: liaison officer of the unit, or incumbent."""
        reached = access.reach(user, ["log"], "unit__")
        return self.filter(reached | Q(pk__in=self._held(user, on)))

    def held_by(self, user, on):
        return self.filter(pk__in=self._held(user, on))

    @staticmethod
    def _held(user, on):
        if not user.is_authenticated or not user.is_active:
            return []
        return user.appointments.in_force(on).values("post")

    def below(self, unit):
        return self.filter(unit__path__startswith=unit.path)


class Post(models.Model):
    """A chair in a unit; its obligations are counted per post, whoever sits in it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    track = models.CharField(_("职责序列"), max_length=12, choices=Track)
    title_zh = models.CharField(_("职务名称"), max_length=80)
    title_en = models.CharField(_("英文职务名称"), max_length=160, blank=True)
    established_on = models.DateField(_("设立日期"), null=True, blank=True)
    abolished_on = models.DateField(_("撤销日期"), null=True, blank=True)

    label = Bilingual("title")
    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("职务")
        verbose_name_plural = _("职务")
        default_permissions = ()
        ordering = ["unit__path", "-track"]
        constraints = [
            choices_constraint("post", "track", Track),
            models.UniqueConstraint(
                fields=["unit", "track"],
                condition=Q(abolished_on__isnull=True),
                name="post_one_per_track",
                violation_error_message=_("该单位已有同序列的职务。"),
            ),
            models.CheckConstraint(
                condition=Q(established_on__isnull=True)
                | Q(abolished_on__isnull=True)
                | Q(abolished_on__gt=F("established_on")),
                name="post_abolished_after_established",
                violation_error_message=_("撤销日期须晚于设立日期。"),
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("duties:post", args=[self.pk])

    @property
    def full_title(self) -> str:
        """The post, with its unit unless the title of the post already names it."""
        unit, title = self.unit.label, self.label
        if unit in title or (speaks_english() and unit.rpartition(" ")[0] in title.split()):
            return title
        return f"{title}, {unit}" if speaks_english() else unit + title

    def incumbent_on(self, day):
        """The person who holds the post on ``day``, or None."""
        appointment = self.appointments.in_force(day).select_related("person").first()
        return appointment and appointment.person

    def may_log(self, user, on) -> bool:
        return Post.objects.filter(pk=self.pk).loggable_by(user, on).exists()
