from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments import sampling
from assessments.models.inspection import Inspection
from organizations.constraints import choices_constraint


class Drawn(models.TextChoices):
    UNITS = "units", _("督查对象")
    TEAM = "team", _("督查人员")
    RECORDS = "records", _("履职记录")


class Drawing(models.Model):
    """A draw in two steps: list and seed are sealed by a commitment, then the lot is drawn.

    ``candidates`` are ``[id, stratum, weight]``. The seed is shown to nobody before the
    inspection is published; docs/draw.md says how anyone recomputes it.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="drawings")
    what = models.CharField(max_length=7, choices=Drawn)
    size = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    candidates = models.JSONField()
    commitment = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    drawn = models.JSONField(null=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            choices_constraint("drawing", "what", Drawn),
            models.UniqueConstraint(fields=["inspection", "what"], name="drawing_once"),
            models.CheckConstraint(
                condition=Q(drawn__isnull=True, drawn_at__isnull=True)
                | Q(drawn__isnull=False, drawn_at__isnull=False),
                name="drawing_drawn_together",
            ),
        ]

    @property
    def frozen(self) -> sampling.Frozen:
        """What was drawn from, as the pure rules take it."""
        candidates = tuple(sampling.Candidate(*each) for each in self.candidates)
        return sampling.Frozen(self.what, self.size, candidates)

    @property
    def published(self) -> sampling.Draw:
        """The draw as it may be seen: its seed only once the inspection is published."""
        seed = self.seed if self.inspection.published_at is not None else None
        return sampling.Draw(self.frozen, self.commitment, seed, tuple(self.drawn or ()))

    def get_absolute_url(self):
        return reverse("assessments:drawing", args=[self.inspection_id, self.what])
