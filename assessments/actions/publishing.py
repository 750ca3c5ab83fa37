"""Approval by a second person, which publishes and freezes in one transaction.

The ledgers of all posts are locked while it is looked whether each score is still what it would
be if worked out now; so nothing can fall between what was approved and what is frozen.
"""

from datetime import date

from django.utils import timezone

from assessments import notices, sealing
from assessments.actions import assessing, telling
from assessments.figures import overview_letter
from assessments.figures.verifying import sha256_of
from assessments.models import Assessment
from assessments.stages import Step
from organizations import access
from organizations.actions import journal
from organizations.models import User


@journal.atomic
def publish(*, assessment: Assessment, edition: int, by: User, on: date) -> Assessment:
    """From here on the triggers of the database refuse every change."""
    access.require(by, "assess", assessment.unit)
    row = assessing.locked(assessment)
    if row.is_published and row.published_by_id == by.pk:
        return row
    assessing.require(Step.PUBLISH, row, by, on)
    sha256, now = sha256_of(row), timezone.now()
    overview = overview_letter.to_keep(row, published_at=now, sha256=sha256)
    assessing.step(
        row, edition, Step.PUBLISH, published_by=by, published_at=now, sha256=sha256,
        overview=overview,
    )  # fmt: skip
    told = telling.holders_of(row)
    telling.tell(notices.published_assessment(row, *each, on) for each in told)
    said = sealing.digest(sealing.unpack(overview))
    assessing.note("publish", row, by, on, sha256=sha256, overview=said)
    return row
