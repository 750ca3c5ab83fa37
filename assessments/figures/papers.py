"""How far the team is with its working papers; what the next one is."""

from dataclasses import dataclass

from assessments.models import EntryState, Inspection, LookVerdict, Paper, PaperEntry, Stage
from organizations.models import User


@dataclass(frozen=True)
class PaperRow:
    """One paper of the list: what stands, who signed, whether two texts wait to be merged."""

    paper: Paper
    beside: bool
    mine_to_sign: bool

    @property
    def verdict(self) -> str:
        return self.paper.current.verdict if self.paper.current else ""


def progress_of(inspection: Inspection, user: User) -> dict:
    """Four queries, however many papers there are."""
    papers = list(
        inspection.papers.select_related(
            "current__written_by", "signed_by", "record__post__unit"
        )
    )  # fmt: skip
    for paper in papers:
        paper.inspection = inspection
    beside = set(
        PaperEntry.objects.filter(paper__inspection=inspection, state=EntryState.BESIDE)
        .values_list("paper", flat=True)
    )  # fmt: skip
    member = inspection.members.filter(person=user).exists()
    on_site = inspection.stage == Stage.ON_SITE
    mine = (
        set(inspection.papers.signable_by(user).values_list("pk", flat=True)) if member else set()
    )
    rows = [PaperRow(paper, paper.pk in beside, paper.pk in mine) for paper in papers]
    written = [paper for paper in papers if paper.current_id]
    return {
        "inspection": inspection,
        "rows": rows,
        "total": len(papers),
        "written": len(written),
        "signed": sum(paper.signed_at is not None for paper in papers),
        "discrepancies": sum(p.current.verdict == LookVerdict.DISCREPANCY for p in written),
        "conflicts": len(beside),
        "to_sign": [row.paper for row in rows if row.mine_to_sign] if on_site else [],
        "next_paper": next((p for p in papers if not p.current_id), None) if on_site else None,
        "live": on_site,
        "member": member,
    }


def neighbours(paper: Paper) -> tuple[Paper | None, Paper | None]:
    """The one before and the one after, in the order of the draw."""
    others = Paper.objects.filter(inspection=paper.inspection_id)
    before = others.filter(position__lt=paper.position).order_by("-position").first()
    after = others.filter(position__gt=paper.position).order_by("position").first()
    return before, after


def next_unwritten(paper: Paper) -> Paper | None:
    """The next one nobody has written, after this one first."""
    waiting = Paper.objects.filter(inspection=paper.inspection_id).unwritten()
    waiting = waiting.exclude(pk=paper.pk).order_by("position")
    return waiting.filter(position__gt=paper.position).first() or waiting.first()
