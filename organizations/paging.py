"""Pages by key, not by number: the thousandth costs what the first does.

A page is told by the sort values of the row before it (or after it), so nothing is counted
off and a row that comes or goes meanwhile makes none be skipped or shown twice.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

SIZE = 25


@dataclass
class Page:
    """Rows with the tokens of the neighbouring pages; empty where there is none."""

    rows: list = field(default_factory=list)
    previous: str = ""
    next: str = ""

    def __iter__(self) -> Iterator:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def page_of(
    request, rows: QuerySet, *, order: Sequence[str], size: int = SIZE, named: str = ""
) -> Page:
    """The page that ``?page=`` asks for; a token that makes no sense gives the first one.

    ``order`` names columns without NULL, ``-`` before those that fall; the last is unique.
    ``named`` is a column that names a row among ``rows``: then tokens hold that alone, where the
    sort values would tell too much (row numbers tell how many rows others have).
    """
    told = (named,) if named else order
    backwards, values = _read(request.GET.get("page", ""), rows.model, told)
    if named and values is not None:
        values = _values_of(rows.filter(**{named: values[0]}).first(), order)
        backwards = backwards and values is not None
    wanted = [_turned(name) for name in order] if backwards else list(order)
    scope = rows if values is None else rows.filter(_beyond(wanted, values))
    found = list(scope.order_by(*wanted)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
        return Page(found, _token("b", found[:1], told) if more else "", _after(found, told))
    before = _token("b", found[:1], told) if values is not None else ""
    return Page(found, before, _after(found, told) if more else "")


def _values_of(row: Model | None, order: Sequence[str]) -> list | None:
    return None if row is None else [_value(row, name.lstrip("-")) for name in order]


def _after(found: list, told: Sequence[str]) -> str:
    return _token("a", found[-1:], told)


def _token(side: str, rows: list[Model], order: Sequence[str]) -> str:
    if not rows:
        return ""
    values = [str(_value(rows[0], name.lstrip("-"))) for name in order]
    return side + urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _value(row: Model, name: str):
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _read(token: str, model: type[Model], order: Sequence[str]) -> tuple[bool, list | None]:
    try:
        padded = token[1:] + "=" * (-len(token[1:]) % 4)
        texts = json.loads(urlsafe_b64decode(padded.encode()))
        if token[:1] not in ("a", "b") or len(texts) != len(order):
            return False, None
        values = [_parsed(model, name, text) for name, text in zip(order, texts, strict=True)]
    except (NotBase64, ValueError, TypeError, ValidationError):
        return False, None
    return token[0] == "b", values


def _parsed(model: type[Model], name: str, text: str):
    """The text as the column's type; raises ValidationError, so that no query can fail on it."""
    if not isinstance(text, str) or len(text) > 200 or "\0" in text:
        raise ValidationError("not a sort value")
    *path, last = name.lstrip("-").split("__")
    for part in path:
        model = model._meta.get_field(part).related_model
    column = model._meta.pk if last == "pk" else model._meta.get_field(last)
    value = column.to_python(text)
    column.run_validators(value)
    return value


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: list) -> Q:
    """Strictly after ``values`` in ``order``; the first column alone already bounds an index."""
    beyond = Q()
    for name, value in reversed(list(zip(order, values, strict=True))):
        column, side = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        same = Q(**{column: value}) & beyond if beyond else Q(pk__in=[])
        beyond = Q(**{f"{column}__{side}": value}) | same
    column, side = (order[0][1:], "lte") if order[0].startswith("-") else (order[0], "gte")
    return Q(**{f"{column}__{side}": values[0]}) & beyond
