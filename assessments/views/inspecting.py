"""What every page of an inspection begins with: find it, or there is none for this person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from assessments.models import Inspection
from organizations.errors import Refused


def find(request, pk) -> Inspection:
    """404 for whatever this person may not know of, as for what does not exist."""
    seen = Inspection.objects.visible_to(request.user, localdate())
    return get_object_or_404(seen.select_related("unit", "planned_by", "second"), pk=pk)


def is_member(request, inspection: Inspection) -> bool:
    return inspection.members.filter(person=request.user).exists()


def version_of(request) -> int:
    """The version the page showed; 0, which never fits, where it is missing or spoilt."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def attempt(request, done: str, action, **arguments) -> bool:
    """Run an action that needs no form; a refusal is told on the next page."""
    try:
        action(**arguments, by=request.user, on=localdate())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
