"""The year-end report (Art. 23) as a document with a life: written, handed in, judged.

One row per appointment and year. What was handed in stands in ``frozen_report``, for ever.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Appointment, Post, Unit

#: Those who read what was handed in; a draft is nobody's but its writers'.
READERS = tuple(code for code in access.CONTENT if code != "log")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("已提交")
    RETURNED = "returned", _("退回补充")
    CORRECTING = "correcting", _("更正中")


EDITABLE = (ReportState.DRAFT, ReportState.RETURNED, ReportState.CORRECTING)
REOPENED = (ReportState.RETURNED, ReportState.CORRECTING)


def writers(user, on, prefix: str = "") -> Q:
    """Appointments whose report ``user`` may write: his own, or those of a unit he logs for."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    own = Q(**{f"{prefix}person": user, f"{prefix}starts_on__lte": on})
    return own | access.reach(user, ["log"], f"{prefix}post__unit__")


class AnnualReportQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Its writers always; superiors and reviewers once it has been handed in."""
        reached = access.reach(user, READERS, "post__unit__")
        handed_in = Q(submitted_on__isnull=False)
        return self.filter(writers(user, on, "appointment__") | reached & handed_in)

    def writable_by(self, user, on):
        return self.filter(writers(user, on, "appointment__"))


class AnnualReport(models.Model):
    """The draft and its state. ``edition`` rises with every change: two writers never overwrite.

    ``submitted_on`` is the day it was first handed in, which counts for being in time; a
    report sent back or corrected does not lose it. Written by ``actions.reports`` alone.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="annual_reports")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="annual_reports"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    state = models.CharField(
        _("状态"), max_length=10, choices=ReportState, default=ReportState.DRAFT
    )
    #: Place → what the official wrote there (``assessments.narrative``).
    narrative = models.JSONField(default=dict)
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(_("修改时间"), null=True)
    submitted_on = models.DateField(_("提交日期"), null=True)
    #: Why it is open again after it had been handed in.
    reason = models.CharField(_("退回或者更正理由"), max_length=500, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("年终述法报告")
        verbose_name_plural = _("年终述法报告")
        default_permissions = ()
        indexes = [models.Index(fields=["year", "state"], name="annualreport_year_state")]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "year"], name="annualreport_once"),
            choices_constraint("annualreport", "state", ReportState),
            who_and_when("annualreport", "edited"),
            who_and_when("annualreport", "reopened"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(submitted_on__isnull=False),
                name="annualreport_submitted_has_day",
                violation_error_message=_("已提交的报告须有提交日期。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=REOPENED, reopened_at__isnull=False) & ~Q(reason="")
                | ~Q(state__in=REOPENED) & Q(reopened_at__isnull=True, reason=""),
                name="annualreport_reopened_has_reason",
                violation_error_message=_("退回或者更正须写明理由。"),
            ),
        ]

    def __str__(self):
        return f"{self.appointment} · {self.year}"

    def get_absolute_url(self):
        return reverse("assessments:annual_report", args=[self.appointment_id, self.year])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    def is_by(self, user) -> bool:
        return self.appointment.person_id == user.pk


class ReportTerm(models.Model):
    """From when and until when the reports of a year are handed in, below a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_terms")
    year = models.PositiveSmallIntegerField(_("年度"))
    opens_on = models.DateField(_("开始提交日期"))
    due_on = models.DateField(_("提交截止日期"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("述法期限")
        verbose_name_plural = _("述法期限")
        default_permissions = ()
        ordering = ["-year", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="reportterm_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="reportterm_due_after_opening",
                violation_error_message=_("截止日期不得早于开始提交日期。"),
            ),
        ]
