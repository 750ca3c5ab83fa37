from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.assessment import Assessment
from assessments.models.score import Score
from organizations.constraints import who_and_when


class Ruling(models.TextChoices):
    UPHELD = "upheld", _("采纳")
    PARTLY = "partly", _("部分采纳")
    REFUSED = "refused", _("不采纳")


#: After these one expects the score to be another.
GRANTED = (Ruling.UPHELD, Ruling.PARTLY)


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Those who assess; whoever raised it; once published who sees the score."""
        scores = Score.objects.visible_to(user, on).order_by().values("pk")
        assessing = Score.objects.filter(
            assessment__in=Assessment.objects.assessable_by(user).order_by().values("pk")
        ).order_by().values("pk")  # fmt: skip
        published = Q(score__in=scores, score__assessment__published_at__isnull=False)
        mine = Q(score__in=scores, raised_by=user if user.is_authenticated else None)
        return self.filter(Q(score__in=assessing) | mine | published)

    def unanswered(self):
        return self.filter(answered_at__isnull=True)

    def without_effect(self):
        """Upheld, and the total is still what it was when it was raised."""
        same = Q(total_then=F("score__total")) | Q(
            total_then__isnull=True, score__total__isnull=True
        )
        return self.filter(same, ruling__in=GRANTED)


class Objection(models.Model):
    """What an official objects to in his own score, with evidence, and what was answered.

    The key comes from the form: sent twice it is raised once. What is upheld is put right where
    it belongs (record, result, item), and the figures are worked out again.
    """

    id = models.UUIDField(primary_key=True)
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="objections")
    #: The indicator it is about; empty: the score as a whole.
    code = models.CharField(_("针对的指标"), max_length=90, blank=True)
    text = models.TextField(_("异议内容"), max_length=2000)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("提出时间"))
    total_then = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    ruling = models.CharField(_("处理结果"), max_length=7, choices=Ruling, blank=True)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("异议")
        verbose_name_plural = _("异议")
        default_permissions = ()
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling__in=["", *Ruling.values]), name="objection_ruling_known"
            ),
            who_and_when("objection", "answered"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, ruling="", answer="")
                | Q(answered_at__isnull=False) & ~Q(ruling="") & ~Q(answer=""),
                name="objection_answer_is_whole",
                violation_error_message=_("请选择处理结果，并写明答复。"),
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("raised_by")),
                name="objection_not_answered_by_oneself",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("assessments:objection", args=[self.pk])

    @property
    def has_moved_nothing(self) -> bool:
        """The total is still what it was when it was raised."""
        return self.total_then == self.score.total

    @property
    def is_without_effect(self) -> bool:
        return self.ruling in GRANTED and self.has_moved_nothing


class ObjectionFileQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        objections = Objection.objects.visible_to(user, on).order_by().values("pk")
        loose = Q(objection__isnull=True, uploaded_by=user if user.is_authenticated else None)
        return self.filter(Q(objection__in=objections) | loose)

    def waiting(self, user, score):
        """Uploads for an objection of ``user`` that is still being written."""
        return self.filter(objection__isnull=True, score=score, uploaded_by=user)


class ObjectionFile(models.Model):
    """Evidence of an objection; its own table and folder, as nobody else may learn of it."""

    id = models.UUIDField(primary_key=True)
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="objection_files")
    objection = models.ForeignKey(
        Objection, null=True, on_delete=models.PROTECT, related_name="files"
    )
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    objects = ObjectionFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["uploaded_at", "pk"]

    def get_absolute_url(self):
        return reverse("assessments:objection_file", args=[self.pk])

    @property
    def path(self) -> Path:
        root = Path(settings.EVIDENCE_ROOT) / "objections"
        return root / self.sha256[:2] / self.sha256

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
