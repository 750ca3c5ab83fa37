"""What was handed in: words, figures and bytes of one version, never changed again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.annual_report import AnnualReport
from organizations.constraints import choices_constraint


class FrozenReportQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        return self.filter(report__in=AnnualReport.objects.visible_to(user, on).values("pk"))

    def latest_of(self, posts, year):
        """The newest version of each report of these posts in the year."""
        newest = self.filter(report=models.OuterRef("report")).order_by("-version")
        return self.filter(
            report__post__in=posts, report__year=year, pk=models.Subquery(newest.values("pk")[:1])
        )

    def known(self, mark: str) -> bool:
        """Is ``mark`` the code of a report handed in, or the SHA-256 of one of its files?"""
        return self.filter(Q(code=mark) | Q(files__sha256=mark)).exists()


class FrozenReport(models.Model):
    """One version as handed in. Triggers refuse every change (``organizations.guards``)."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("版次"))
    #: Why there is a second version: what the superior or the correction said.
    reason = models.CharField(_("退回或者更正理由"), max_length=500, blank=True)
    narrative = models.JSONField()
    #: Language → everything the document was set from (``report_json``).
    inputs = models.JSONField()
    inputs_sha256 = models.CharField(max_length=64)
    #: Printed in the file as a QR code; the file's own hash cannot stand in it.
    code = models.CharField(_("核验码"), max_length=32, unique=True)
    made_with = models.JSONField()
    due_on = models.DateField(_("提交截止日期"))
    submitted_on = models.DateField(_("提交日期"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"))

    objects = FrozenReportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="frozenreport_once"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
                name="frozenreport_later_has_reason",
                violation_error_message=_("退回或者更正须写明理由。"),
            ),
        ]

    def __str__(self):
        return f"{self.report} v{self.version}"

    @property
    def code_in_groups(self) -> str:
        """As it is printed and read aloud: eight groups of four."""
        return " ".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))


class FrozenFile(models.Model):
    """The bytes of a version in one language, with what signed them."""

    frozen = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="files")
    language = models.CharField(max_length=7)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    #: Of the document as typeset, before the signature was appended: it can be set again.
    typeset_sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    #: Whose certificate; empty where none is configured.
    signature = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        ordering = ["-language"]
        constraints = [
            models.UniqueConstraint(fields=["frozen", "language"], name="frozenfile_once")
        ]

    def get_absolute_url(self):
        report = self.frozen.report
        return reverse(
            "assessments:annual_report_file",
            args=[report.appointment_id, report.year, self.frozen.version, self.language],
        )


class ReportGrade(models.TextChoices):
    """评议等次, in the words of ``schemes.Evaluation``."""

    GOOD = "good", pgettext_lazy("grade", "好")
    FAIRLY_GOOD = "fairly_good", pgettext_lazy("grade", "较好")
    FAIR = "fair", pgettext_lazy("grade", "一般")
    POOR = "poor", pgettext_lazy("grade", "差")


class Evaluation(models.Model):
    """What the superior committee said of a version; said once, and then it stands."""

    frozen = models.OneToOneField(FrozenReport, on_delete=models.PROTECT, related_name="evaluation")
    grade = models.CharField(_("评议等次"), max_length=11, choices=ReportGrade)
    note = models.CharField(_("评议意见"), max_length=500, blank=True)
    evaluated_on = models.DateField(_("评议日期"))
    evaluated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    evaluated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("述法评议")
        verbose_name_plural = _("述法评议")
        default_permissions = ()
        constraints = [choices_constraint("evaluation", "grade", ReportGrade)]
