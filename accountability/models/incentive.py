import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability import incentive_stages as stages
from accountability.models.managing import in_charge
from organizations import access
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Appointment, Post, Unit


class IncentiveStage(models.TextChoices):
    PROPOSED = "proposed", _("已提出")
    REVIEWED = "reviewed", _("已审核")
    DECIDED = "decided", _("党委已决定")
    HANDLED = "handled", _("组织部门已办理")
    PUBLISHED = "published", _("已公布")
    DECLINED = "declined", _("未予采纳")
    REVOKED = "revoked", _("已撤销")


class IncentiveForm(models.TextChoices):
    PRAISE = "praise", _("通报表扬")
    HONOUR = "honour", _("推荐评先评优")
    MERIT = "merit", _("嘉奖、记功")
    PREFERENCE = "preference", _("同等条件下优先使用")


DECIDED = [str(stage) for stage in (
    stages.Stage.DECIDED, stages.Stage.HANDLED, stages.Stage.PUBLISHED, stages.Stage.REVOKED,
)]  # fmt: skip


class IncentiveQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """The offices of the level that manages the cadre; once published whoever may read of the
        post, and the one concerned. Nobody sees his own before."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        offices = Q(pk__in=[])
        for code in sorted(stages.PROPOSERS):
            offices |= Q(unit__in=in_charge(user, code))
        published = Q(published_at__isnull=False) & (
            Q(person=user)
            | access.reach(user, access.CONTENT, "post__unit__")
            | Exists(Appointment.objects.in_force(on).filter(post=OuterRef("post"), person=user))
        )
        return self.filter(offices & ~Q(person=user) | published)

    def running(self):
        return self.exclude(stage__in=[str(stage) for stage in stages.OVER])


class Incentive(models.Model):
    """An incentive 激励 for the head of a unit, from proposal to publication (Art. 26).

    ``unit`` manages the cadre. ``source`` makes what the system proposes be proposed once. Until
    it is published it has a sealed chain of its own; then the chain enters the journal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(
        Post, verbose_name=_("职务"), on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    form = models.CharField(_("激励方式"), max_length=10, choices=IncentiveForm)
    reason = models.TextField(_("事由"), max_length=1000)
    source = models.CharField(max_length=80, blank=True)
    stage = models.CharField(
        _("阶段"), max_length=9, choices=IncentiveStage, default=IncentiveStage.PROPOSED
    )
    version = models.PositiveIntegerField(default=1)
    #: None where the system proposed it.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_on = models.DateField(_("提出日期"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)
    opinion = models.CharField(_("审核意见"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定登记时间"), null=True)
    decided_on = models.DateField(_("决定日期"), null=True)
    document = models.CharField(_("文号"), max_length=60, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(_("办理时间"), null=True)
    handling = models.CharField(_("办理情况"), max_length=500, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("公布时间"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(_("不予采纳或者撤销的理由"), max_length=500, blank=True)

    objects = IncentiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("激励")
        verbose_name_plural = _("激励")
        default_permissions = ()
        ordering = ["-proposed_on", "-id"]
        indexes = [models.Index(fields=["unit", "-proposed_on", "-id"], name="incentive_recent")]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=~Q(source=""), name="incentive_of_a_result_once"
            ),
            choices_constraint("incentive", "form", IncentiveForm),
            choices_constraint("incentive", "stage", IncentiveStage),
            who_and_when("incentive", "reviewed"),
            who_and_when("incentive", "decided", "decided_on"),
            who_and_when("incentive", "handled"),
            who_and_when("incentive", "published"),
            who_and_when("incentive", "ended"),
            models.CheckConstraint(
                condition=~Q(stage__in=DECIDED) | Q(decided_at__isnull=False) & ~Q(document=""),
                name="incentive_decided_has_a_number",
                violation_error_message=_("党委决定须有文号。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(reviewed_at__isnull=False),
                name="incentive_decided_was_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(stage="published")
                | Q(handled_at__isnull=False, published_at__isnull=False),
                name="incentive_published_was_handled",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["declined", "revoked"], ended_at__isnull=False)
                & ~Q(ending="")
                | ~Q(stage__in=["declined", "revoked"]) & Q(ended_at__isnull=True),
                name="incentive_ended_says_why",
                violation_error_message=_("不予采纳或者撤销须写明理由。"),
            ),
        ]

    def __str__(self):
        return f"{self.post} {self.get_form_display()}"

    def get_absolute_url(self):
        return reverse("accountability:incentive", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Others may know of it; what is revoked later stays known."""
        return self.published_at is not None

    @property
    def facts(self) -> stages.Facts:
        return stages.Facts(
            stages.Stage(self.stage), self.person_id, self.proposed_by_id, self.reviewed_by_id
        )


class IncentiveDocument(models.Model):
    """The decision as it was sent out: the bytes, for ever."""

    incentive = models.ForeignKey(Incentive, on_delete=models.PROTECT, related_name="documents")
    language = models.CharField(max_length=7)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_with = models.JSONField()
    issued_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-language"]
        constraints = [
            models.UniqueConstraint(fields=["incentive", "language"], name="incentivedocument_once")
        ]

    def get_absolute_url(self):
        return reverse("accountability:incentive_document", args=[self.incentive_id, self.language])
