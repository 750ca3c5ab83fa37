"""Working out again the scores of posts whose duties have moved, and only those."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from assessments import scoring
from assessments.figures.ranking import summary_of
from assessments.models import PostScore
from duties.models import Ledger, Obligation

CHUNK = 200
FIELDS = ("track", "level", "points", "met", "late", "missed", "owed", "articles")


def refresh(
    *, on: date, ledgers: QuerySet[Ledger] | None = None, at_most: int | None = None
) -> int:
    """Score what has moved among ``ledgers`` (default: all); returns how many posts."""
    moved = Ledger.objects.all() if ledgers is None else ledgers
    keys = list(moved.filter(moved=True).order_by("pk").values_list("pk", flat=True)[:at_most])
    for start in range(0, len(keys), CHUNK):
        _score(keys[start : start + CHUNK], on)
    return len(keys)


@transaction.atomic
def _score(keys: list[int], on: date) -> None:
    """What moves again meanwhile has another version by then and stays marked."""
    ledgers = list(Ledger.objects.filter(pk__in=keys).select_related("post__unit").order_by("pk"))
    facts = _facts(ledgers, on)
    PostScore.objects.bulk_create(
        [_row(each, summary_of(facts[each.post_id, each.year])) for each in ledgers],
        update_conflicts=True, unique_fields=["post", "year"], update_fields=FIELDS,
    )  # fmt: skip
    seen = defaultdict(list)
    for each in ledgers:
        seen[each.version].append(each.pk)
    for version, those in sorted(seen.items()):
        Ledger.objects.filter(pk__in=those, version=version).update(moved=False)


def _facts(ledgers: list[Ledger], on: date) -> dict[tuple[int, int], list[scoring.Fact]]:
    wanted = {(each.post_id, each.year) for each in ledgers}
    rows = Obligation.objects.filter(
        post__in={post for post, _ in wanted}, year__in={year for _, year in wanted}
    ).order_by()
    facts = defaultdict(list)
    for post, year, *columns in rows.values_list(
        "post_id", "year", "requirement__clause__article", "requirement__code",
        "status", "done", "needed", "outcome", "due_on",
    ):  # fmt: skip
        if (post, year) in wanted:
            facts[post, year].append(scoring.fact(*columns, on=on))
    return facts


def _row(ledger: Ledger, summary: dict) -> PostScore:
    post = ledger.post
    return PostScore(
        post=post, year=ledger.year, track=post.track, level=post.unit.level, **summary
    )
