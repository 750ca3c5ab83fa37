from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duties.models import Record
from organizations import access
from organizations.constraints import who_and_when
from organizations.models import Unit

#: Whose grants open a spot check: those who may inspect the drawn subtree.
CODES = ("inspect",)


class LookVerdict(models.TextChoices):
    CONFIRMED = "confirmed", _("属实")
    DISCREPANCY = "discrepancy", _("不符")
    UNVERIFIABLE = "unverifiable", _("无法核实")


class SpotCheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(access.reach(user, CODES, "unit__"))


class SpotCheck(models.Model):
    """Confirmed records of a subtree drawn by a stored seed, to be looked at one by one.

    Anyone who may see it can draw again from the same list and seed and find the same.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="spot_checks")
    year = models.PositiveSmallIntegerField(_("年度"))
    size = models.PositiveSmallIntegerField(_("抽取数量"))
    seed = models.CharField(_("随机种子"), max_length=64)
    #: Keys of all records that could have been drawn, in ascending order.
    population = models.JSONField()
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField(_("抽取时间"))

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("抽查")
        verbose_name_plural = _("抽查")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="spotcheck_draws_something")
        ]

    def __str__(self):
        return f"{self.unit} {self.year} · {self.size}"

    def get_absolute_url(self):
        return reverse("assessments:spot_check", args=[self.pk])


class SpotCheckItem(models.Model):
    """One drawn record and what the inspector made of it."""

    spot_check = models.ForeignKey(SpotCheck, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="looked_at")
    verdict = models.CharField(_("结论"), max_length=12, choices=LookVerdict, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["spot_check", "record"], name="spotcheckitem_once"),
            models.UniqueConstraint(
                fields=["spot_check", "position"], name="spotcheckitem_position"
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=LookVerdict.values),
                name="spotcheckitem_verdict_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", looked_at__isnull=True)
                | ~Q(verdict="") & Q(looked_at__isnull=False),
                name="spotcheckitem_verdict_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=LookVerdict.DISCREPANCY) | ~Q(note=""),
                name="spotcheckitem_discrepancy_has_note",
                violation_error_message=_("结论为“不符”的，请写明情况。"),
            ),
            who_and_when("spotcheckitem", "looked"),
        ]
