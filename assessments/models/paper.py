import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.inspection import Inspection
from assessments.models.spot_check import LookVerdict
from duties.models import Record
from organizations.constraints import choices_constraint, who_and_when


class PaperQuerySet(models.QuerySet):
    def unwritten(self):
        return self.filter(current__isnull=True)

    def unsigned(self):
        return self.filter(current__isnull=False, signed_at__isnull=True)

    def signable_by(self, user):
        """Written by someone else, not yet signed, and with no second text beside."""
        beside = PaperEntry.objects.filter(paper=OuterRef("pk"), state=EntryState.BESIDE)
        return self.unsigned().exclude(current__written_by=user).exclude(Exists(beside))

    def struck_out(self):
        """Those whose standing verdict is that the record does not hold."""
        return self.filter(current__verdict=LookVerdict.DISCREPANCY)


class Paper(models.Model):
    """The working paper 工作底稿 on one drawn record.

    What the team writes are its entries; ``current`` is the one that stands. A second member
    signs it; a new entry needs a new signature.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="papers")
    position = models.PositiveSmallIntegerField()
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField()
    #: Why it weighed more: ``[[zh, en], …]``.
    reasons = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    current = models.OneToOneField(
        "PaperEntry", null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(_("复核签字时间"), null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作底稿")
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "record"], name="paper_once"),
            models.UniqueConstraint(fields=["inspection", "position"], name="paper_position"),
            who_and_when("paper", "signed"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(current__isnull=False),
                name="paper_signed_when_written",
            ),
        ]

    def get_absolute_url(self):
        return reverse("assessments:paper", args=[self.inspection_id, self.pk])


class EntryState(models.TextChoices):
    STANDING = "standing", _("现行")
    BESIDE = "beside", _("待合并")
    PAST = "past", _("已更新")


class PaperEntry(models.Model):
    """What one member wrote on a paper, never changed afterwards.

    Its key comes from the browser, so that sending again what was written without a connection
    never doubles it. ``base`` is the paper's version the writer had before him: had someone
    else written meanwhile, the later text stands ``beside`` until somebody has merged both.
    """

    id = models.UUIDField(primary_key=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="entries")
    base = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=EntryState)
    verdict = models.CharField(_("结论"), max_length=12, choices=LookVerdict)
    note = models.TextField(_("核查情况"), max_length=2000, blank=True)
    #: Key of a question of the checklist → ``yes``, ``no`` or ``na``.
    checks = models.JSONField(default=dict)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("填写时间"))

    class Meta:
        default_permissions = ()
        ordering = ["written_at", "pk"]
        constraints = [
            choices_constraint("paperentry", "verdict", LookVerdict),
            choices_constraint("paperentry", "state", EntryState),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state="standing"), name="paperentry_one_standing"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=LookVerdict.DISCREPANCY) | ~Q(note=""),
                name="paperentry_discrepancy_has_note",
                violation_error_message=_("结论为“不符”的，请写明情况。"),
            ),
        ]
