"""What is kept of files to compare them by, and the pairs found alike.

Written by ``duties.actions.likeness`` alone. A pair is a hint to look, never a verdict; who
may be told of it is decided in ``duties.likeness_hints``.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from duties.models.evidence import Evidence
from organizations.constraints import choices_constraint


class FingerprintState(models.TextChoices):
    WAITING = "waiting", _("待比对")
    DONE = "done", _("已比对")
    UNREADABLE = "unreadable", _("无法读取")


class DateKind(models.TextChoices):
    TAKEN = "taken", _("拍摄")
    CREATED = "created", _("创建")
    MODIFIED = "modified", pgettext_lazy("difference", "修改")


class Fingerprint(models.Model):
    """One content, however often it was uploaded."""

    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=10, choices=FingerprintState, default=FingerprintState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    #: Until then one worker has it; a worker that was killed lets it go by itself.
    claimed_until = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(default=0)
    pictures = models.JSONField(default=list)
    signature = models.JSONField(null=True)
    words = models.PositiveIntegerField(default=0)
    excerpt = models.CharField(max_length=600, blank=True)
    made_on = models.DateField(null=True)
    date_kind = models.CharField(max_length=8, choices=DateKind, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            choices_constraint("fingerprint", "state", FingerprintState),
            models.CheckConstraint(
                condition=Q(made_on__isnull=True, date_kind="")
                | Q(made_on__isnull=False, date_kind__in=DateKind.values),
                name="fingerprint_date_has_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="fingerprint_waiting")
        ]


class Band(models.Model):
    """A piece of a fingerprint by which candidates are found without comparing all with all."""

    fingerprint = models.ForeignKey(Fingerprint, on_delete=models.CASCADE, related_name="bands")
    key = models.CharField(max_length=15)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["key", "fingerprint"], name="band_key")]


class LikenessKind(models.TextChoices):
    SAME = "same", _("同一文件")
    PICTURE = "picture", _("图片近似")
    TEXT = "text", _("文字近似")


class LikenessQuerySet(models.QuerySet):
    def records_alike(self, record_ids) -> set[int]:
        """Those of these records of which a file is like another's, whoever may see the other."""
        ids = set(record_ids)
        rows = self.filter(Q(first__record__in=ids) | Q(second__record__in=ids))
        return ids & {
            key for pair in rows.values_list("first__record", "second__record") for key in pair
        }


class Likeness(models.Model):
    """Two files of different records that are alike; ``measure`` in per cent."""

    first = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("类别"), max_length=7, choices=LikenessKind)
    measure = models.PositiveSmallIntegerField(_("相似度"))

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name = _("佐证雷同")
        verbose_name_plural = _("佐证雷同")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            choices_constraint("likeness", "kind", LikenessKind),
            models.UniqueConstraint(fields=["first", "second", "kind"], name="likeness_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
            models.CheckConstraint(condition=Q(measure__lte=100), name="likeness_measure_percent"),
        ]
