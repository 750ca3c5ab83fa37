"""All year-end reports of a unit and those below it, made in the background into one archive.

The rows are the truth and the broker is only a doorbell: a report belongs to the worker that
holds its lease and knows its ``token``, and is entered by a conditional UPDATE. A worker that
dies loses a lease, never a report; one that comes back late finds its token spent.
"""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.bilingual import Bilingual
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Appointment, Post, Unit

#: Whose grants on a unit let him order its reports in one go.
CODES = ("confirm", "oversee", "inspect", "assess")


class BatchState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("生成中")
    DONE = "done", _("已完成")
    CANCELLED = "cancelled", _("已停止")
    FAILED = "failed", _("未能完成")


class Language(models.TextChoices):
    CHINESE = "zh-hans", _("中文")
    ENGLISH = "en", _("英文")


class ItemState(models.TextChoices):
    WAITING = "waiting", _("等待")
    LEASED = "leased", _("生成中")
    DONE = "done", _("已生成")
    LEFT_OUT = "left_out", _("无权查看")
    QUARANTINED = "quarantined", _("已隔离")


#: Somebody works on it or will.
ALIVE = (BatchState.QUEUED, BatchState.RUNNING)
#: Nothing more is to be done for these.
SETTLED = (ItemState.DONE, ItemState.LEFT_OUT, ItemState.QUARANTINED)


class ReportBatchQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """One's own, for as long as one may still order such: another post, and it is gone."""
        reached = access.reach(user, CODES, "unit__")
        return self.filter(reached, asked_by=user)

    def alive(self):
        return self.filter(state__in=ALIVE)

    def with_progress(self):
        """``total``, ``settled``, ``made``, ``quarantined`` and ``left_out`` of each."""
        names = {
            "total": None,
            "settled": Q(items__state__in=SETTLED),
            "made": Q(items__state=ItemState.DONE),
            "quarantined": Q(items__state=ItemState.QUARANTINED),
            "left_out": Q(items__state=ItemState.LEFT_OUT),
        }
        return self.annotate(**{name: Count("items", only) for name, only in names.items()})


class ReportBatch(models.Model):
    """An order: this unit and all below it, this year, this language. Its key is the form's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_batches")
    year = models.PositiveSmallIntegerField(_("年度"))
    language = models.CharField(_("语言"), max_length=7, choices=Language)
    #: The day whose facts the drafts show, however long the making takes.
    on = models.DateField(_("截至日期"))
    state = models.CharField(_("状态"), max_length=9, choices=BatchState, default=BatchState.QUEUED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("提交时间"))
    #: When a worker last took or finished something: long ago means that the bell must ring.
    moved_at = models.DateTimeField()
    #: The archive is put together under a lease of its own.
    lease_until = models.DateTimeField(null=True)
    token = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    stopped_at = models.DateTimeField(_("停止时间"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    size = models.PositiveBigIntegerField(_("大小"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    #: The archive is kept until this day; then only this row says that there was one.
    kept_until = models.DateField(_("保存至"), null=True)
    dropped_at = models.DateTimeField(null=True)
    error_zh = models.CharField(max_length=200, blank=True)
    error_en = models.CharField(max_length=200, blank=True)

    #: How the archive is served.
    media_type = "application/zip"

    error = Bilingual("error")
    objects = ReportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("批量生成")
        verbose_name_plural = _("批量生成")
        default_permissions = ()
        ordering = ["-asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["moved_at"], condition=Q(state__in=ALIVE), name="reportbatch_alive"
            )
        ]
        constraints = [
            choices_constraint("reportbatch", "state", BatchState),
            choices_constraint("reportbatch", "language", Language),
            models.UniqueConstraint(
                fields=["unit", "year", "language", "asked_by"],
                condition=Q(state__in=ALIVE),
                name="reportbatch_one_alive",
                violation_error_message=_("该范围的报告正在生成。"),
            ),
            who_and_when("reportbatch", "stopped"),
            models.CheckConstraint(
                condition=Q(state=BatchState.CANCELLED, stopped_at__isnull=False)
                | ~Q(state=BatchState.CANCELLED) & Q(stopped_at__isnull=True),
                name="reportbatch_cancelled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=BatchState.DONE, finished_at__isnull=False, size__isnull=False,
                    kept_until__isnull=False,
                ) & ~Q(sha256="")
                | ~Q(state=BatchState.DONE)
                & Q(
                    finished_at__isnull=True, size__isnull=True, sha256="",
                    kept_until__isnull=True, dropped_at__isnull=True,
                ),
                name="reportbatch_done_has_archive",
                violation_error_message=_("已完成的批量任务须有文件。"),
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.FAILED) & ~Q(error_zh="")
                | ~Q(state=BatchState.FAILED) & Q(error_zh=""),
                name="reportbatch_failed_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.unit} {self.year}"

    def get_absolute_url(self):
        return reverse("assessments:report_batch", args=[self.pk])

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def is_ready(self) -> bool:
        """Is there an archive to be had?"""
        return self.state == BatchState.DONE and self.dropped_at is None

    @property
    def name(self) -> str:
        """What the archive is called when it is taken away."""
        with translation.override(self.language):
            name = _("%(unit)s%(year)s年度述法报告") % {"unit": self.unit, "year": self.year}
        return f"{name}.zip"

    @property
    def folder(self) -> Path:
        """Beside the evidence: every worker of every host writes there."""
        return folder_of_all() / str(self.pk)

    @property
    def path(self) -> Path:
        return self.folder / f"{self.sha256}.zip"


class ReportBatchItem(models.Model):
    """One report of a batch: of a post, or the one that a person handed in on that post."""

    batch = models.ForeignKey(ReportBatch, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField(_("序号"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    #: Whose report it is where several people handed one in; else whatever the post has.
    appointment = models.ForeignKey(
        Appointment, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("状态"), max_length=11, choices=ItemState, default=ItemState.WAITING)
    lease_until = models.DateTimeField(null=True)
    #: Rises with every lease; only who knows the current one may enter a result.
    token = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: As handed in, byte for byte; else a draft made for this batch.
    submitted = models.BooleanField(default=False)
    name = models.CharField(_("文件名"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(_("大小"), null=True)
    error_zh = models.CharField(max_length=200, blank=True)
    error_en = models.CharField(max_length=200, blank=True)

    error = Bilingual("error")

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            choices_constraint("reportbatchitem", "state", ItemState),
            models.UniqueConstraint(fields=["batch", "position"], name="reportbatchitem_once"),
            models.CheckConstraint(
                condition=Q(state=ItemState.LEASED, lease_until__isnull=False)
                | ~Q(state=ItemState.LEASED) & Q(lease_until__isnull=True),
                name="reportbatchitem_leased_until",
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.DONE, size__isnull=False) & ~Q(sha256="") & ~Q(name="")
                | ~Q(state=ItemState.DONE)
                & Q(size__isnull=True, sha256="", name="", submitted=False),
                name="reportbatchitem_done_has_file",
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.QUARANTINED) & ~Q(error_zh="")
                | ~Q(state=ItemState.QUARANTINED) & Q(error_zh=""),
                name="reportbatchitem_quarantined_says_why",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.batch_id} {self.position}"

    @property
    def path(self) -> Path:
        """By its hash: two workers that both made it cannot spoil each other's bytes."""
        return self.batch.folder / f"{self.position}-{self.sha256}.pdf"


def folder_of_all() -> Path:
    return Path(settings.EVIDENCE_ROOT) / "report-batches"
