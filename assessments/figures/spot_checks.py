"""How far the looking has come."""

from django.db.models import Count, Q

from assessments.models import LookVerdict


def with_progress(spot_checks):
    """Each draw with ``drawn``, ``looked`` and how many of each verdict."""
    verdicts = {
        str(verdict): Count("items", filter=Q(items__verdict=verdict)) for verdict in LookVerdict
    }
    looked = Count("items", filter=~Q(items__verdict=""))
    return spot_checks.annotate(drawn=Count("items"), looked=looked, **verdicts)


def neighbours(items, item):
    """The item before and the item after, by position."""
    before = items.filter(position__lt=item.position).order_by("-position").first()
    after = items.filter(position__gt=item.position).order_by("position").first()
    return before, after


def next_to_look(items, after: int = 0):
    """The next one without a verdict, beginning anew once the end is reached."""
    waiting = items.filter(verdict="").order_by("position")
    return waiting.filter(position__gt=after).first() or waiting.first()
