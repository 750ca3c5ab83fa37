"""The hand-over sheet of an appointment: a preview in the browser, the printed document."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate

from duties import handover as handovers
from duties import handover_sheet, pdf
from organizations.models import Post

LANGUAGES = ("zh-hans", "en")


@login_required
def handover(request, pk):
    appointment, on = _appointment(request, pk), localdate()
    sheet = handover_sheet.read(appointment=appointment, on=on, language=_language(request))
    posts = Post.objects.visible_to(request.user, on)
    context = {
        "post": appointment.post, "sheet": sheet,
        "may_open_post": posts.filter(pk=appointment.post_id).exists(),
    }  # fmt: skip
    return render(request, "duties/handover.html", context)


@login_required
def handover_pdf(request, pk):
    sheet = handover_sheet.read(
        appointment=_appointment(request, pk), on=localdate(), language=_language(request)
    )
    with translation.override(sheet.language):
        name = handover_sheet.file_name(sheet)
    response = HttpResponse(pdf.handover_sheet(sheet), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _appointment(request, pk):
    visible = handovers.visible_to(request.user, localdate())
    return get_object_or_404(visible.select_related("post__unit", "person"), pk=pk)


def _language(request) -> str:
    """The document is Chinese; ``?lang=en`` gives the English rendition of the same data."""
    asked = request.GET.get("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]
