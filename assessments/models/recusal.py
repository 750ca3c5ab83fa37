from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.inspection import Inspection
from organizations.constraints import choices_constraint
from organizations.models import Unit


class Conflict(models.TextChoices):
    OWN_UNIT = "own_unit", _("在被督查单位任职或者承担其履职工作")
    FORMER_POST = "former_post", _("三年内曾在被督查单位任职")
    RELATION = "relation", _("本人申报的回避关系")


class Relation(models.Model):
    """A relation that an inspector declares himself, so that he is never sent there."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="relations"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("涉及单位"), on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("情况说明"), max_length=200)
    declared_at = models.DateTimeField(_("申报时间"))

    class Meta:
        default_permissions = ()
        ordering = ["unit__path", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit"],
                name="relation_once",
                violation_error_message=_("该单位已申报。"),
            )
        ]


class Exclusion(models.Model):
    """Who was left out of the team, because of which unit and why."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    conflict = models.CharField(_("回避事由"), max_length=11, choices=Conflict)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            choices_constraint("exclusion", "conflict", Conflict),
            models.UniqueConstraint(
                fields=["inspection", "person", "unit", "conflict"], name="exclusion_once"
            ),
        ]
