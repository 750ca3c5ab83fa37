from django.db import models

from assessments.models.inputs import Grade
from assessments.models.scheme import IndicatorScheme
from organizations.models import Post


class SchemeEffect(models.Model):
    """What a draft would make of a post's score, tried out before it is put in force.

    ``before`` and ``after`` in hundredths as in ``PostScore``; ``shift`` is how far it moves.
    Belongs to one revision of the draft: an edit begins anew.
    """

    scheme = models.ForeignKey(IndicatorScheme, on_delete=models.PROTECT, related_name="effects")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    before = models.IntegerField()
    after = models.IntegerField()
    grade_before = models.CharField(max_length=10, choices=Grade, blank=True)
    grade_after = models.CharField(max_length=10, choices=Grade, blank=True)
    shift = models.PositiveIntegerField()
    moved = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme", "post"], name="schemeeffect_once"),
            models.CheckConstraint(
                condition=models.Q(grade_before__in=["", *Grade.values]),
                name="schemeeffect_grade_before_known",
            ),
            models.CheckConstraint(
                condition=models.Q(grade_after__in=["", *Grade.values]),
                name="schemeeffect_grade_after_known",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme", "-shift", "post"], name="schemeeffect_largest_first")
        ]
