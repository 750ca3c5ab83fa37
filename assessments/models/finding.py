import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models.inspection import Inspection
from assessments.models.paper import Paper
from duties.figures import article_label
from organizations import access
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Post, Unit


class Severity(models.TextChoices):
    MINOR = "minor", _("轻微")
    ORDINARY = "ordinary", _("一般")
    SERIOUS = "serious", _("严重")


class FindingState(models.TextChoices):
    DRAFT = "draft", _("未反馈")
    OPEN = "open", _("待整改")
    ANSWERED = "answered", _("待验收")
    RETURNED = "returned", _("退回整改")
    CLOSED = "closed", _("已销号")


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """The team and the superior see all; the inspected unit its own once delivered."""
        seen = Inspection.objects.visible_to(user, on)
        team = seen.led_by(user)
        above = access.reach(user, ["oversee", "inspect", "assess"], "inspection__unit__")
        own = access.reach(user, access.CONTENT, "unit__")
        own |= Q(unit__in=Post.objects.held_by(user, on).values("unit"))
        delivered = ~Q(state=FindingState.DRAFT) & Q(inspection__opened_at__isnull=False)
        return self.filter(
            Q(inspection__in=team.values("pk"))
            | delivered & (above | own | Q(inspection__published_at__isnull=False))
        ).filter(inspection__in=seen.values("pk"))

    def answerable_by(self, user, on):
        """Findings that the unit of ``user`` has to put right."""
        own = access.reach(user, ["log"], "unit__")
        held = Q(unit__in=Post.objects.held_by(user, on).values("unit"))
        return self.delivered().filter(own | held)

    def delivered(self):
        return self.exclude(state=FindingState.DRAFT)

    def unclosed(self):
        return self.filter(
            state__in=[FindingState.OPEN, FindingState.ANSWERED, FindingState.RETURNED]
        )

    def overdue(self, on):
        """Past their day and not even answered: an answer in time waits for the team."""
        waiting = [FindingState.OPEN, FindingState.RETURNED]
        return self.filter(state__in=waiting, due_on__lt=on)


class Finding(models.Model):
    """Something wrong that an inspection found, and how far it has been put right.

    ``days`` is the time allowed; the day itself is fixed when the finding is delivered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    unit = models.ForeignKey(
        Unit, verbose_name=_("被督查单位"), on_delete=models.PROTECT, related_name="findings"
    )
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="finding")
    article = models.PositiveSmallIntegerField(_("对应条款"))
    severity = models.CharField(_("严重程度"), max_length=8, choices=Severity)
    text = models.TextField(_("问题描述"), max_length=1000)
    days = models.PositiveSmallIntegerField(_("整改期限（天）"), default=30)
    due_on = models.DateField(_("整改期限"), null=True)
    state = models.CharField(
        _("状态"), max_length=8, choices=FindingState, default=FindingState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    found_at = models.DateTimeField(_("记录时间"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("销号时间"), null=True)
    #: The day on which the accepted answer was given: it counts, not the day of acceptance.
    righted_on = models.DateField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("问题")
        verbose_name_plural = _("问题")
        default_permissions = ()
        ordering = ["unit__path", "article", "found_at", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="finding_due")]
        constraints = [
            choices_constraint("finding", "severity", Severity),
            choices_constraint("finding", "state", FindingState),
            who_and_when("finding", "closed", "righted_on"),
            models.CheckConstraint(
                condition=Q(state=FindingState.DRAFT, due_on__isnull=True)
                | ~Q(state=FindingState.DRAFT) & Q(due_on__isnull=False),
                name="finding_due_once_delivered",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.CLOSED) | Q(closed_at__isnull=False),
                name="finding_closed_by_acceptance",
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("assessments:finding", args=[self.pk])

    @property
    def article_label(self) -> str:
        return article_label(self.article) if self.article else gettext("综合")

    @property
    def is_closed(self) -> bool:
        return self.state == FindingState.CLOSED

    @property
    def was_righted_in_time(self) -> bool:
        return self.is_closed and self.righted_on <= self.due_on

    def due_if_delivered(self, on):
        """The last day for putting right; counted from ``on`` while it is not delivered."""
        return self.due_on or on + timedelta(days=self.days)

    def is_overdue(self, on) -> bool:
        waiting = self.state in (FindingState.OPEN, FindingState.RETURNED)
        return waiting and self.due_on < on


class Rectification(models.Model):
    """One answer of the inspected unit: measures and evidence, accepted or sent back."""

    id = models.UUIDField(primary_key=True)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rectifications")
    measures = models.TextField(_("整改措施和结果"), max_length=2000)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("报送时间"))
    answered_on = models.DateField()
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("验收时间"), null=True)
    reason = models.CharField(_("验收意见"), max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["answered_at", "pk"]
        constraints = [
            who_and_when("rectification", "decided", "accepted"),
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(accepted__isnull=True),
                name="rectification_one_waiting",
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(accepted=True) | ~Q(reason=""),
                name="rectification_returned_has_reason",
                violation_error_message=_("退回须写明原因。"),
            ),
        ]
