from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MatterEntry(models.Model):
    """A journal entry about something that must not be known yet: an unannounced visit, a case.

    It stands outside the journal, because the journal's own numbers and hash chain would tell
    that there is something. Every matter has a chain of its own; once the matter may be known,
    ``organizations.actions.journal.open_matter`` enters the whole chain into the journal.
    """

    matter = models.UUIDField()
    position = models.PositiveIntegerField()
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=45, blank=True)
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=80, blank=True)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()
        ordering = ["matter", "position"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "position"], name="matterentry_no_fork")
        ]
