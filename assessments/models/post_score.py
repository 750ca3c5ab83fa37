from django.db import models

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
    met = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    owed = models.PositiveIntegerField()
    #: Article → its degree of fulfilment as text, or null.
    articles = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = [
            choices_constraint("postscore", "track", Track),
            choices_constraint("postscore", "level", Level),
            models.UniqueConstraint(fields=["post", "year"], name="postscore_once"),
        ]
        indexes = [
            models.Index(
                fields=["year", "level", "track", "-points", "post"], name="postscore_ranking"
            ),
        ]
