from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability import stages
from accountability.models.choices import CODES, Role, Stage, Subject
from accountability.models.lead import Lead, about_of, inspected_by
from accountability.models.managing import barred, in_charge, member_barred
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Post, Unit, UnitPermission

OVER = sorted(str(stage) for stage in stages.OVER)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """The one answer to who may know of a case (DESIGN §4): whoever is on it, while his
        grant lasts and no conflict stands against him, and the one concerned once notified."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(self.handled_by(user, on) | self.concerning(user, on))

    @staticmethod
    def handled_by(user, on):
        """Condition: ``user`` is on it in a role that his grant at the managing level carries."""
        members = CaseMember.objects.filter(
            case=OuterRef("pk"), person=user, released_at__isnull=True
        )
        roles = Q(pk__in=[])
        for role, code in CODES.items():
            roles |= Q(unit__in=in_charge(user, code)) & Exists(members.filter(role=role))
        return roles & ~barred(user, on) & ~inspected_by(user)

    @staticmethod
    def concerning(user, on):
        """Condition: it is about ``user``, or the organization he heads, and he was told."""
        held = Post.objects.held_by(user, on).values("unit")
        organization = Q(subject=Subject.ORGANIZATION, about_unit__in=held)
        return Q(notified_at__isnull=False) & (Q(person=user) | organization)

    def running(self):
        return self.exclude(stage__in=OVER)

    def abandoned(self, on):
        """Running, and no handler is left who may act or find another."""
        handlers = CaseMember.objects.acting(on).filter(case=OuterRef("pk"), role=Role.HANDLER)
        return self.running().filter(~Exists(handlers))

    def abandoned_to(self, user, on):
        """Those that ``user`` may take over: of the same organ, never on it, without a conflict."""
        own = CaseMember.objects.filter(case=OuterRef("pk"), person=user)
        return self.abandoned(on).filter(
            ~Exists(own), ~barred(user, on), ~inspected_by(user),
            unit__in=in_charge(user, "discipline"),
        )  # fmt: skip


class Case(models.Model):
    """An accountability case 问责事项, from the preliminary check to its close.

    It has the key of the lead it came of. ``due_on`` is the time limit that runs at its stage.
    The number is given when it is served and not before, so that no gap tells of what nobody
    may know. Written by ``accountability.actions`` alone.
    """

    lead = models.OneToOneField(Lead, primary_key=True, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("对象"), max_length=12, choices=Subject)
    about_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("事由"), max_length=120)
    stage = models.CharField(_("阶段"), max_length=9, choices=Stage, default=Stage.CHECKING)
    stage_since = models.DateField(_("进入阶段日期"))
    due_on = models.DateField(_("办理期限"), null=True)
    version = models.PositiveIntegerField(default=1)
    #: What the preliminary check found; the handlers' own.
    account = models.TextField(_("初步核实情况"), max_length=4000, blank=True)
    #: What the one concerned is told that it is about.
    charge = models.TextField(_("告知事项"), max_length=4000, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("受理时间"))
    opened_on = models.DateField(_("受理日期"))
    notified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    notified_at = models.DateTimeField(_("告知时间"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("终结时间"), null=True)
    ended_on = models.DateField(_("终结日期"), null=True)
    ending = models.TextField(_("终结说明"), max_length=2000, blank=True)
    number_year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(_("编号"), null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("问责事项")
        verbose_name_plural = _("问责事项")
        default_permissions = ()
        ordering = ["-opened_on", "-lead"]
        indexes = [
            models.Index(fields=["unit", "-opened_on"], name="case_recent"),
            models.Index(
                fields=["due_on"], condition=Q(due_on__isnull=False), name="case_limit_runs"
            ),
        ]
        constraints = [
            choices_constraint("case", "subject", Subject),
            choices_constraint("case", "stage", Stage),
            who_and_when("case", "notified"),
            who_and_when("case", "ended", "ended_on"),
            models.CheckConstraint(
                condition=~Q(subject=Subject.LEADER) | Q(post__isnull=False, person__isnull=False),
                name="case_of_a_leader_names_post_and_person",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.CHECKING, Stage.DROPPED, Stage.TOLERATED])
                | Q(notified_at__isnull=False),
                name="case_beyond_the_check_was_notified",
                violation_error_message=_("进入告知以后阶段的事项须已告知当事人。"),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=OVER, ended_at__isnull=False, due_on__isnull=True)
                & ~Q(ending="")
                | ~Q(stage__in=OVER) & Q(ended_at__isnull=True),
                name="case_over_says_how_it_ended",
                violation_error_message=_("终结的事项须写明终结说明。"),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, number_year__isnull=True)
                | Q(number__isnull=False, number_year__isnull=False),
                name="case_number_and_year_together",
            ),
            models.UniqueConstraint(fields=["unit", "number_year", "number"], name="case_number_once"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("accountability:case", args=[self.pk])

    @property
    def about(self) -> str:
        return about_of(self)

    @property
    def is_over(self) -> bool:
        return self.stage in stages.OVER

    @property
    def number_label(self) -> str:
        return f"问责〔{self.number_year}〕{self.number}号" if self.number else ""


class CaseMemberQuerySet(models.QuerySet):
    def acting(self, on):
        """Whoever may still act, which is what ``CaseQuerySet.handled_by`` asks of one of them:
        not withdrawn, his account and his grant in force, no conflict against him."""
        granted = UnitPermission.objects.filter(
            user=OuterRef("person"), content_object=OuterRef("case__unit")
        )
        roles = Q(pk__in=[])
        for role, code in CODES.items():
            roles |= Q(role=role) & Exists(granted.filter(permission__codename=code))
        return self.filter(
            roles, ~member_barred(on), ~inspected_by(OuterRef("person"), "case"),
            released_at__isnull=True, person__is_active=True,
        )  # fmt: skip


class CaseMember(models.Model):
    """Who is on a case, as what, from when; one who declares a conflict leaves for good."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("角色"), max_length=9, choices=Role)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(_("指定时间"))
    released_at = models.DateTimeField(_("回避时间"), null=True)
    release_reason = models.CharField(_("回避事由"), max_length=300, blank=True)

    objects = CaseMemberQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["assigned_at", "pk"]
        constraints = [
            choices_constraint("casemember", "role", Role),
            models.UniqueConstraint(fields=["case", "person"], name="casemember_once"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(release_reason=""),
                name="casemember_released_has_reason",
                violation_error_message=_("请写明回避事由。"),
            ),
        ]
