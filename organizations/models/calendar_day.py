from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations import workdays


class CalendarDayQuerySet(models.QuerySet):
    def calendar(self) -> workdays.Calendar:
        """The calendar by which time limits are counted, as entered so far."""
        rows = self.values_list("day", "is_workday", "reason")
        noticed = CalendarNotice.objects.values_list("year", flat=True)
        return workdays.Calendar(
            {day: workdays.Override(works, reason) for day, works, reason in rows},
            frozenset(noticed),
        )


class CalendarDay(models.Model):
    """A day whose answer was entered by hand: it goes before every other source."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("工作日"))
    reason = models.CharField(_("依据或说明"), max_length=80)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("登记时间"))

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        default_permissions = ()
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.reason}"


class CalendarNotice(models.Model):
    """A year whose whole notice of the State Council was entered: nothing of it is provisional."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    number = models.CharField(_("文号"), max_length=40)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        default_permissions = ()
        ordering = ["-year"]
