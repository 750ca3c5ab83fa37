"""What the pages of report batches show."""

from django.db.models import Q

from assessments.models.report_batch import CODES, BatchState, ItemState, ReportBatch
from organizations import access
from organizations.models import Unit
from organizations.models.unit import Kind

#: Problems told on the page; the index sheet tells all.
SHOWN = 50
ICONS = {
    BatchState.QUEUED: ("draft", "bi-hourglass"),
    BatchState.RUNNING: ("submitted", "bi-gear"),
    BatchState.DONE: ("confirmed", "bi-check2-circle"),
    BatchState.CANCELLED: ("draft", "bi-pause-circle"),
    BatchState.FAILED: ("returned", "bi-exclamation-triangle"),
}


def units_to_choose(user):
    """Regions that the grants reach, and whatever unit was granted by name."""
    everything = Unit.objects.all()
    named = access.granted(user, CODES, everything).values_list("pk", flat=True)
    reached = access.units_for(user, CODES, everything)
    return reached.filter(Q(kind=Kind.REGION) | Q(pk__in=list(named)))


def progress_of(batch: ReportBatch) -> dict:
    """For the part that keeps itself up to date; ``batch`` carries its counts."""
    tone, icon = ICONS[BatchState(batch.state)]
    bad = batch.items.filter(state=ItemState.QUARANTINED).select_related("post__unit")
    stopped = batch.state in (BatchState.CANCELLED, BatchState.FAILED)
    return {
        "batch": batch, "tone": tone, "icon": icon, "problems": bad[:SHOWN],
        "packing": batch.is_alive and batch.settled == batch.total,
        "stopped": stopped,
        "may_resume": stopped or (batch.state == BatchState.DONE and batch.quarantined > 0),
    }  # fmt: skip
