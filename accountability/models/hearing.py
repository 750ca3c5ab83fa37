"""What the one concerned says, what speaks for tolerance, and the files that go with it."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models.case import Case
from accountability.models.choices import Condition
from organizations.constraints import choices_constraint, who_and_when


class StatementKind(models.TextChoices):
    STATEMENT = "statement", _("陈述申辩")
    WAIVER = "waiver", _("放弃陈述申辩")
    LAPSED = "lapsed", _("逾期未陈述申辩")


class Statement(models.Model):
    """What was said in defence, or the record that nothing was. Never changed, only added to."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(_("类别"), max_length=9, choices=StatementKind)
    text = models.TextField(_("陈述申辩内容"), max_length=8000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("提交时间"))
    made_on = models.DateField(_("提交日期"))

    class Meta:
        default_permissions = ()
        ordering = ["made_at", "pk"]
        constraints = [choices_constraint("statement", "kind", StatementKind)]


class ClaimState(models.TextChoices):
    OPEN = "open", _("待裁定")
    EXEMPT = "exempt", _("予以免责")
    MITIGATE = "mitigate", _("从轻减轻")
    REFUSE = "refuse", _("不予容错")


class ToleranceClaim(models.Model):
    """A claim 容错申请 that the error be tolerated (Art. 25), and what became of it."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims")
    text = models.TextField(_("申请理由"), max_length=4000)
    #: By the one concerned, or by the organization for him.
    by_concerned = models.BooleanField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("申请时间"))
    raised_on = models.DateField(_("申请日期"))
    state = models.CharField(_("裁定"), max_length=8, choices=ClaimState, default=ClaimState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("裁定时间"), null=True)
    decided_on = models.DateField(_("裁定日期"), null=True)
    document = models.CharField(_("裁定文号"), max_length=60, blank=True)
    reason = models.TextField(_("裁定理由"), max_length=2000, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["raised_at", "pk"]
        constraints = [
            choices_constraint("claim", "state", ClaimState),
            who_and_when("claim", "decided", "decided_on"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.OPEN, decided_at__isnull=True)
                | ~Q(state=ClaimState.OPEN) & Q(decided_at__isnull=False) & ~Q(reason=""),
                name="claim_decided_with_reason",
                violation_error_message=_("裁定须写明理由。"),
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=ClaimState.OPEN), name="claim_one_open"
            ),
        ]  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.state == ClaimState.OPEN


class ClaimTest(models.Model):
    """One condition tested against the matter, with its reason."""

    claim = models.ForeignKey(ToleranceClaim, on_delete=models.PROTECT, related_name="tests")
    condition = models.CharField(_("条件"), max_length=9, choices=Condition)
    holds = models.BooleanField(_("是否具备"))
    reason = models.CharField(_("审核理由"), max_length=500)
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    tested_at = models.DateTimeField(_("审核时间"))

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            choices_constraint("claimtest", "condition", Condition),
            models.UniqueConstraint(fields=["claim", "condition"], name="claimtest_once"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="claimtest_has_reason",
                violation_error_message=_("每项条件须写明理由。"),
            ),
        ]


class Purpose(models.TextChoices):
    STATEMENT = "statement", _("陈述申辩材料")
    CLAIM = "claim", _("容错申请材料")
    APPEAL = "appeal", _("申诉材料")
    MATERIAL = "material", _("核实材料")


class CaseFileQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """What was handed in is for all who know of the case, what the handlers gathered for
        them; what still waits for its form is its owner's."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        handled = Case.objects.filter(Case.objects.all().handled_by(user, on)).values("pk")
        seen = Case.objects.visible_to(user, on).values("pk")
        waiting = Q(sealed_in__isnull=True) & ~Q(purpose=Purpose.MATERIAL)
        return self.filter(
            Q(sealed_in__isnull=False, case__in=seen)
            | waiting & Q(taken_by=user, case__in=seen)
            | Q(purpose=Purpose.MATERIAL, case__in=handled)
        )

    def waiting(self, case, purpose, by):
        """What ``by`` has put there for his form of this purpose, to be handed in with it."""
        return self.filter(case=case, purpose=purpose, sealed_in=None, taken_by=by)


class CaseFile(models.Model):
    """A file of a case, in a folder of its own. ``sealed_in`` is the statement, claim or appeal
    it was handed in with; while that is empty it waits for its form and is its owner's alone."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    purpose = models.CharField(_("用途"), max_length=9, choices=Purpose)
    sealed_in = models.UUIDField(null=True, db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(_("上传时间"))

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["taken_at", "pk"]
        constraints = [choices_constraint("casefile", "purpose", Purpose)]

    def get_absolute_url(self):
        return reverse("accountability:case_file", args=[self.pk])

    @property
    def path(self) -> Path:
        return Path(settings.EVIDENCE_ROOT) / "cases" / self.sha256[:2] / self.sha256

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
