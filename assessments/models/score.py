from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property

from assessments import schemes, scoring, sealing
from assessments.models.assessment import Assessment, AssessmentStage
from assessments.models.inputs import Grade
from assessments.schemes import grade_label
from assessments.stages import SHOWN
from organizations import access
from organizations.bilingual import Bilingual, speaks_english
from organizations.constraints import choices_constraint
from organizations.models import Post, Track
from organizations.models.unit import Level

#: What is heavy and only wanted where a score is opened or proven.
SEALED = ("facts", "tree")


class ScoreQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """All of it for those who assess; the rest as ``shown_to``."""
        assessing = access.reach(user, ["assess"], "assessment__unit__")
        return self.filter(assessing | self._shown(user, on))

    def shown_to(self, user, on):
        return self.filter(self._shown(user, on))

    @staticmethod
    def _shown(user, on):
        """One's own from the comment period on; the others' only once they are published, and
        only to whoever sees the post."""
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=[])
        holders = ScoreHolder.objects.filter(score=OuterRef("pk"), person=user)
        own = Q(assessment__stage__in=list(SHOWN)) & Exists(holders)
        posts = Post.objects.visible_to(user, on).order_by().values("pk")
        return own | Q(assessment__stage=AssessmentStage.PUBLISHED, post__in=posts)

    def light(self):
        return self.defer(*SEALED)

    def of_league(self, level: str, track: str):
        return self.filter(level=level, track=track)

    def other_than(self, which: str):
        """Whose total or grade is not what it was when ``shown`` or ``told``."""
        total, grade = f"{which}_total", f"{which}_grade"
        same = Q(total=F(total)) | Q(**{"total__isnull": True, f"{total}__isnull": True})
        return self.exclude(same & Q(grade=F(grade)))


class Score(models.Model):
    """A post's score in an assessment: inputs and tree as they were, and what came of them.

    ``facts`` and ``tree`` are ``sealing.pack`` of ``scoring.dump_facts`` and ``dump_tree``.
    ``basis`` tells whether what it rests on has changed since it was worked out in ``run``.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assessed")
    level = models.CharField(max_length=10, choices=Level)
    track = models.CharField(max_length=12, choices=Track)
    run = models.PositiveIntegerField()
    basis = models.CharField(max_length=64)
    engine = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=64)
    facts = models.BinaryField()
    tree = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    #: By points, caps and tenure; ``grade`` is that once quotas are applied.
    earned = models.CharField(max_length=10, choices=Grade, blank=True)
    grade = models.CharField(max_length=10, choices=Grade, blank=True)
    quota_zh = models.CharField(max_length=200, blank=True)
    quota_en = models.CharField(max_length=300, blank=True)
    #: Among those graded in its league; ``position`` orders all of the league.
    rank = models.PositiveIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)
    #: Code of each top indicator → its points as text, or null.
    indicators = models.JSONField(default=dict)
    #: What the official was shown when comments were asked for.
    shown_total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    shown_grade = models.CharField(max_length=10, choices=Grade, blank=True)
    #: What he was last told of: by opening the comments, or because it had moved since.
    told_total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    told_grade = models.CharField(max_length=10, choices=Grade, blank=True)

    quota = Bilingual("quota")
    objects = ScoreQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["level", "track", "position"]
        indexes = [
            models.Index(
                fields=["assessment", "level", "track", "position"], name="score_of_league"
            ),
            models.Index(fields=["assessment", "run"], name="score_of_run"),
        ]
        constraints = [
            choices_constraint("score", "level", Level),
            choices_constraint("score", "track", Track),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__in": ["", *Grade.values]}), name=f"score_{name}_known"
                )
                for name in ("earned", "grade", "shown_grade", "told_grade")
            ),
            models.UniqueConstraint(fields=["assessment", "post"], name="score_once"),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__gte=0, total__lte=100),
                name="score_0_to_100",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(total__isnull=False) & ~Q(earned=""),
                name="score_ranked_is_graded",
            ),
        ]

    def get_absolute_url(self):
        return reverse("assessments:assessed", args=[self.assessment_id, self.post_id])

    @property
    def grade_label(self) -> str:
        label = grade_label(self.grade)
        return label.en if speaks_english() else label.zh

    @property
    def earned_label(self) -> str:
        label = grade_label(self.earned)
        return label.en if speaks_english() else label.zh

    @property
    def squeezed(self) -> bool:
        """A quota left less than the points had earned."""
        return self.grade != self.earned

    @property
    def moved(self) -> bool:
        """Total or grade are other than what was shown for comment."""
        return (self.total, self.grade) != (self.shown_total, self.shown_grade)

    @cached_property
    def facts_data(self) -> dict:
        return sealing.unpack(self.facts)

    @cached_property
    def tree_data(self) -> dict:
        return sealing.unpack(self.tree)

    @cached_property
    def loaded_tree(self) -> scoring.ScoreTree:
        return scoring.load_tree(self.tree_data)

    @cached_property
    def loaded_facts(self) -> scoring.PostFacts:
        return scoring.load_facts(self.facts_data)

    @cached_property
    def loaded_scheme(self) -> schemes.Scheme:
        return schemes.parse(self.assessment.schemes[self.scheme]["content"])


class ScoreHolder(models.Model):
    """Somebody who held the post in the year: he sees the score and may object to it."""

    score = models.ForeignKey(Score, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    grade = models.CharField(max_length=10, choices=Grade, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["score", "person"], name="scoreholder_once"),
            models.CheckConstraint(
                condition=Q(grade__in=["", *Grade.values]), name="scoreholder_grade_known"
            ),
        ]
