from django.db import models
from django.db.models import Q

from assessments.models.inputs import Grade
from assessments.models.scheme import IndicatorScheme
from organizations.constraints import choices_constraint
from organizations.models import Post, Track
from organizations.models.unit import Level


class PostScore(models.Model):
    """The score of a post as last worked out, so that a ranking only has to read it.

    Derived by ``assessments.actions.scores`` whenever the post's ledger says that something
    moved; the score page itself always works it out afresh.
    """

    #: Stands in ``points`` where nothing can be scored yet; below every score.
    NONE = -1

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="scores")
    year = models.PositiveSmallIntegerField()
    track = models.CharField(max_length=12, choices=Track)
    level = models.CharField(max_length=10, choices=Level)
    #: Hundredths of a point, so that equal scores are equal.
    points = models.IntegerField()
    #: By points and caps alone; tenure is looked up when it is shown, quotas when it is published.
    grade = models.CharField(max_length=10, choices=Grade, blank=True, default="")
    met = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    owed = models.PositiveIntegerField()
    #: Article → its points out of 100 as text, or null.
    articles = models.JSONField(default=dict)
    #: Code of each top indicator → its points as text, or null.
    indicators = models.JSONField(default=dict)
    #: By which scheme; none: by the default one.
    scheme = models.ForeignKey(
        IndicatorScheme, null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The next day on which time alone changes it (the report's due date passes).
    look_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            choices_constraint("postscore", "track", Track),
            choices_constraint("postscore", "level", Level),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="postscore_grade_known"
            ),
            models.UniqueConstraint(fields=["post", "year"], name="postscore_once"),
        ]
        indexes = [
            models.Index(
                fields=["year", "level", "track", "-points", "post"], name="postscore_ranking"
            ),
            models.Index(
                fields=["look_on"], condition=Q(look_on__isnull=False), name="postscore_look"
            ),
        ]
