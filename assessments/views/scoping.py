"""From the request to the part of tree, law and time that this person asked to see."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from assessments.figures import scope as scopes
from assessments.figures.scope import Scope
from assessments.forms.scope import scope_form
from organizations.models import Unit
from organizations.models.post import Track


def asked(request, on: date) -> tuple[Scope, list[Unit]]:
    """403 without any oversight grant, 404 for a unit outside the granted subtrees."""
    tops = tops_of(request)
    return scope_of(request, on, tops, unit_of(request, tops)), tops


def tops_of(request) -> list[Unit]:
    tops = scopes.top_units(request.user)
    if not tops:
        raise PermissionDenied
    return tops


def unit_of(request, tops: list[Unit]) -> Unit:
    key = _number(request, "unit")
    return get_object_or_404(scopes.reached(tops), pk=key) if key else tops[0]


def scope_of(request, on: date, tops: list[Unit], unit: Unit) -> Scope:
    track, article = request.GET.get("track", ""), _number(request, "article")
    return Scope(
        unit=unit,
        year=_year(request, on),
        on=on,
        track=track if track in Track.values else "",
        article=article if article in scopes.articles() else None,
    )


def filters(scope: Scope, tops: list[Unit], hidden=()):
    return scope_form(
        scope,
        units=scopes.nearby(tops, scope.unit),
        years=scopes.years() or [scope.year],
        articles=scopes.articles(),
        hidden=hidden,
    )


def _year(request, on: date) -> int:
    """The year asked for if anything is owed in it, else this one, else the latest."""
    years = scopes.years()
    asked = _number(request, "year")
    if asked in years:
        return asked
    return on.year if on.year in years or not years else years[0]


def _number(request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
