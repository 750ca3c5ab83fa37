"""Files of an inspection: what the team and the unit hand in, what the portal sends out."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.finding import Finding, Rectification
from assessments.models.inspection import Inspection
from assessments.models.paper import Paper
from organizations.constraints import choices_constraint


class InspectionFileQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """What hangs on a rectification goes with its finding, the rest is the team's."""
        findings = Finding.objects.visible_to(user, on).values("pk")
        team = Inspection.objects.visible_to(user, on).led_by(user).values("pk")
        loose = Q(rectification__isnull=True, paper__isnull=True, finding__isnull=False)
        return self.filter(
            Q(rectification__finding__in=findings)
            | Q(inspection__in=team) & ~loose
            | loose & Q(taken_by=user, finding__in=findings)
        )


class InspectionFile(models.Model):
    """A photograph of the team on a paper, or a file of the unit on its answer.

    It has its own table and folder: numbers and names of the evidence of duties must not tell
    that an inspection is under way. The key comes from the browser (sent again, kept once).
    ``finding`` alone means that the answer is still being written.
    """

    id = models.UUIDField(primary_key=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="files")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="files")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="files")
    rectification = models.ForeignKey(
        Rectification, null=True, on_delete=models.PROTECT, related_name="files"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(_("上传时间"))

    objects = InspectionFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False, finding__isnull=True, rectification__isnull=True)
                | Q(paper__isnull=True, finding__isnull=False),
                name="inspectionfile_of_one_thing",
            )
        ]

    def get_absolute_url(self):
        return reverse("assessments:inspection_file", args=[self.pk])

    @property
    def path(self) -> Path:
        root = Path(settings.EVIDENCE_ROOT) / "inspections"
        return root / self.sha256[:2] / self.sha256

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


class DocumentKind(models.TextChoices):
    NOTICE = "notice", _("督查通知")
    CIRCULAR = "circular", _("督查通报")


class InspectionDocument(models.Model):
    """A notice letter or circular as it was sent out: the bytes, for ever (design rule 7)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=DocumentKind)
    language = models.CharField(max_length=7)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    #: What set it: versions of the renderer and the fonts.
    made_with = models.JSONField()
    issued_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["kind", "-language"]
        constraints = [
            choices_constraint("inspectiondocument", "kind", DocumentKind),
            models.UniqueConstraint(
                fields=["inspection", "kind", "language"], name="inspectiondocument_once"
            ),
        ]

    def get_absolute_url(self):
        return reverse(
            "assessments:inspection_document", args=[self.inspection_id, self.kind, self.language]
        )
