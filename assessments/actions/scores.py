"""Working out again the scores of posts whose facts have moved, and only those."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from assessments.figures.live import Live, scores_of
from assessments.figures.ranking import summary_of
from assessments.models import PostScore
from duties.actions import tallies
from duties.models import Ledger

CHUNK = 200
FIELDS = (
    "track", "level", "points", "grade", "met", "late", "missed", "owed", "articles",
    "indicators", "scheme", "look_on",
)  # fmt: skip


def refresh(
    *, on: date, ledgers: QuerySet[Ledger] | None = None, at_most: int | None = None
) -> int:
    """Score what has moved among ``ledgers`` (default: all); returns how many posts."""
    look(on=on)
    moved = Ledger.objects.all() if ledgers is None else ledgers
    keys = list(
        moved.filter(moved=True).order_by("year", "pk").values_list("pk", flat=True)[:at_most]
    )
    for start in range(0, len(keys), CHUNK):
        _score(keys[start : start + CHUNK], on)
    return len(keys)


def look(*, on: date) -> int:
    """Mark what time alone has changed by ``on``: a report that is due and not handed in."""
    waiting = PostScore.objects.filter(
        look_on__lte=on, post=OuterRef("post"), year=OuterRef("year")
    )
    if not PostScore.objects.filter(look_on__lte=on).exists():
        return 0
    with transaction.atomic():
        return tallies.mark_moved(Ledger.objects.filter(Exists(waiting), moved=False))


@transaction.atomic
def _score(keys: list[int], on: date) -> None:
    """What moves again meanwhile has another version by then and stays marked."""
    ledgers = list(Ledger.objects.filter(pk__in=keys).select_related("post__unit").order_by("pk"))
    found = _live(ledgers, on)
    PostScore.objects.bulk_create(
        [_row(each, found[each.post_id, each.year]) for each in ledgers],
        update_conflicts=True, unique_fields=["post", "year"], update_fields=FIELDS,
    )  # fmt: skip
    held = Ledger.objects.filter(pk__in=keys).select_for_update().order_by("pk")
    now = dict(held.values_list("pk", "version"))
    still = [each.pk for each in ledgers if now.get(each.pk) == each.version]
    Ledger.objects.filter(pk__in=still).update(moved=False)


def _live(ledgers: list[Ledger], on: date) -> dict[tuple[int, int], Live]:
    by_year = defaultdict(list)
    for each in ledgers:
        by_year[each.year].append(each.post)
    return {
        (post, year): live
        for year, posts in by_year.items()
        for post, live in scores_of(posts, year, on, words=False).items()
    }


def _row(ledger: Ledger, live: Live) -> PostScore:
    post = ledger.post
    return PostScore(
        post=post, year=ledger.year, track=post.track, level=post.unit.level, **summary_of(live)
    )
