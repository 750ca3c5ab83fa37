"""Loading the administrative divisions: units with their two posts, where they are missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from organizations.actions import journal, units
from organizations.divisions import Division
from organizations.models import Kind, Post, Track, Unit, User


@dataclass(frozen=True)
class Change:
    """``verb`` is ``insert``, ``update``, or ``differs`` for what was left as it is."""

    verb: str
    code: str
    detail: str


@journal.atomic
def load(
    *, divisions: Iterable[Division], by: User | None, on: date, update: bool = False
) -> list[Change]:
    """Create what is missing, parents first; a second run changes nothing.

    A name that was changed in the portal is reported and kept, unless ``update`` is set.
    Posts are never renamed and an abolished one is not set up again.
    """
    divisions = list(divisions)
    codes = [one.code for one in divisions]
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    posts = set(Post.objects.filter(unit__code__in=codes).values_list("unit__code", "track"))
    changes: list[Change] = []
    for one in divisions:
        unit = known.get(one.code)
        if unit is None:
            unit = known[one.code] = _create(one, known.get(one.parent_code), by, on)
            changes.append(Change("insert", one.code, one.name_zh))
        else:
            changes += _renamed(one, unit, by, on, update)
        changes += _posts(one, unit, posts, by, on)
    return changes


def _create(one: Division, parent: Unit | None, by: User | None, on: date) -> Unit:
    return units.create(
        parent=parent, by=by, on=on, code=one.code, kind=Kind.REGION, level=one.level,
        name_zh=one.name_zh, name_en=one.name_en, short_zh=one.short_zh,
    )  # fmt: skip


def _renamed(one: Division, unit: Unit, by: User | None, on: date, update: bool) -> list[Change]:
    names = {"name_zh": one.name_zh, "name_en": one.name_en}
    differing = {key: name for key, name in names.items() if getattr(unit, key) != name}
    detail = "; ".join(f"{getattr(unit, key)} → {name}" for key, name in differing.items())
    if differing and update:
        units.change(unit=unit, by=by, on=on, **differing)
    return [Change("update" if update else "differs", one.code, detail)] if differing else []


def _posts(
    one: Division, unit: Unit, known: set[tuple[str, str]], by: User | None, on: date
) -> list[Change]:
    titles = {Track.PARTY: one.party_title, Track.GOVERNMENT: one.government_title}
    missing = {track: pair for track, pair in titles.items() if (one.code, track) not in known}
    for track, (zh, en) in missing.items():
        units.create_post(unit=unit, track=track, by=by, on=on, title_zh=zh, title_en=en)
    return [Change("insert", one.code, zh) for zh, _ in missing.values()]
