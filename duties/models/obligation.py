from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duties import rules
from duties.choices import Light, Outcome, Status
from duties.models.regulation import Requirement
from duties.periods import Period
from organizations import access
from organizations.bilingual import Bilingual, speaks_english
from organizations.constraints import choices_constraint
from organizations.models import Appointment, Post

#: Days before the due date from which an unmet obligation shows amber.
WARNING_DAYS = 30
UNMET = (Status.OPEN, Status.PARTIAL, Status.MISSED)
#: What a full re-check compares (``duties.actions.proof``).
PROOF = ("checksum", "judged_by", "requirement", "status", "outcome", "due_on", "look_on")


class ObligationQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Through the unit of its post, as incumbent, or for having served in its period."""
        reached = access.reach(user, access.CONTENT, "post__unit__")
        held = Post.objects.held_by(user, on).values("pk")
        served = Appointment.objects.served_by(user, on).filter(post=OuterRef("post"))
        in_period = served.overlapping(OuterRef("starts_on"), OuterRef("due_on"))
        return self.filter(reached | Q(post__in=held) | Exists(in_period))

    def below(self, unit):
        return self.filter(post__unit__path__startswith=unit.path)

    def of_year(self, year):
        return self.filter(year=year)

    def unmet(self):
        return self.filter(status__in=UNMET)

    def overdue(self, on):
        return self.unmet().filter(due_on__lt=on)

    def to_look_at(self, on):
        """Those whose status, light or warning time alone may have changed by ``on``."""
        return self.filter(look_on__lte=on)

    def with_law(self):
        return self.select_related("requirement__clause__regulation", "post__unit")

    def in_legal_order(self):
        return self.order_by(
            "requirement__clause__article",
            "requirement__clause__item",
            "requirement__position",
            "due_on",
            "pk",
        )


class Obligation(models.Model):
    """A requirement laid on a post for a period, with its facts and the last verdict.

    Written by ``duties.actions`` alone. ``facts`` are the tallies of confirmed records,
    ``look_on`` the next day on which time alone can change the answer (DESIGN §3);
    ``checksum`` and ``judged_by`` let a full re-check see what went stale.
    """

    requirement = models.ForeignKey(
        Requirement, on_delete=models.PROTECT, related_name="obligations"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="obligations")
    year = models.PositiveSmallIntegerField(_("年度"))
    period_key = models.CharField(_("周期"), max_length=6)
    starts_on = models.DateField(_("起始日期"))
    due_on = models.DateField(_("截止日期"))
    status = models.CharField(_("状态"), max_length=8, choices=Status, default=Status.OPEN)
    outcome = models.CharField(_("结论"), max_length=8, choices=Outcome, default=Outcome.NONE)
    done = models.PositiveIntegerField(default=0)
    needed = models.PositiveIntegerField(default=1)
    facts = models.JSONField(default=dict)
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    look_on = models.DateField(null=True)
    #: Of the confirmed items that ``facts`` were taken from (``rules.checksum``).
    checksum = models.BigIntegerField(default=0)
    #: What the verdict was reached by (``rules.rule_mark``).
    judged_by = models.BigIntegerField(default=0)

    reason = Bilingual("reason")
    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("履职事项")
        verbose_name_plural = _("履职事项")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["look_on"], condition=Q(look_on__isnull=False), name="obligation_look"
            ),
            models.Index(fields=["year", "status"], name="obligation_year_status"),
            # The full re-check reads this instead of the table (docs/benchmarks.md).
            models.Index(fields=["id", *PROOF], name="obligation_proof"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(status__in=[str(status) for status in UNMET]),
                name="obligation_unmet_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "requirement", "period_key"], name="obligation_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="obligation_due_after_start"
            ),
            choices_constraint("obligation", "status", Status),
            choices_constraint("obligation", "outcome", Outcome),
        ]

    def __str__(self):
        return f"{self.requirement} · {self.period_key} · {self.post}"

    def get_absolute_url(self):
        return reverse("duties:obligation", args=[self.pk])

    @property
    def unit(self):
        return self.post.unit

    @property
    def period(self) -> Period:
        return Period.parse(self.period_key)

    @property
    def period_label(self) -> str:
        return self.period.label.in_language("en" if speaks_english() else "zh")

    def light_on(self, day) -> Light:
        light = rules.light_of(
            rules.Status(self.status), due_on=self.due_on, on=day, warning_days=WARNING_DAYS
        )
        return Light(light)

    @property
    def is_unmet(self) -> bool:
        return self.status in UNMET


class StatusChange(models.Model):
    """Each change of an obligation's status is a row (STYLE 12)."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=8, choices=Status)
    after = models.CharField(max_length=8, choices=Status)
    on = models.DateField(_("日期"))
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    #: The record whose confirmation or striking caused it; none where time did.
    record = models.ForeignKey(
        "duties.Record", null=True, on_delete=models.PROTECT, related_name="status_changes"
    )

    reason = Bilingual("reason")

    class Meta:
        verbose_name = _("状态变动")
        verbose_name_plural = _("状态变动")
        default_permissions = ()
        ordering = ["-on", "-pk"]
        constraints = [
            choices_constraint("statuschange", "before", Status),
            choices_constraint("statuschange", "after", Status),
            models.CheckConstraint(condition=~Q(before=F("after")), name="statuschange_changes"),
        ]
