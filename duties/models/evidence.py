from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duties.models.record import Record
from duties.models.waiver import Waiver

#: Uploads that hang on nothing yet.
LOOSE = Q(record__isnull=True, waiver__isnull=True)


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """What hangs on something the user sees, and his own uploads not yet attached."""
        records = Record.objects.visible_to(user, on).values("pk")
        waivers = Waiver.objects.visible_to(user, on).values("pk")
        mine = LOOSE & Q(uploaded_by=user)
        return self.filter(Q(record__in=records) | Q(waiver__in=waivers) | mine)

    def loose(self):
        return self.filter(LOOSE)

    def waiting(self, user, token):
        """Uploads of one form that has not been saved yet: nothing typed or sent is lost."""
        return self.loose().filter(uploaded_by=user, token=token)


class Evidence(models.Model):
    """A file, kept by its SHA-256 outside the web root and served only through a check.

    It hangs on a record or on a waiver; on neither while its form is being written.
    """

    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="evidence")
    waiver = models.ForeignKey(Waiver, null=True, on_delete=models.PROTECT, related_name="evidence")
    token = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    #: When it was held against all other evidence of records; see ``duties.actions.likeness``.
    compared_at = models.DateTimeField(null=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(record__isnull=False, compared_at__isnull=True),
                name="evidence_to_compare",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(record__isnull=True) | Q(waiver__isnull=True),
                name="evidence_of_one_thing",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("duties:evidence", args=[self.pk])

    @property
    def path(self) -> Path:
        """Where the bytes lie: two levels of folders so that none grows too large."""
        root = Path(settings.EVIDENCE_ROOT)
        return root / self.sha256[:2] / self.sha256[2:4] / self.sha256

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
