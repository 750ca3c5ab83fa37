import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments import stages
from organizations import access
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Unit

#: Whose grants on the unit show what is published.
ABOVE = ("oversee", "inspect", "assess", "discipline", "appoint")


class AssessmentStage(models.TextChoices):
    """The words of ``assessments.stages`` with their labels."""

    DRAFT = "draft", pgettext_lazy("assessment", "草案")
    COMMENT = "comment", _("征求意见")
    SUBMITTED = "submitted", _("报批")
    PUBLISHED = "published", _("已公布")


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Those who assess the unit see it from the draft on; an official as soon as his own
        figures are shown to him; once published those above, and who sees one of its posts."""
        from_above = access.reach(user, ABOVE, "unit__")
        own = Exists(self._scores().filter(assessment=OuterRef("pk")).shown_to(user, on))
        published = Q(stage=AssessmentStage.PUBLISHED) & from_above
        return self.filter(self._assessed(user) | published | own).defer("overview")

    def assessable_by(self, user):
        return self.filter(self._assessed(user))

    @staticmethod
    def _assessed(user):
        return access.reach(user, ["assess"], "unit__")

    def _scores(self):
        return self.model._meta.get_field("scores").related_model.objects.all()

    def published(self):
        return self.filter(stage=AssessmentStage.PUBLISHED)

    def under_way(self):
        return self.exclude(stage=AssessmentStage.PUBLISHED)

    def with_later(self):
        """``later`` and ``later_version``: the published version that took its place."""
        rows = self.taking_the_place()
        return self.annotate(
            later=Subquery(rows.values("pk")[:1]),
            later_version=Subquery(rows.values("version")[:1]),
        )

    def taking_the_place(self, of: str = ""):
        """For subqueries: published after the outer row's assessment, the newest first."""
        return self.model.objects.published().filter(
            unit=OuterRef(f"{of}unit"), year=OuterRef(f"{of}year"),
            version__gt=OuterRef(f"{of}version"),
        ).order_by("-version")  # fmt: skip

    def computing(self):
        """Whose figures still have to be worked out; nothing published is among them."""
        return self.filter(computed__lt=F("run")).exclude(stage=AssessmentStage.PUBLISHED)


class Assessment(models.Model):
    """The assessment of all posts below a unit for a year, in one version (Art. 22).

    Written by ``assessments.actions.assessing`` and its neighbours alone. Published it never
    changes again: triggers of the database refuse it; a change is the next version.

    ``run`` is how often working out was asked for, ``computed`` the last one that is whole;
    ``lease_until`` and ``fence`` belong to the worker that is at it (RELIABILITY, rule 4).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("考核年度"))
    version = models.PositiveSmallIntegerField(_("版本"))
    reason = models.CharField(_("更正理由"), max_length=500, blank=True)
    stage = models.CharField(
        _("阶段"), max_length=9, choices=AssessmentStage, default=AssessmentStage.DRAFT
    )
    #: Raised with every step and every run, so that nobody acts on a page that is out of date.
    edition = models.PositiveIntegerField(default=1)
    #: Digest → ``{"content": schemes.dump, "row": key or None}`` of each scheme that scored.
    schemes = models.JSONField(default=dict)
    #: The day as of which the facts are taken.
    as_of = models.DateField(_("数据截至"))
    run = models.PositiveIntegerField(default=1)
    computed = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField(_("计算时间"), null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    comment_until = models.DateField(_("意见截止日期"), null=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("征求意见时间"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("报批时间"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("公布时间"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    #: What the overview said when it was published (``figures.overview_letter``).
    overview = models.BinaryField(null=True)
    #: Why it last went back to the draft.
    withdraw_reason = models.CharField(_("退回理由"), max_length=500, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度考核")
        verbose_name_plural = _("年度考核")
        default_permissions = ()
        ordering = ["-year", "unit__path", "-version"]
        indexes = [
            models.Index(
                fields=["run"], condition=Q(computed__lt=F("run")), name="assessment_to_compute"
            )
        ]
        constraints = [
            choices_constraint("assessment", "stage", AssessmentStage),
            who_and_when("assessment", "opened", "comment_until"),
            who_and_when("assessment", "submitted"),
            who_and_when("assessment", "published"),
            models.UniqueConstraint(
                fields=["unit", "year", "version"], name="assessment_version_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=~Q(stage=AssessmentStage.PUBLISHED),
                name="assessment_one_under_way",
                violation_error_message=_("该年度已有一份正在办理的考核。"),
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="assessment_change_has_reason",
                violation_error_message=_("更正已公布的考核结果须写明理由。"),
            ),
            models.CheckConstraint(
                condition=Q(stage=AssessmentStage.DRAFT, opened_at__isnull=True)
                | ~Q(stage=AssessmentStage.DRAFT) & Q(opened_at__isnull=False),
                name="assessment_opened_unless_draft",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[AssessmentStage.DRAFT, AssessmentStage.COMMENT],
                            submitted_at__isnull=True)
                | Q(stage__in=[AssessmentStage.SUBMITTED, AssessmentStage.PUBLISHED],
                    submitted_at__isnull=False),
                name="assessment_submitted_when",
            ),
            models.CheckConstraint(
                condition=Q(stage=AssessmentStage.PUBLISHED, published_at__isnull=False)
                & ~Q(sha256="") & Q(computed=F("run"))
                | ~Q(stage=AssessmentStage.PUBLISHED) & Q(published_at__isnull=True, sha256=""),
                name="assessment_published_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("submitted_by")),
                name="assessment_takes_two",
                violation_error_message=_("报批人不能审批，须由另一人审批公布。"),
            ),
            models.CheckConstraint(
                condition=Q(computed__lte=F("run")), name="assessment_computed_within"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:assessment", args=[self.pk])

    @property
    def title(self) -> str:
        return _("%(unit)s%(year)s年度法治建设第一责任人履职考核") % {
            "unit": self.unit.label, "year": self.year,
        }  # fmt: skip

    @property
    def is_published(self) -> bool:
        return self.stage == AssessmentStage.PUBLISHED

    @property
    def is_computed(self) -> bool:
        return self.computed == self.run

    @property
    def way(self) -> stages.Stage:
        return stages.Stage(self.stage)

    @property
    def short_hash(self) -> str:
        return self.sha256[:16]
