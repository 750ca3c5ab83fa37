"""What an attacker types (RELIABILITY T25, T26): 18 ways to make a renderer fetch, and markup."""

import http.server
import threading
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from django.db import models

from duties.choices import Status

#: ``{url}``: an address on this machine that is listened to; ``{file}``: a file with a secret.
VECTORS = {
    "img": '<img src="{url}">',
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "import": '<style>@import "{url}";</style>',
    "background": '<p style="background:url({url})">x</p>',
    "font-face": "<style>@font-face{{font-family:f;src:url({url})}} *{{font-family:f}}</style>",
    "attachment": '<link rel="attachment" href="{url}">',
    "attached file": '<link rel="attachment" href="{file}">',
    "anchor attachment": '<a rel="attachment" href="{file}">x</a>',
    "svg image": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{url}#a"/></svg>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "content": '<style>p::before{{content:url("{url}")}}</style><p>x</p>',
    "list-style": '<ul style="list-style-image:url({url})"><li>x</ul>',
    "redirect": '<img src="{url}/redirect">',
    "base": '<base href="{url}"><img src="y.png">',
    "icon": '<link rel="icon" href="{url}">',
    "border-image": '<p style="border:1px solid;border-image:url({url}) 1">x</p>',
}
MARKUP = (
    "\"'></td></table></article>{{7*7}}{% debug %}<style>*{display:none}</style>"
    "<script>x</script>--pagedjs;width:1e9px&lt;&#65;"
)
DAY = date(2026, 6, 1)


@pytest.fixture
def listener(tmp_path):
    """An address that must never be called, and what was called of it."""
    called = []
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            called.append(self.path)
            moved = self.path.endswith("/redirect")
            self.send_response(302 if moved else 404)
            if moved:
                self.send_header("Location", secret.as_uri())
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", called, secret.as_uri()
    server.shutdown()
    server.server_close()


class Filled:
    """Values of any shape with ``text`` in each field that holds words; how many there were."""

    def __init__(self, text: str):
        self.text = text
        self.count = 0

    def of(self, kind, **given):
        """A dataclass; the fields of ``given`` and its language are left in peace."""
        hints = get_type_hints(kind)
        values = {"language": "zh-hans", "year": DAY.year} | given
        return kind(
            **{
                each.name: values[each.name]
                if each.name in values
                else self.value(hints[each.name])
                for each in fields(kind)
            }
        )

    def value(self, hint):
        origin, inner = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return self.value(next(each for each in inner if each is not type(None)))
        if origin in (tuple, list):
            return origin(self._members(inner[0]))
        if is_dataclass(hint):
            return self.of(hint)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return next(iter(hint))
        if isinstance(hint, type) and issubclass(hint, models.Model):
            return self.row(hint)
        if hint is str:
            self.count += 1
            return self.text
        return {int: 1, float: 1.0, bool: True, date: DAY, Decimal: Decimal(1), dict: {}}.get(
            origin or hint
        )

    def row(self, kind):
        """A row that is not saved: its words, and those of its post and unit."""
        given = {}
        for field in kind._meta.concrete_fields:
            if field.name in ("post", "unit"):
                given[field.name] = self.row(field.related_model)
            elif isinstance(field, models.CharField | models.TextField) and not field.choices:
                given[field.name] = self.value(str)
        return kind(**given)

    def _members(self, kind):
        """One; where there is a status one of each, so that each list has its own."""
        if is_dataclass(kind) and "status_label" in {each.name for each in fields(kind)}:
            kinds = (Status.MET, Status.MET_LATE, Status.MISSED, Status.OPEN)
            return [self.of(kind, status=str(status)) for status in kinds]
        return [self.value(kind)]
