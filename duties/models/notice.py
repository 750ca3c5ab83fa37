from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.bilingual import Bilingual
from organizations.constraints import choices_constraint


class NoticeKind(models.TextChoices):
    D60 = "d60", _("60天提醒")
    D30 = "d30", _("30天提醒")
    D7 = "d7", _("7天提醒")
    DUE = "due", _("当日到期")
    OVERDUE = "overdue", _("逾期提醒")
    SUBMITTED = "submitted", _("待核实")
    CONFIRMED = "confirmed", _("已核实")
    RETURNED = "returned", _("已退回")
    STRUCK = "struck", _("已撤销")
    WAIVED = "waived", _("已免除")
    REINSTATED = "reinstated", _("已恢复")
    INSPECTION = "inspection", _("督查")
    RECTIFY = "rectify", _("整改")
    ASSESSMENT = "assessment", _("考核")
    CASE = "case", _("问责事项")
    REPORT = "report", _("述法")


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)

    def unsent(self):
        """Those that still have to go out by e-mail."""
        return self.filter(emailed_at__isnull=True, recipient__is_active=True).exclude(
            recipient__email=""
        )


class Notice(models.Model):
    """One message to one person about one thing; ``key`` makes it come once, never twice."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField(max_length=80)
    kind = models.CharField(_("类别"), max_length=10, choices=NoticeKind)
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=500)
    url = models.CharField(max_length=200)
    created_on = models.DateField(_("日期"))
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    text = Bilingual("text")
    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        default_permissions = ()
        ordering = ["-created_on", "-pk"]
        indexes = [
            models.Index(
                fields=["recipient"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=["recipient"], condition=Q(emailed_at__isnull=True), name="notice_unsent"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notice_once"),
            choices_constraint("notice", "kind", NoticeKind),
        ]
