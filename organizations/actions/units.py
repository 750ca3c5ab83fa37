"""What may happen to a unit and its posts."""

from datetime import date

from organizations.actions import journal
from organizations.models import Post, Track, Unit, User


@journal.atomic
def create(*, parent: Unit | None, by: User | None, on: date, **fields) -> Unit:
    """Add a unit under ``parent`` (None: a root) and journal it."""
    fields["code"] = fields.get("code") or None
    if parent is None:
        unit = Unit.objects.add_root(fields)
    else:
        unit = Unit.objects.add_child(Unit.objects.get(pk=parent.pk), fields)
    journal.record(action="units.create", by=by, target=unit, unit=unit, name=unit.name_zh, on=on)
    return unit


@journal.atomic
def change(*, unit: Unit, by: User | None, on: date, **fields) -> Unit:
    """Set the named fields; the journal keeps what they were."""
    fields["code"] = fields.get("code", unit.code) or None
    before = {name: getattr(unit, name) for name in fields}
    changed = [name for name, value in fields.items() if before[name] != value]
    for name in changed:
        setattr(unit, name, fields[name])
    if changed:
        unit.save(update_fields=changed)
        was = {name: str(before[name]) for name in changed}
        journal.record(action="units.change", by=by, target=unit, unit=unit, was=was, on=on)
    return unit


@journal.atomic
def create_post(
    *,
    unit: Unit,
    track: str,
    by: User | None,
    on: date,
    title_zh: str,
    title_en: str = "",
    established_on: date | None = None,
) -> Post:
    """Set up one of a unit's two chairs; its obligations are opened by the next check."""
    post = Post(
        unit=unit,
        track=Track(track),
        title_zh=title_zh,
        title_en=title_en,
        established_on=established_on,
    )
    post.full_clean()
    post.save()
    journal.record(action="posts.create", by=by, target=post, unit=unit, title=title_zh, on=on)
    return post


@journal.atomic
def abolish_post(*, post: Post, by: User | None, on: date, abolished_on: date) -> Post:
    """End a chair; from that day it owes nothing new."""
    post.abolished_on = abolished_on
    post.full_clean()
    post.save(update_fields=["abolished_on"])
    journal.record(
        action="posts.abolish", by=by, target=post, unit=post.unit, abolished_on=abolished_on, on=on
    )
    return post
