from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models.case import Case
from organizations.constraints import choices_constraint


class CaseDocumentKind(models.TextChoices):
    NOTICE = "notice", _("立案告知书")
    STATEMENT = "statement", _("陈述申辩笔录")
    RULING = "ruling", _("容错裁定书")
    DECISION = "decision", _("问责决定书")
    CLOSING = "closing", _("办结通知书")
    ANNULMENT = "annulment", _("撤销决定通知书")


class CaseDocument(models.Model):
    """A document of a case as it was issued: the bytes, for ever (design rule 7).

    ``position`` tells several of a kind apart: a second statement, a changed decision.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=9, choices=CaseDocumentKind)
    position = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=7)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    #: What set it: versions of the renderer and the fonts.
    made_with = models.JSONField()
    issued_at = models.DateTimeField()
    issued_on = models.DateField(_("日期"))

    class Meta:
        default_permissions = ()
        ordering = ["issued_at", "pk"]
        constraints = [
            choices_constraint("casedocument", "kind", CaseDocumentKind),
            models.UniqueConstraint(
                fields=["case", "kind", "position", "language"], name="casedocument_once"
            ),
        ]

    def get_absolute_url(self):
        return reverse(
            "accountability:case_document",
            args=[self.case_id, self.kind, self.position, self.language],
        )
