from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.models.unit import Unit


class JournalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Entries of the units that ``user`` may audit; nobody else reads the journal.

        What belongs to no unit (a failed log-in under an unknown name, the opening of a
        year) is for those who audit the whole tree.
        """
        units = Unit.objects.all()
        reached = access.reach(user, ["audit"], "unit__")
        if access.units_for(user, ["audit"], units.filter(depth=1)).exists():
            reached |= Q(unit__isnull=True)
        return self.filter(reached)

    def concerning(self, text):
        """Entries whose actor or unit is called like ``text``."""
        return self.filter(
            Q(actor__username__icontains=text)
            | Q(actor__name_zh__icontains=text)
            | Q(unit__name_zh__icontains=text)
            | Q(unit__name_en__icontains=text)
        )

    def delete(self):
        raise TypeError("the journal is append-only")

    def update(self, **kwargs):
        raise TypeError("the journal is append-only")


class JournalEntry(models.Model):
    """Who did what, when, from where; append-only, sealed in a hash chain.

    Written by ``organizations.actions.journal.record`` alone. ``detail`` holds keys and
    values that name what changed, never secrets and never the text of a record.
    """

    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    action = models.CharField(_("操作"), max_length=60, db_index=True)
    target = models.CharField(_("对象"), max_length=80, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    detail = models.JSONField(_("内容"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = JournalQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作日志")
        verbose_name_plural = _("操作日志")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("the journal is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("the journal is append-only")
