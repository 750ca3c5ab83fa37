import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeedQuerySet(models.QuerySet):
    def alive(self):
        """Of people who may log in; an address given out before an account was switched
        off stays dead when it is switched on again, as its sessions do."""
        return self.filter(user__is_active=True, session_epoch=F("user__session_epoch"))

    def opened_by(self, token: str):
        """The feed this key opens. The hash is looked up, so that time tells nothing."""
        return self.filter(token_hash=hash_of(token))


class CalendarFeed(models.Model):
    """The address under which a person's due dates may be subscribed to.

    Whoever knows the token reads the feed; here only its SHA-256 is kept, so that a copy
    of the database opens no calendar. Written by ``duties.actions.calendar`` alone.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    session_epoch = models.PositiveIntegerField()
    created_at = models.DateTimeField(_("生成时间"))

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")
        default_permissions = ()
