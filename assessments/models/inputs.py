"""What scoring is told by people: the unit's result, bonus and deductions, outcomes handed over."""

import uuid
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.bilingual import Bilingual
from organizations.constraints import choices_constraint, who_and_when
from organizations.models import Post, Unit


class UnitResult(models.Model):
    """The unit's annual rule-of-law assessment result, 0–100, as the superior announced it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField(_("年度"))
    points = models.DecimalField(
        _("得分"), max_digits=5, decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )  # fmt: skip
    note = models.CharField(_("备注"), max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("年度考核结果")
        verbose_name_plural = _("年度考核结果")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="unitresult_once"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100), name="unitresult_0_to_100",
                violation_error_message=_("得分应在0至100之间。"),
            ),
        ]  # fmt: skip


class ItemKind(models.TextChoices):
    BONUS = "bonus", _("加分")
    DEDUCTION = "deduction", _("扣分")
    VETO = "veto", _("否决")


class Grade(models.TextChoices):
    EXCELLENT = "excellent", _("优秀")
    GOOD = "good", _("良好")
    PASS = "pass", _("合格")
    FAIL = "fail", _("不合格")


class ItemState(models.TextChoices):
    WAITING = "waiting", _("待复核")
    CONFIRMED = "confirmed", _("已生效")
    REFUSED = "refused", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤销")


class ScoreItemQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Those who assess see all; the unit and its superiors what counts or counted, and never
        what was withdrawn before a second person had confirmed it."""
        all_of_it = access.reach(user, ["assess"], "post__unit__")
        posts = Post.objects.visible_to(user, on).values("pk")
        settled = Q(state__in=[ItemState.CONFIRMED, ItemState.WITHDRAWN], decided_at__isnull=False)
        return self.filter(all_of_it | settled & Q(post__in=posts))

    def counting(self):
        return self.filter(state=ItemState.CONFIRMED)

    def sharing_cap_of(self, item):
        """It and the others of its post, year and indicator that count or may come to count;
        another holder's only where it is said of all."""
        of = Q() if item.holder_id is None else Q(holder=None) | Q(holder=item.holder_id)
        return self.filter(
            of, post=item.post_id, year=item.year, code=item.code,
            state__in=[ItemState.WAITING, ItemState.CONFIRMED],
        )  # fmt: skip


class ScoreItem(models.Model):
    """A bonus, deduction or veto entered by those who assess; it counts once a second person
    has confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="score_items")
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=10, choices=ItemKind)
    #: Of whom it is said; empty: of all who held the post in the year.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("适用于"),
    )  # fmt: skip
    #: The indicator of the scheme under which it stands.
    code = models.CharField(_("指标"), max_length=90)
    points = models.DecimalField(_("分值"), max_digits=5, decimal_places=2, default=Decimal(0))
    grade = models.CharField(_("最高等次"), max_length=10, choices=Grade, blank=True)
    reason = models.CharField(_("事由"), max_length=500)
    state = models.CharField(_("状态"), max_length=9, choices=ItemState, default=ItemState.WAITING)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("录入时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("复核时间"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True)
    #: Why it was refused or withdrawn.
    note = models.CharField(_("说明"), max_length=500, blank=True)

    objects = ScoreItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("加减分事项")
        verbose_name_plural = _("加减分事项")
        default_permissions = ()
        ordering = ["-entered_at", "pk"]
        indexes = [models.Index(fields=["year", "post"], name="scoreitem_of_post")]
        constraints = [
            choices_constraint("scoreitem", "kind", ItemKind),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="scoreitem_grade_known"
            ),
            choices_constraint("scoreitem", "state", ItemState),
            who_and_when("scoreitem", "decided"),
            who_and_when("scoreitem", "withdrawn"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100), name="scoreitem_points_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.VETO) | Q(points__gt=0), name="scoreitem_has_points",
                violation_error_message=_("加分和扣分须填写分值。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ItemState.CONFIRMED, ItemState.REFUSED])
                | Q(decided_at__isnull=False),
                name="scoreitem_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(state=ItemState.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="scoreitem_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ItemState.REFUSED, ItemState.WITHDRAWN]) | ~Q(note=""),
                name="scoreitem_undone_has_reason",
                violation_error_message=_("退回或者撤销须写明理由。"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.reason

    def get_absolute_url(self):
        return reverse("assessments:score_item", args=[self.pk])

    @property
    def unit(self):
        return self.post.unit


class ScoreItemFileQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """With its item; and one's own uploads whose form is still being written."""
        items = ScoreItem.objects.visible_to(user, on).values("pk")
        return self.filter(Q(item__in=items) | Q(item__isnull=True, uploaded_by=user))

    def waiting(self, user, token):
        return self.filter(item__isnull=True, uploaded_by=user, token=token)


class ScoreItemFile(models.Model):
    """Evidence of a score item; it waits under the ``token`` of its form until that is saved."""

    item = models.ForeignKey(ScoreItem, null=True, on_delete=models.PROTECT, related_name="files")
    token = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = ScoreItemFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def get_absolute_url(self):
        return reverse("assessments:score_item_file", args=[self.pk])

    @property
    def path(self) -> Path:
        root = Path(settings.EVIDENCE_ROOT) / "score-items"
        return root / self.sha256[:2] / self.sha256

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


class Outcome(models.Model):
    """What accountability or incentives hand over to the assessment of a post's year.

    ``source`` is theirs to give and to know again; here it only keeps it from counting twice.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="outcomes")
    year = models.PositiveSmallIntegerField(_("年度"))
    #: Of whom it is said; empty: of all who held the post in the year.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("适用于"),
    )  # fmt: skip
    kind = models.CharField(_("类别"), max_length=10, choices=ItemKind)
    points = models.DecimalField(_("分值"), max_digits=5, decimal_places=2, default=Decimal(0))
    grade = models.CharField(_("最高等次"), max_length=10, choices=Grade, blank=True)
    reason_zh = models.CharField(_("事由"), max_length=500)
    reason_en = models.CharField(max_length=500, blank=True)
    #: What a granted claim of tolerance changed, in words.
    tolerance_zh = models.CharField(max_length=500, blank=True)
    tolerance_en = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=120, unique=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    handed_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    reason = Bilingual("reason")
    tolerance = Bilingual("tolerance")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["year", "post"], name="outcome_of_post")]
        constraints = [
            choices_constraint("outcome", "kind", ItemKind),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="outcome_grade_known"
            ),
            who_and_when("outcome", "withdrawn"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100), name="outcome_points_0_to_100"
            ),
        ]
