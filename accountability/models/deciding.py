"""What the committee decided, what was done, how it was served, and the appeal against it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models.case import Case
from accountability.models.choices import Form
from organizations.constraints import choices_constraint, who_and_when


class Decision(models.Model):
    """A decision of the Party committee, with its document number. A later one replaces it; no
    forms means that nobody is called to account and the name is cleared (澄清正名)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveSmallIntegerField()
    document = models.CharField(_("文号"), max_length=60)
    decided_on = models.DateField(_("决定日期"))
    forms = models.JSONField(_("问责方式"), default=list)
    text = models.TextField(_("决定内容"), max_length=4000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        default_permissions = ()
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="decision_version_once"),
            models.CheckConstraint(
                condition=~Q(document=""),
                name="decision_has_a_number",
                violation_error_message=_("请填写决定文号。"),
            ),
        ]

    @property
    def form_labels(self) -> list[str]:
        return [str(Form(form).label) for form in self.forms]


class Measure(models.Model):
    """One form of accountability as it was carried out, with its period of effect."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="measures")
    form = models.CharField(_("问责方式"), max_length=16, choices=Form)
    document = models.CharField(_("文号"), max_length=60)
    text = models.TextField(_("处理内容"), max_length=2000)
    starts_on = models.DateField(_("生效日期"))
    ends_on = models.DateField(_("影响期截止"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("登记时间"))
    #: Where an appeal took it back: it stays on record.
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            choices_constraint("measure", "form", Form),
            who_and_when("measure", "revoked"),
            models.UniqueConstraint(fields=["decision", "form"], name="measure_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_after_start",
                violation_error_message=_("影响期截止日期不得早于生效日期。"),
            ),
        ]


class Service(models.Model):
    """The decision put into the hands of the one concerned: from this day the appeal runs."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="service")
    served_on = models.DateField(_("送达日期"))
    manner = models.CharField(_("送达方式"), max_length=200)
    appeal_by = models.DateField(_("申诉截止日期"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(appeal_by__gt=F("served_on")), name="service_leaves_time_for_appeal"
            )
        ]


class AppealResult(models.TextChoices):
    UPHELD = "upheld", _("维持原决定")
    REVOKED = "revoked", _("撤销原决定")
    CHANGED = "changed", _("变更原决定")


class Appeal(models.Model):
    """An appeal 申诉 against a decision, and its answer."""

    id = models.UUIDField(primary_key=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField(_("申诉理由"), max_length=8000)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("申诉时间"))
    raised_on = models.DateField(_("申诉日期"))
    answer_by = models.DateField(_("答复期限"))
    result = models.CharField(_("答复"), max_length=7, choices=AppealResult, blank=True)
    document = models.CharField(_("答复文号"), max_length=60, blank=True)
    answer = models.TextField(_("答复内容"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_on = models.DateField(_("答复日期"), null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["", *AppealResult.values]), name="appeal_result_known"
            ),
            who_and_when("appeal", "answered", "answered_on"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, result="")
                | Q(answered_at__isnull=False) & ~Q(result="") & ~Q(answer=""),
                name="appeal_answered_with_result",
                violation_error_message=_("答复须写明结果和内容。"),
            ),
        ]


class Correction(models.Model):
    """What was put wrongly is put right by addition; what stood there stays."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    text = models.CharField(_("更正说明"), max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("更正时间"))

    class Meta:
        default_permissions = ()
        ordering = ["made_at", "pk"]
