"""What every page of a case begins with: find it, or there is none for this person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from accountability.models import Case, Lead
from organizations.errors import Refused

WITH = ("unit", "about_unit", "post__unit", "lead", "person")


def find(request, pk) -> Case:
    """404 for whatever this person may not know of, as for what does not exist."""
    seen = Case.objects.visible_to(request.user, localdate())
    return get_object_or_404(seen.select_related(*WITH), pk=pk)


def find_lead(request, pk) -> Lead:
    seen = Lead.objects.visible_to(request.user, localdate())
    return get_object_or_404(
        seen.select_related("unit", "about_unit", "post__unit", "entered_by", "handled_by"), pk=pk
    )


def run(request, form, done: str, action, /, **said):
    """Run the action of a form: what it returns, or None and the refusal stands on the form."""
    try:
        made = action(**said, by=request.user, on=localdate())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return made or True
