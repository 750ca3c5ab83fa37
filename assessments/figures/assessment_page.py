"""What the page of an assessment shows, and to whom; the rest is not even fetched."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import floor
from typing import Literal

from django.db.models import Count, F, QuerySet

from assessments.figures.covered import stale
from assessments.figures.ranking import League
from assessments.figures.score_page import TONES, said
from assessments.figures.ties import Squeezed, Tie, squeezed_of, tie_of
from assessments.models import (
    Assessment,
    AssessmentStage,
    Objection,
    Ruling,
    Score,
    ScoreHolder,
)
from assessments.models.assessment import ABOVE
from assessments.schemes import GRADES, NOT_GRADED, Grade, Scheme, parse
from assessments.stages import Stage, Standing, Step, obstacle
from organizations import access
from organizations.models import Unit, User
from organizations.models.post import Track
from organizations.models.unit import Level

ORDER = ("position", "post_id")
#: Objections that the page itself lists.
LISTED = 10


@dataclass(frozen=True)
class GradeRow:
    """How many of a league have a grade, how many had earned it, and how many may have it."""

    code: Grade | Literal[""]
    number: int
    earned: int
    room: int | None
    #: Why places stay empty, where equal points are the reason.
    tie: Tie | None = None

    @property
    def label(self) -> str:
        return said(GRADES[Grade(self.code)] if self.code else NOT_GRADED)

    @property
    def tone(self) -> str:
        return TONES.get(self.code, "grey")


def assesses(row: Assessment, user: User) -> bool:
    return access.allows(user, "assess", row.unit)


def oversees(row: Assessment, user: User) -> bool:
    """Sees all of it: whoever assesses, and once published whoever has an office above."""
    codes = ABOVE if row.is_published else ("assess",)
    return access.units_for(user, codes, Unit.objects.filter(pk=row.unit_id)).exists()


def leagues_of(rows: QuerySet[Score]) -> list[League]:
    """Levels from the highest, party before government."""
    counted = rows.order_by().values_list("level", "track").annotate(number=Count("pk"))
    levels, tracks = Level.values, Track.values
    return sorted(
        (League(*each) for each in counted),
        key=lambda league: (levels.index(league.level), tracks.index(league.track)),
    )


def grades_of(row: Assessment, league: League) -> list[GradeRow]:
    """Best first; without a scheme of quotas there is no room to tell."""
    scores = row.scores.of_league(league.level, league.track).order_by()
    final = dict(scores.values_list("grade").annotate(number=Count("pk")))
    earned = dict(scores.values_list("earned").annotate(number=Count("pk")))
    graded = sum(number for code, number in final.items() if code)
    keys = sorted(set(scores.values_list("scheme", flat=True)))
    quotas = _quotas(parse(row.schemes[keys[0]]["content"])) if len(keys) == 1 else {}
    squeezed = squeezed_of(scores)
    rows = []
    for code in map(str, Grade):
        room = floor(quotas[code] * graded) if quotas.get(code) is not None else None
        number = final.get(code, 0)
        tie = tie_of(code, room, number, squeezed)
        rows.append(GradeRow(code, number, earned.get(code, 0), room, tie))
    return [*rows, GradeRow("", final.get("", 0), earned.get("", 0), None)]


def tie_behind(score: Score) -> Tie | None:
    """Why this score has less than its points had earned, where equal points are the reason."""
    if not score.squeezed:
        return None
    lost = Squeezed(score.earned, score.grade, score.total, 1)
    rows = grades_of(score.assessment, League(score.level, score.track, 0))
    ties = (row.tie for row in rows if row.tie)
    return next((tie for tie in ties if lost.lost(tie.grade) and lost.total <= tie.total), None)


def _quotas(scheme: Scheme) -> dict[str, Decimal | None]:
    return {str(band.grade): band.quota for band in scheme.bands}


def context_of(row: Assessment, user: User, on: date) -> dict:
    """The frame of the page: stage, who did what, and what this person may do next."""
    insider = assesses(row, user)
    stage, computed = row.way, row.is_computed
    moved = stale(row) if insider and computed and not row.is_published else []
    objections = Objection.objects.visible_to(user, on).filter(score__assessment=row)
    unanswered = objections.unanswered().count()
    commenting = stage is Stage.COMMENT and on <= row.comment_until
    ready = insider and computed and not moved
    return {
        "assessment": row,
        "insider": insider,
        "whole": oversees(row, user),
        "steps": _steps(row),
        "stale": len(moved),
        "objections": _first(objections),
        "objected": objections.count(),
        "unanswered": unanswered,
        "idle": _idle(objections, moved) if insider and not row.is_published else 0,
        "commenting": commenting,
        "submitter": row.submitted_by.label if row.submitted_by else "",
        "latest": latest(row),
        "may_open": ready and stage is Stage.DRAFT,
        "may_submit": ready and stage is Stage.COMMENT and not commenting and not unanswered,
        "may_approve": insider and stage is Stage.SUBMITTED and row.submitted_by_id != user.pk,
        "may_compute": insider and computed and stage is not Stage.PUBLISHED,
        "may_withdraw": insider and stage in (Stage.COMMENT, Stage.SUBMITTED),
        "may_discard": insider and stage is Stage.DRAFT and not objections.exists(),
        "may_renew": insider and row.is_published and not newer(row),
    }  # fmt: skip


def _idle(objections: QuerySet[Objection], moved: list[int]) -> int:
    """Upheld ones after which no figure has moved; what still has to be worked out may move."""
    return objections.without_effect().exclude(score__post__in=moved).count()


def hindrance(context: dict, user: User) -> str:
    """Why he cannot approve it now, in one sentence; empty where he can."""
    row = context["assessment"]
    found = obstacle(Step.PUBLISH, row.way, Standing(
        computed=row.is_computed, stale=context["stale"], unanswered=context["unanswered"],
        commenting=context["commenting"], same_person=row.submitted_by_id == user.pk,
        concerned=ScoreHolder.objects.filter(score__assessment=row, person=user).exists(),
    ))  # fmt: skip
    return said(found) if found else ""


def rulings_of(row: Assessment) -> list[tuple[str, int]]:
    """``(label, number)`` of each ruling that was given."""
    rows = Objection.objects.filter(score__assessment=row).exclude(ruling="").order_by()
    counted = dict(rows.values_list("ruling").annotate(number=Count("pk")))
    return [(each.label, counted[each]) for each in Ruling if each in counted]


def _first(objections: QuerySet[Objection]) -> QuerySet[Objection]:
    """Those that wait for an answer before the others; the rest is on a page of its own."""
    waiting = F("answered_at").asc(nulls_first=True)
    rows = objections.select_related("score__post__unit", "raised_by", "answered_by")
    return rows.order_by(waiting, "raised_at", "pk")[:LISTED]


def latest(row: Assessment) -> Assessment | None:
    """The published version that has taken the place of this one, if any has."""
    rows = Assessment.objects.published().filter(
        unit=row.unit_id, year=row.year, version__gt=row.version
    )
    return rows.select_related("unit").order_by("-version").first()


def newer(row: Assessment) -> bool:
    rows = Assessment.objects.filter(unit=row.unit_id, year=row.year)
    return rows.filter(version__gt=row.version).exists()


def previous(row: Assessment) -> Assessment | None:
    """The published version before this one."""
    rows = Assessment.objects.published().filter(
        unit=row.unit_id, year=row.year, version__lt=row.version
    )
    return rows.select_related("unit").order_by("-version").first()


def _steps(row: Assessment) -> list[tuple[str, str]]:
    """``(label, state)`` of each stage: done, now or next."""
    way = [AssessmentStage(stage) for stage in Stage]
    here = way.index(AssessmentStage(row.stage))
    return [
        (stage.label, "done" if place < here else "now" if place == here else "next")
        for place, stage in enumerate(way)
    ]
