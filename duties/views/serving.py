"""Handing out a stored file of somebody else's making, whatever it hangs on."""

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

#: It may do nothing at all in the reader's browser.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


def serve(row, *, inline: bool) -> FileResponse:
    """``row`` has path, name and media_type; only pictures are shown in the page."""
    shown = inline and row.is_image
    try:
        content = row.path.open("rb")
    except FileNotFoundError as missing:
        raise Http404(_("该文件暂时无法读取，请联系系统管理员。")) from missing
    response = FileResponse(
        content, as_attachment=not shown, filename=row.name, content_type=row.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response
