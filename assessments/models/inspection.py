import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments import letterheads
from organizations import access
from organizations.bilingual import speaks_english
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Kind, Post, Unit

#: Whose grants show an inspection that may be known.
ABOVE = ("oversee", "inspect", "assess")


class InspectionKind(models.TextChoices):
    """Art. 21: by period, by theme, or without a word to anyone."""

    PERIODIC = "periodic", _("定期检查")
    SPECIAL = "special", _("专项督查")
    UNANNOUNCED = "unannounced", _("实地暗访")


class Stage(models.TextChoices):
    PLANNED = "planned", _("拟定")
    ORDERED = "ordered", _("已下达")
    ON_SITE = "on_site", _("实施中")
    FED_BACK = "fed_back", _("已反馈")
    PUBLISHED = "published", _("已通报")
    WITHDRAWN = "withdrawn", _("已取消")


class Weighting(models.TextChoices):
    RISK = "risk", _("按风险加权")
    EQUAL = "equal", _("等概率")


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """The one answer to who may know of an inspection (RELIABILITY, design rule 1).

        Until it is opened it exists only for its team and those who order it, and for them
        only as long as their grant lasts; afterwards for the superior and the inspected.
        """
        involved = self._involved(user) & access.reach(user, ["oversee", "inspect"], "unit__")
        above = access.reach(user, ABOVE, "unit__")
        scoped = InspectionUnit.objects.filter(inspection=OuterRef("pk"))
        inspected = Exists(scoped.visible_to(user, on))
        return self.filter(involved | Q(opened_at__isnull=False) & (above | inspected))

    @staticmethod
    def _involved(user):
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=[])
        members = Exists(Member.objects.filter(inspection=OuterRef("pk"), person=user))
        return Q(planned_by=user) | Q(second=user) | members

    def led_by(self, user):
        """Those on whose team ``user`` is, or which he orders."""
        return self.filter(self._involved(user))

    def going_on(self):
        return self.filter(stage__in=[Stage.PLANNED, Stage.ORDERED, Stage.ON_SITE, Stage.FED_BACK])

    def published(self):
        return self.filter(stage=Stage.PUBLISHED)


class Inspection(models.Model):
    """What a superior committee looks into, where, with whom and how it ended (Art. 21).

    ``opened_at`` is when others may know of it: an announced one from its notice on, an
    unannounced one from publication on. The number, too, is only given then, so that no gap
    tells of what is hidden. Written by ``assessments.actions.inspections`` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inspections")
    kind = models.CharField(_("类型"), max_length=12, choices=InspectionKind)
    title = models.CharField(_("督查名称"), max_length=80)
    #: Who sends notice and circular; empty means the office that usually does.
    issuer = models.CharField(_("发文机关"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("履职年度"))
    #: The articles looked into; empty means all.
    articles = models.JSONField(_("督查主题"), default=list)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    size = models.PositiveSmallIntegerField(_("抽查记录数"))
    weighting = models.CharField(_("抽取方式"), max_length=5, choices=Weighting)
    stage = models.CharField(_("阶段"), max_length=9, choices=Stage, default=Stage.PLANNED)
    version = models.PositiveIntegerField(default=1)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField(_("拟定时间"))
    #: Who is asked to order an unannounced visit with the planner; nobody orders one alone.
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField(_("下达时间"), null=True)
    opened_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    delivered_at = models.DateTimeField(_("反馈时间"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("通报时间"), null=True)
    number_year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(_("文号"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("取消时间"), null=True)
    withdraw_reason = models.CharField(_("取消原因"), max_length=300, blank=True)

    units = models.ManyToManyField(Unit, through="InspectionUnit", related_name="+")
    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("督查")
        verbose_name_plural = _("督查")
        default_permissions = ()
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="inspection_recent")]
        constraints = [
            choices_constraint("inspection", "kind", InspectionKind),
            choices_constraint("inspection", "stage", Stage),
            choices_constraint("inspection", "weighting", Weighting),
            who_and_when("inspection", "ordered"),
            who_and_when("inspection", "delivered"),
            who_and_when("inspection", "published", "number", "number_year"),
            who_and_when("inspection", "withdrawn"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="inspection_ends_after_start",
                violation_error_message=_("结束日期不得早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=InspectionKind.UNANNOUNCED)
                | Q(second__isnull=False) & ~Q(second=F("planned_by")),
                name="inspection_unannounced_takes_two",
                violation_error_message=_("实地暗访须由两人共同下达。"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=InspectionKind.UNANNOUNCED)
                | Q(ordered_by__isnull=True) | Q(ordered_by=F("second")),
                name="inspection_ordered_by_the_second",
            ),
            models.CheckConstraint(
                condition=~Q(kind=InspectionKind.UNANNOUNCED)
                | Q(opened_at__isnull=True) | Q(published_at__isnull=False),
                name="inspection_hidden_until_published",
            ),
            models.UniqueConstraint(
                fields=["unit", "number_year", "number"], name="inspection_number_once"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:inspection", args=[self.pk])

    @property
    def is_unannounced(self) -> bool:
        return self.kind == InspectionKind.UNANNOUNCED

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def is_over(self) -> bool:
        return self.stage in (Stage.PUBLISHED, Stage.WITHDRAWN)

    @property
    def number_label(self) -> str:
        """As official documents carry it: 督查通报〔2026〕3号."""
        if not self.number:
            return ""
        said = letterheads.number(self.number_year, self.number)
        return said.en if speaks_english() else said.zh

    @property
    def issuer_label(self) -> str:
        """The office that sends its documents, in the reader's language where it is the usual."""
        usual = office_of(self.unit)
        if self.issuer and self.issuer != usual.zh:
            return self.issuer
        return usual.en if speaks_english() else usual.zh


def office_of(unit: Unit):
    """The office that usually sends what ``unit`` issues."""
    return letterheads.office(unit.name_zh, unit.name_en, region=unit.kind == Kind.REGION)


class InspectionUnitQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Units of open inspections to which ``user`` belongs or which he reads from above."""
        reached = access.reach(user, access.CONTENT, "unit__")
        held = Q(unit__in=Post.objects.held_by(user, on).values("unit"))
        return self.filter(reached | held, inspection__opened_at__isnull=False)


class InspectionUnit(models.Model):
    """One unit in scope, chosen or drawn, with what was good about it."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="scope")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    drawn = models.BooleanField()
    good_practice = models.TextField(_("好的做法"), max_length=1000, blank=True)

    objects = InspectionUnitQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "unit"], name="inspectionunit_once")
        ]


class Member(models.Model):
    """One of the team; the lead answers for it."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lead = models.BooleanField(default=False)
    drawn = models.BooleanField()

    class Meta:
        default_permissions = ()
        ordering = ["-lead", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "person"], name="member_once"),
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(lead=True), name="member_one_lead"
            ),
        ]
