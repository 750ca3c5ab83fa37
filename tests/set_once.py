"""The same words are set once in a run: setting them again gives the same bytes.

That it does is told where setting is the story (tests/organizations), and there each document is
set anew. Elsewhere the notice of an inspection or of a case was set for every test that needed one.
"""

from django.conf import settings

from organizations import pdf

_render = pdf.render
_made: dict[tuple, bytes] = {}


def render(html: str, *, stylesheets, roles=(), attachments=()) -> bytes:
    given = {
        "stylesheets": tuple(stylesheets), "roles": frozenset(roles),
        "attachments": tuple(attachments),
    }  # fmt: skip
    key = (html, *given.values(), *settings.FONT_DIRS)
    if key not in _made:
        _made[key] = _render(html, **given)
    return _made[key]
