"""Working papers: written by one, signed by another; never lost, never doubled.

What an inspector wrote without a connection arrives late and perhaps twice. Its key makes it
count once; and where a colleague has written meanwhile, both texts stay until one merges them.
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import checklists
from assessments.actions import findings, matters
from assessments.actions.inspections import require_member, touch
from assessments.models import EntryState, Inspection, LookVerdict, Paper, PaperEntry, Stage
from duties.actions.errors import Conflict
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User


def write(
    *, paper: Paper, key: UUID, base: int, verdict: str, note: str, checks: dict[str, str],
    by: User, on: date,
) -> tuple[PaperEntry, bool]:  # fmt: skip
    """Write an entry; ``base`` is the version of the paper that the writer had before him.

    Returns ``(entry, created)``. With ``entry.state`` ``beside`` a colleague was faster; both
    texts stand until somebody writes anew having seen both.
    """
    require_member(paper.inspection, by)
    note = note.strip()
    if verdict == LookVerdict.DISCREPANCY and not note:
        raise Refused(_("结论为“不符”的，请写明情况。"))
    known = PaperEntry.objects.filter(pk=key, paper=paper, written_by=by).first()
    if known is not None:
        return known, False
    try:
        return _write(paper, key, base, verdict, note, checks, by, on), True
    except IntegrityError as error:
        raise Refused(_("页面已失效，请刷新后重试。")) from error


@journal.atomic
def _write(paper, key, base, verdict, note, checks, by, on) -> PaperEntry:
    inspection = Inspection.objects.select_for_update().get(pk=paper.inspection_id)
    if inspection.stage != Stage.ON_SITE:
        raise Conflict(
            _("该督查当前为“%(stage)s”，工作底稿不能再填写。")
            % {"stage": inspection.get_stage_display()}
        )
    paper = Paper.objects.select_for_update().get(pk=paper.pk)
    late = base != paper.version
    entry = PaperEntry(
        pk=key, paper=paper, base=base, verdict=verdict, note=note, checks=_known(paper, checks),
        state=EntryState.BESIDE if late else EntryState.STANDING,
        written_by=by, written_at=timezone.now(),
    )  # fmt: skip
    if not late:
        paper.entries.exclude(state=EntryState.PAST).update(state=EntryState.PAST)
    entry.save(force_insert=True)
    paper.version += 1
    paper.signed_by = paper.signed_at = None
    if not late:
        paper.current = entry
    paper.save()
    if not late:
        findings.follow(paper=paper, by=by)
    touch(inspection)
    matters.note(
        "write_paper", inspection, by, paper=paper.position, record=paper.record,
        verdict=verdict, beside=late, on=on,
    )  # fmt: skip
    return entry


@journal.atomic
def sign(*, inspection: Inspection, seen: dict[UUID, int], by: User, on: date) -> int:
    """Sign what colleagues wrote, all at once; ``seen`` is paper → the version looked at."""
    require_member(inspection, by)
    if inspection.stage != Stage.ON_SITE:
        raise Conflict(_("该督查已结束，工作底稿不能再签字。"))
    waiting = inspection.papers.signable_by(by).filter(pk__in=list(seen))
    ready = [paper.pk for paper in waiting if paper.version == seen[paper.pk]]
    if not ready:
        raise Refused(_("没有可以签字的底稿：须由他人填写，且填写后未再更改。"))
    Paper.objects.filter(pk__in=ready).update(signed_by=by, signed_at=timezone.now())
    matters.note("sign_papers", inspection, by, papers=len(ready), on=on)
    return len(ready)


def unfinished(inspection: Inspection) -> int:
    """Papers without verdict or second signature, or with two texts."""
    return inspection.papers.filter(signed_at__isnull=True).count()


def kinds_of(paper: Paper) -> set[str]:
    """The kinds of rule that the paper's record serves; they make its checklist."""
    rows = paper.record.items.order_by().values_list("obligation__requirement__kind", flat=True)
    return set(rows.distinct())


def _known(paper: Paper, checks: dict[str, str]) -> dict[str, str]:
    """Only answers to questions that were asked."""
    asked = {question.key for question in checklists.questions(kinds_of(paper))}
    return {
        key: said for key, said in checks.items() if key in asked and said in checklists.ANSWERS
    }
