"""What a score sheet rests on, in words: the day's figures, or those kept with an assessment."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.figures import published
from assessments.figures.assessment_page import latest
from assessments.models import Assessment, AssessmentStage, Score
from organizations.models import Post


@dataclass(frozen=True)
class Origin:
    """``day`` of the sheet, the day ``as_of`` which its figures are, what stands under its title
    and beside its total."""

    day: date
    as_of: date
    mark: str
    sentence: str
    place: str = ""


def of_today(post: Post, year: int, on: date) -> Origin:
    """Whoever reads live figures is told that others are published, and which."""
    kept = published.score_of(post, year)
    if kept is None:
        over = on > date(year, 12, 31)
        mark = _("（实时得分）") if over else _("（年度未结束，实时得分）")
        return Origin(on, on, mark, "")
    sentence = _(
        "本单所载为实时得分，不是公布的考核结果。%(title)s（第%(version)s版）已于%(day)s公布："
        "%(total)s分，等次：%(grade)s。"
    ) % (_told(kept) | {"total": _total(kept), "grade": kept.grade_label})
    return Origin(on, on, _("（实时得分，非公布结果）"), sentence)


def of_kept(score: Score) -> Origin:
    """What is published stays the same whenever it is printed, but for a later correction."""
    row = score.assessment
    if not row.is_published:
        sentence = _("本单所载为%(title)s（第%(version)s版）的得分，尚未公布。")
        return Origin(row.as_of, row.as_of, _mark(row), sentence % _told(score))
    successor = latest(row)
    sentence = _(
        "本单所载为%(title)s（第%(version)s版）的结果，%(day)s公布并冻结，"
        "内容的SHA-256为%(sha256)s。"
    ) % _told(score)
    if successor is not None:
        sentence += _("该结果已更正为第%(version)s版。") % {"version": successor.version}
    return Origin(_day(row), row.as_of, _published(row, successor), sentence, _place(score))


def _told(score: Score) -> dict:
    row = score.assessment
    day = _day(row).isoformat() if row.is_published else ""
    return {"title": row.title, "version": row.version, "day": day, "sha256": score.sha256}


def _day(row: Assessment) -> date:
    return localtime(row.published_at).date()


def _total(score: Score) -> str:
    return "–" if score.total is None else str(score.total)


def _mark(row: Assessment) -> str:
    return {
        AssessmentStage.DRAFT: _("（草案，未公布）"),
        AssessmentStage.COMMENT: _("（征求意见稿，未公布）"),
        AssessmentStage.SUBMITTED: _("（报批稿，未公布）"),
    }[AssessmentStage(row.stage)]


def _published(row: Assessment, successor: Assessment | None) -> str:
    words = _("（第%(version)s版，已更正）") if successor else _("（第%(version)s版，已公布）")
    return words % {"version": row.version}


def _place(score: Score) -> str:
    if score.rank is None:
        return _("不参加排名。")
    league = Score.objects.of_league(score.level, score.track)
    size = league.filter(assessment=score.assessment_id, rank__isnull=False).count()
    return _("在同层级同序列%(size)s人中列第%(rank)s名。") % {"size": size, "rank": score.rank}
