from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations import access
from organizations.constraints import choices_constraint
from organizations.models import Appointment, Post, Unit


class InterferenceKind(models.TextChoices):
    """What the provisions of 2015 name as unlawful interference."""

    PLEADING = "pleading", _("为案件当事人请托说情")
    MEETING = "meeting", _("要求办案人员私下会见当事人或者利害关系人")
    PROXY = "proxy", _("授意、纵容身边工作人员或者亲属请托说情")
    BEYOND = "beyond", _("以听取汇报、开协调会、发文件等形式超越职权提出倾向性意见或者具体要求")
    OTHER = "other", _("其他妨碍司法公正的行为")


class Way(models.TextChoices):
    ORAL = "oral", _("当面口头")
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("短信、网络")
    WRITING = "writing", _("书面、批示")
    MEETING = "meeting", _("会议")
    OTHERS = "others", _("由他人转达")


def seats_of(user):
    """The posts that ``user`` ever held: he learns of no entry that names one of them."""
    return Appointment.objects.filter(person=user).values("post")


class InterferenceQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """Whoever recorded it, and who sums the register of that unit up, unless it is about
        himself. Nobody above them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        summed_up = access.reach(user, ["collate"], "unit__")
        return self.filter(Q(recorded_by=user) | summed_up & ~Q(post__in=seats_of(user)))

    def with_handling(self):
        """``is_handled``: something was done about it."""
        handled = InterferenceHandling.objects.filter(entry=OuterRef("pk"))
        return self.annotate(is_handled=Exists(handled))


class InterferenceEntry(models.Model):
    """A leader's interference in a case, recorded in full by whoever met with it (Art. 8(4)).

    Never changed and never deleted once filed (triggers); what was wrong or missing is added.
    The leader is named by office. The key comes from the form: sent again, filed once; it also
    names the sealed chain that is the entry's only history.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey(
        Unit, verbose_name=_("登记单位"), on_delete=models.PROTECT, related_name="+"
    )
    happened_on = models.DateField(_("发生日期"))
    kind = models.CharField(_("情形"), max_length=8, choices=InterferenceKind)
    way = models.CharField(_("方式"), max_length=7, choices=Way)
    post = models.ForeignKey(
        Post,
        verbose_name=_("涉及职务"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    office = models.CharField(_("其他领导职务"), max_length=80, blank=True)
    matter = models.CharField(_("涉及案件"), max_length=160)
    account = models.TextField(_("经过情况"), max_length=4000)
    #: What hung on it when it was filed: SHA-256, name and size of each file.
    files = models.JSONField(default=list, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_on = models.DateField(_("记录日期"))

    objects = InterferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("干预司法活动记录")
        verbose_name_plural = _("干预司法活动记录")
        default_permissions = ()
        ordering = ["-recorded_on", "-id"]
        indexes = [models.Index(fields=["unit", "-recorded_on", "-id"], name="interference_recent")]
        constraints = [
            choices_constraint("interferenceentry", "kind", InterferenceKind),
            choices_constraint("interferenceentry", "way", Way),
            models.CheckConstraint(
                condition=Q(post__isnull=False, office="") | Q(post__isnull=True) & ~Q(office=""),
                name="interferenceentry_names_an_office",
                violation_error_message=_("请选择涉及职务，或者写明其他领导职务，二者取一。"),
            ),
        ]

    def __str__(self):
        return f"{self.happened_on} {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("accountability:register_entry", args=[self.pk])

    @property
    def about(self) -> str:
        """The leader, by office."""
        return self.post.full_title if self.post_id else self.office


class InterferenceAddition(models.Model):
    """What was wrong or missing in an entry; it stands beside the entry, which stays as it is."""

    id = models.UUIDField(primary_key=True, editable=False)
    entry = models.ForeignKey(InterferenceEntry, on_delete=models.PROTECT, related_name="additions")
    text = models.TextField(_("补充或者更正"), max_length=2000)
    files = models.JSONField(default=list, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("补充时间"))

    class Meta:
        default_permissions = ()
        ordering = ["added_at", "pk"]


class Answer(models.TextChoices):
    REFERRED = "referred", _("移送问责线索")
    TRANSFERRED = "transferred", _("移送有管理权限的机关")
    CIRCULATED = "circulated", _("通报")
    CLEARED = "cleared", _("经核查不属于违规干预")


class InterferenceHandling(models.Model):
    """What the political-legal committee did about an entry; the first one makes it handled."""

    entry = models.ForeignKey(InterferenceEntry, on_delete=models.PROTECT, related_name="handlings")
    answer = models.CharField(_("处理"), max_length=11, choices=Answer)
    note = models.CharField(_("处理说明"), max_length=500)
    #: The number of a circular; set with the document.
    number = models.CharField(_("文号"), max_length=40, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(_("处理时间"))
    handled_on = models.DateField()

    class Meta:
        default_permissions = ()
        ordering = ["handled_at", "pk"]
        constraints = [
            choices_constraint("interferencehandling", "answer", Answer),
            models.UniqueConstraint(fields=["entry", "answer"], name="interferencehandling_once"),
            models.CheckConstraint(
                condition=Q(answer=Answer.CIRCULATED) & ~Q(number="")
                | ~Q(answer=Answer.CIRCULATED) & Q(number=""),
                name="interferencehandling_circular_has_number",
                violation_error_message=_("通报须写明文号。"),
            ),
        ]


class InterferenceFileQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """With its entry; what waits for a form belongs to whoever uploaded it."""
        entries = InterferenceEntry.objects.visible_to(user, on)
        additions = InterferenceAddition.objects.filter(entry__in=entries.values("pk"))
        filed = Q(of__in=entries.values("pk")) | Q(of__in=additions.values("pk"))
        return self.filter(filed | Q(pk__in=self.waiting(user).values("pk")))

    def waiting(self, user):
        """Uploads of ``user`` whose form was not filed yet."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(
            ~Exists(InterferenceEntry.objects.filter(pk=OuterRef("of"))),
            ~Exists(InterferenceAddition.objects.filter(pk=OuterRef("of"))),
            taken_by=user,
        )


class InterferenceFile(models.Model):
    """A trace of the interference, kept by SHA-256 apart from all other files.

    ``of`` is the key of the entry or addition, which the form knows before either exists.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    of = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(_("上传时间"))

    objects = InterferenceFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["taken_at", "pk"]

    def get_absolute_url(self):
        return reverse("accountability:register_file", args=[self.pk])

    @property
    def plain_name(self) -> str:
        """For others than whoever uploaded it: a name given by him may tell who he is."""
        return f"{_('材料')}-{self.sha256[:6]}{Path(self.name).suffix.lower()}"

    @property
    def path(self) -> Path:
        root = Path(settings.EVIDENCE_ROOT) / "register"
        return root / self.sha256[:2] / self.sha256

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
