from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from organizations import access
from organizations.bilingual import Bilingual
from organizations.constraints import choices_constraint


class Kind(models.TextChoices):
    """Regions are bound by Art. 2, the others follow by Art. 27."""

    REGION = "region", _("地方")
    DEPARTMENT = "department", _("工作部门")
    DEVELOPMENT_ZONE = "development_zone", _("开发区（新区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    INSTITUTION = "institution", _("直属事业单位")
    ENTERPRISE = "enterprise", _("国有企业")


class Level(models.TextChoices):
    COUNTRY = "country", _("国家")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class UnitQuerySet(MP_NodeQuerySet):
    def in_force(self, on):
        return self.filter(Q(abolished_on__isnull=True) | Q(abolished_on__gt=on))

    def visible_to(self, user, on):
        """Units that any grant or an appointment in force lets ``user`` see."""
        reached = access.reach(user, access.CODES)
        return self.filter(reached | Q(pk__in=self.model.held_by(user, on)))

    def content_visible_to(self, user, on):
        """Units whose duties ``user`` may read: administrators and auditors may not."""
        reached = access.reach(user, access.CONTENT)
        return self.filter(reached | Q(pk__in=self.model.held_by(user, on)))

    def below(self, unit):
        """``unit`` itself and its whole subtree."""
        return self.filter(path__startswith=unit.path)


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):
    def get_queryset(self):
        return UnitQuerySet(self.model, using=self._db).order_by("path")


class Unit(MP_Node):
    """A node of the tree of units; everything else inherits its access through one."""

    name_zh = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    short_zh = models.CharField(_("简称"), max_length=20, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    code = models.CharField(
        _("行政区划代码"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": _("该代码已被其他单位使用。")},
    )
    abolished_on = models.DateField(_("撤销日期"), null=True, blank=True)

    label = Bilingual("name")
    objects = UnitManager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        default_permissions = ()
        permissions = [(code, str(code)) for code in access.CODES]
        constraints = [
            choices_constraint("unit", "kind", Kind),
            choices_constraint("unit", "level", Level),
            models.CheckConstraint(
                condition=~Q(kind=Kind.REGION) | Q(code__isnull=False),
                name="unit_region_has_code",
                violation_error_message=_("地方须填写行政区划代码。"),
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("organizations:unit", args=[self.pk])

    @staticmethod
    def held_by(user, on):
        """Keys of the units in which ``user`` sits on a post on that day."""
        if not user.is_authenticated or not user.is_active:
            return Unit.objects.none().values("pk")
        return user.appointments.in_force(on).values("post__unit")


class UnitPermission(access.UserPermissionOnObject):
    """Grant on one unit; a real foreign key, so no grant outlives its unit or person."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="grants")

    class Meta(access.UserPermissionOnObject.Meta):
        verbose_name = _("授权")
