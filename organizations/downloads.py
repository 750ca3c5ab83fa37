"""A document to take away: its language as asked for, its answer to the browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

LANGUAGES = ("zh-hans", "en")


def language_of(request) -> str:
    """The document is Chinese; ``?lang=en`` gives the English rendition of the same data."""
    asked = request.GET.get("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def pdf_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
