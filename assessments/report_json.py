"""Frozen values to plain JSON and back, by their own type hints; nothing is lost. Pure."""

from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints


def dump(value: Any) -> Any:
    """Dataclasses become objects, tuples lists, days ISO dates."""
    if is_dataclass(value):
        return {each.name: dump(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, (tuple, list)):
        return [dump(each) for each in value]
    if isinstance(value, dict):
        return {key: dump(each) for key, each in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def load(kind: Any, data: Any) -> Any:
    """The value of type ``kind`` that ``dump`` made ``data`` of; unknown keys are an error."""
    if data is None:
        return None
    if isinstance(kind, UnionType):
        return load(next(each for each in get_args(kind) if each is not type(None)), data)
    origin = get_origin(kind)
    if origin is tuple:
        return tuple(load(get_args(kind)[0], each) for each in data)
    if origin is dict:
        return {key: load(get_args(kind)[1], each) for key, each in data.items()}
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: load(hints[name], each) for name, each in data.items()})
    return date.fromisoformat(data) if kind is date else data


@lru_cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
