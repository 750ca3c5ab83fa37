"""Something that scores rest on has changed: the posts concerned are scored again.

Everything else stays as it is (``assessments.actions.scores``).
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from duties.actions import tallies
from duties.models import Ledger
from organizations.actions import journal
from organizations.models import Unit


def posts_moved(posts: Iterable[int], year: int) -> None:
    _mark(Ledger.objects.filter(post__in=list(posts), year=year))


def units_moved(units: Iterable[int], year: int) -> None:
    """The posts of these units themselves, not those below."""
    _mark(Ledger.objects.filter(post__unit__in=list(units), year=year))


def all_moved_below(unit: Unit, year: int) -> None:
    _mark(Ledger.objects.filter(post__unit__path__startswith=unit.path, year=year))


def _mark(rows: QuerySet[Ledger]) -> None:
    """The journal's lock first, as everywhere (``journal.atomic``), then the ledgers in order."""
    journal.hold()
    tallies.mark_moved(rows)
