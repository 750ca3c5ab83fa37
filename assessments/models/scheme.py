from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments import schemes
from organizations import access
from organizations.bilingual import Bilingual
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Unit


class SchemeState(models.TextChoices):
    DRAFT = "draft", _("草案")
    IN_FORCE = "in_force", _("施行中")
    REPLACED = "replaced", _("已被替代")


class SchemeQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Drafts for those who assess the unit; the others for all whose duties it scores and
        those who see them."""
        own = access.reach(user, ["assess"], "unit__")
        below = Unit.objects.content_visible_to(user, on).order_by()
        scored = Exists(below.filter(path__startswith=OuterRef("unit__path")))
        return self.filter(own | ~Q(state=SchemeState.DRAFT) & Q(scored))

    def drafts(self):
        return self.filter(state=SchemeState.DRAFT)

    def in_force(self):
        return self.filter(state=SchemeState.IN_FORCE)


class IndicatorScheme(models.Model):
    """A version of the scheme that a unit sets for a year, for all posts below it (Art. 22).

    ``content`` is ``schemes.dump``; once in force it never changes: a change is a new version.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="schemes")
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版本"))
    state = models.CharField(
        _("状态"), max_length=8, choices=SchemeState, default=SchemeState.DRAFT
    )
    title_zh = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(max_length=160)
    content = models.JSONField()
    reason = models.CharField(_("修改理由"), max_length=500, blank=True)
    #: Raised with every edit of a draft, so that two editors do not overwrite each other.
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    forced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    forced_at = models.DateTimeField(_("施行时间"), null=True)

    title = Bilingual("title")
    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("指标体系")
        verbose_name_plural = _("指标体系")
        default_permissions = ()
        ordering = ["-year", "unit__path", "-version"]
        constraints = [
            choices_constraint("indicatorscheme", "state", SchemeState),
            who_and_when("indicatorscheme", "forced"),
            models.UniqueConstraint(
                fields=["unit", "year", "version"], name="indicatorscheme_version_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(state=SchemeState.IN_FORCE),
                name="indicatorscheme_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(state=SchemeState.DRAFT),
                name="indicatorscheme_one_draft",
                violation_error_message=_("该年度已有一份草案。"),
            ),
            models.CheckConstraint(
                condition=Q(state=SchemeState.DRAFT, forced_at__isnull=True)
                | ~Q(state=SchemeState.DRAFT) & Q(forced_at__isnull=False),
                name="indicatorscheme_forced_unless_draft",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | Q(state=SchemeState.DRAFT) | ~Q(reason=""),
                name="indicatorscheme_change_has_reason",
                violation_error_message=_("修改施行中的指标体系须写明理由。"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:scheme", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == SchemeState.DRAFT

    @cached_property
    def parsed(self) -> schemes.Scheme:
        return schemes.parse(self.content)
