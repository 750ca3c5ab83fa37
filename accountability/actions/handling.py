"""What is done about an entry of the register, by the political-legal committee of its level."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import register_pdf
from accountability.actions import interference, quarters, referring, register_documents
from accountability.figures.register_letters import circular_letter
from accountability.models import Answer, InterferenceEntry, InterferenceHandling
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User


def handle(
    *, entry: InterferenceEntry, answer: str, note: str, number: str = "", by: User, on: date
) -> InterferenceHandling:
    """Refer, transfer, circulate or clear. The same answer twice is given once."""
    known = entry.handlings.filter(answer=answer).first()
    if known is not None:
        return known
    interference.require_handling(entry, by, on)
    if answer == Answer.REFERRED and not entry.post_id:
        raise Refused(_("只有涉及本平台职务的记录可以移送问责线索，其他的请移送有管理权限的机关。"))
    made = []
    if answer == Answer.CIRCULATED:
        made = register_documents.in_each_language(
            lambda: register_pdf.circular(circular_letter(entry, number, note, on=on))
        )
    with journal.atomic():
        InterferenceEntry.objects.select_for_update().get(pk=entry.pk)
        known = entry.handlings.filter(answer=answer).first()
        if known is not None:
            return known
        row = InterferenceHandling(
            entry=entry, answer=answer, note=note, number=number, handled_by=by,
            handled_at=timezone.now(), handled_on=on,
        )  # fmt: skip
        row.full_clean()
        row.save()
        register_documents.keep(made, handling=row)
        if answer == Answer.REFERRED:
            referring.lead_of(entry=entry, by=by, on=on)
        interference.note(entry, "handle", by, answer=answer, number=number, on=on)
    quarters.settle(entry=entry, by=by, on=on)
    return row
