import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duties import rules
from duties.choices import RecordState
from duties.models import marks
from duties.models.obligation import Obligation
from organizations import access
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Appointment, Post

EDITABLE = (RecordState.DRAFT, RecordState.RETURNED)
SEALED = (RecordState.CONFIRMED, RecordState.STRUCK)


class RecordQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Loggers see all of theirs, reviewers what was submitted, the rest what is sealed;
        a former incumbent of that only what was held in his time."""
        loggable = Post.objects.loggable_by(user, on).values("pk")
        reviewer = access.reach(user, ["confirm"], "post__unit__")
        anyone = access.reach(user, access.CONTENT, "post__unit__")
        served = Appointment.objects.served_by(user, on).filter(post=OuterRef("post"))
        in_his_time = Exists(served.overlapping(OuterRef("held_on"), OuterRef("held_on")))
        return self.filter(
            Q(post__in=loggable)
            | (reviewer & ~Q(state=RecordState.DRAFT))
            | ((anyone | in_his_time) & Q(state__in=SEALED))
        )

    def submitted(self):
        return self.filter(state=RecordState.SUBMITTED)

    def confirmed(self):
        return self.filter(state=RecordState.CONFIRMED)

    def reviewable_by(self, user):
        return self.submitted().filter(access.reach(user, ["confirm"], "post__unit__"))

    def below(self, unit):
        return self.filter(post__unit__path__startswith=unit.path)


class Record(models.Model):
    """One thing that was done, with its account; it may serve several obligations.

    Counts only once confirmed. A sealed record is never edited, only struck out.
    Written by ``duties.actions.records`` alone; ``version`` guards against two editors,
    ``token`` against the same form sent twice.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="records")
    held_on = models.DateField(_("日期"))
    title = models.CharField(_("事项名称"), max_length=120)
    account = models.TextField(_("履职情况"), max_length=4000)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    participants = models.CharField(_("参加人员"), max_length=500, blank=True)
    state = models.CharField(
        _("状态"), max_length=9, choices=RecordState, default=RecordState.DRAFT
    )
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    day_mark = models.GeneratedField(
        expression=marks.day_mark("held_on"), output_field=models.IntegerField(), db_persist=True
    )
    title_mark = models.GeneratedField(
        expression=marks.text_mark("title"), output_field=models.IntegerField(), db_persist=True
    )
    obligations = models.ManyToManyField(
        Obligation, through="duties.RecordItem", related_name="records"
    )

    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    logged_at = models.DateTimeField(_("填报时间"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("核实时间"), null=True)
    return_reason = models.CharField(_("退回原因"), max_length=500, blank=True)
    times_returned = models.PositiveSmallIntegerField(default=0)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    struck_at = models.DateTimeField(_("撤销时间"), null=True)
    strike_reason = models.CharField(_("撤销原因"), max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("履职记录")
        verbose_name_plural = _("履职记录")
        default_permissions = ()
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="record_queue"),
            # The full re-check reads this instead of the table (docs/benchmarks.md).
            models.Index(fields=["id", "state", "day_mark"], name="record_proof"),
        ]
        constraints = [
            choices_constraint("record", "state", RecordState),
            who_and_when("record", "submitted"),
            who_and_when("record", "reviewed"),
            who_and_when("record", "struck"),
            models.CheckConstraint(
                condition=~Q(state=RecordState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="record_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(s) for s in SEALED]) | Q(reviewed_at__isnull=False),
                name="record_sealed_was_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecordState.RETURNED) | ~Q(return_reason=""),
                name="record_returned_has_reason",
                violation_error_message=_("退回须写明原因。"),
            ),
            models.CheckConstraint(
                condition=Q(state=RecordState.STRUCK, struck_at__isnull=False)
                & ~Q(strike_reason="")
                | ~Q(state=RecordState.STRUCK) & Q(struck_at__isnull=True),
                name="record_struck_has_reason",
                violation_error_message=_("撤销须写明原因。"),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("duties:record", args=[self.pk])

    @property
    def unit(self):
        return self.post.unit

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_sealed(self) -> bool:
        return self.state in SEALED

    def can_be_reviewed_by(self, user) -> bool:
        """A submitted record; nobody reviews what he submitted or logged himself."""
        return (
            self.state == RecordState.SUBMITTED
            and user.pk not in (self.submitted_by_id, self.logged_by_id)
            and access.allows(user, "confirm", self.unit)
        )

    def can_be_struck_by(self, user) -> bool:
        return self.state == RecordState.CONFIRMED and access.allows(user, "confirm", self.unit)


class RecordItem(models.Model):
    """What a record gives to one obligation: one row per named part, at least one.

    ``name`` is the subject, metric, step or document (empty where the rule has no parts);
    figures and validity as the rule asks for; ``nil`` is a nil return 零报告.
    """

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="items", db_index=False
    )
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    name = models.CharField(max_length=80, blank=True)
    numerator = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    nil = models.BooleanField(default=False)
    mark = models.GeneratedField(
        expression=marks.item_mark(), output_field=models.BigIntegerField(), db_persist=True
    )

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            # All that counts, so that the full re-check reads no row of the table.
            models.Index(fields=["obligation", "record", "mark"], name="recorditem_proof"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "obligation", "name"], name="recorditem_once"
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__gte=0, denominator__gte=models.F("numerator")),
                name="recorditem_numerator_within_denominator",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="recorditem_valid_span",
            ),
        ]

    def as_fact(self, has_evidence: bool) -> rules.Item:
        """What the pure rules take of it."""
        return rules.Item(
            record_id=self.record_id, held_on=self.record.held_on, name=self.name,
            numerator=self.numerator, denominator=self.denominator,
            valid_from=self.valid_from, valid_until=self.valid_until,
            nil=self.nil, has_evidence=has_evidence, title=self.record.title,
        )  # fmt: skip
