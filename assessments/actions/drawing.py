"""Drawing units, people and records so that anyone can check it afterwards (docs/draw.md).

Two steps, each in a transaction of its own: first list and seed are sealed by a commitment,
then the lot is drawn. A worker that dies in between draws the same afterwards.
"""

import secrets
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import get_language

from assessments import sampling
from assessments.actions import matters
from assessments.models import Drawing, Drawn, Inspection
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User


@journal.atomic
def commit(
    *, inspection: Inspection, what: Drawn, size: int, candidates: Sequence[sampling.Candidate],
    by: User,
) -> Drawing:  # fmt: skip
    """Seal list and seed; what was sealed before stays as it is."""
    known = inspection.drawings.filter(what=what).first()
    if known is not None:
        return known
    seed = secrets.token_hex(32)
    try:
        frozen = sampling.Frozen(what, size, tuple(candidates))
        commitment = sampling.commitment(seed, frozen)
    except sampling.SamplingError as error:
        raise Refused(error.sentence.in_language(get_language())) from error
    row = Drawing.objects.create(
        inspection=inspection, what=what, size=size, seed=seed, commitment=commitment,
        candidates=[[each.id, each.stratum, each.weight] for each in frozen.candidates],
        committed_at=timezone.now(),
    )  # fmt: skip
    matters.note(
        "commit", inspection, by, what=what, size=size, of=len(candidates), commitment=commitment
    )
    return row


@journal.atomic
def draw(*, drawing: Drawing, by: User) -> list[int]:
    """Draw the lot of a sealed list; drawn before, it is the same again."""
    if drawing.drawn is not None:
        return drawing.drawn
    drawn = drawing.frozen.drawn(drawing.seed)
    done = Drawing.objects.filter(pk=drawing.pk, drawn__isnull=True).update(
        drawn=drawn, drawn_at=timezone.now()
    )
    drawing.refresh_from_db()
    if done:
        matters.note("draw", drawing.inspection, by, what=drawing.what, drawn=drawn)
    return drawn
