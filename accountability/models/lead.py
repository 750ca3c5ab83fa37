import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models.choices import Subject
from accountability.models.managing import barred, in_charge
from assessments.models import Finding, ScoreItem
from duties.models import Obligation
from organizations.bilingual import Bilingual
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Post, Unit


class LeadSource(models.TextChoices):
    MISSED = "missed", _("履职事项逾期未完成")
    DISCREPANCY = "discrepancy", _("督查核实与事实不符")
    OVERDUE = "overdue", _("整改逾期")
    REPEATED = "repeated", _("同类问题屡次发生")
    VETO = "veto", _("考核否决事项")
    REGISTER = "register", _("干预司法活动记录移送")
    MANUAL = "manual", _("人工登记")


class LeadState(models.TextChoices):
    NEW = "new", _("待处置")
    TAKEN_UP = "taken_up", _("已受理")
    SET_ASIDE = "set_aside", _("不予受理")
    MERGED = "merged", _("已并入")


def inspected_by(person, key: str = "pk"):
    """Condition on a lead, or the case that has its key: ``person`` was on the team that found it,
    or what was merged into it."""
    items = LeadItem.objects.filter(Q(lead=OuterRef(key)) | Q(lead__merged_into=OuterRef(key)))
    return Exists(items.filter(finding__inspection__members__person=person))


class LeadQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """The discipline organ of the managing level, save for whoever has a conflict.

        Once taken up a lead is part of its case, with all that was merged into it, and shown
        there, to those who see that.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        taken_up = Q(state=LeadState.TAKEN_UP) | Q(merged_into__state=LeadState.TAKEN_UP)
        return self.exclude(taken_up).filter(
            ~barred(user, on), ~inspected_by(user), unit__in=in_charge(user, "discipline")
        )

    def new(self):
        return self.filter(state=LeadState.NEW)


class Lead(models.Model):
    """A hint 线索 that somebody may have to answer for something. It proves nothing.

    Proposed by the system from published facts, or entered by hand; ``unit`` manages the cadre.
    The case that comes of it has the same key, and one sealed chain holds the history of both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("对象"), max_length=12, choices=Subject)
    about_unit = models.ForeignKey(
        Unit, verbose_name=_("涉及单位"), on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        Post, verbose_name=_("涉及职务"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("来源"), max_length=11, choices=LeadSource)
    #: What the system's leads of one matter have in common; items of it join while it is new.
    matter = models.CharField(max_length=80, blank=True, db_index=True)
    text_zh = models.TextField(_("线索内容"), max_length=2000)
    text_en = models.TextField(blank=True)
    found_on = models.DateField(_("发现日期"))
    state = models.CharField(_("处置"), max_length=9, choices=LeadState, default=LeadState.NEW)
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    #: None where the system proposed it.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(_("处置时间"), null=True)
    reason = models.CharField(_("处置理由"), max_length=500, blank=True)

    text = Bilingual("text")
    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("问责线索")
        verbose_name_plural = _("问责线索")
        default_permissions = ()
        ordering = ["-found_on", "-id"]
        indexes = [models.Index(fields=["unit", "-found_on", "-id"], name="lead_recent")]
        constraints = [
            choices_constraint("lead", "subject", Subject),
            choices_constraint("lead", "source", LeadSource),
            choices_constraint("lead", "state", LeadState),
            who_and_when("lead", "handled"),
            models.CheckConstraint(
                condition=~Q(subject=Subject.LEADER) | Q(post__isnull=False, person__isnull=False),
                name="lead_of_a_leader_names_post_and_person",
                violation_error_message=_("涉及领导干部的线索须写明职务和任职人员。"),
            ),
            models.CheckConstraint(
                condition=Q(state=LeadState.NEW, handled_at__isnull=True)
                | ~Q(state=LeadState.NEW) & Q(handled_at__isnull=False),
                name="lead_handled_unless_new",
            ),
            models.CheckConstraint(
                condition=~Q(state=LeadState.SET_ASIDE) | ~Q(reason=""),
                name="lead_set_aside_has_reason",
                violation_error_message=_("不予受理须写明理由。"),
            ),
            models.CheckConstraint(
                condition=Q(state=LeadState.MERGED, merged_into__isnull=False)
                | ~Q(state=LeadState.MERGED) & Q(merged_into__isnull=True),
                name="lead_merged_into_another",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.text_zh

    def get_absolute_url(self):
        return reverse("accountability:lead", args=[self.pk])

    @property
    def about(self) -> str:
        return about_of(self)


def about_of(row) -> str:
    """Whom it is about: the post of a leader, the name of an organization."""
    return row.post.full_title if row.post_id else row.about_unit.label


class LeadItem(models.Model):
    """One fact behind a lead; ``key`` makes the system propose it once."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=80, unique=True)
    text_zh = models.CharField(max_length=500)
    text_en = models.CharField(max_length=800, blank=True)
    obligation = models.ForeignKey(
        Obligation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="+")
    score_item = models.ForeignKey(ScoreItem, null=True, on_delete=models.PROTECT, related_name="+")

    text = Bilingual("text")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
