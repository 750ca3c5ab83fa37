"""The front door: the page that fits who you are, and whether the house stands."""

import logging

from django.contrib.auth.decorators import login_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from config.navigation import held_by
from config.places import OWN
from duties import figures, handover, year_view
from organizations.models import Post

log = logging.getLogger(__name__)
#: Whoever logs nothing himself is sent to where his work lies; the first that fits.
ELSEWHERE = (
    ("confirm", "duties:review"),
    ("oversee", "assessments:dashboard"),
    ("inspect", "assessments:dashboard"),
    ("assess", "assessments:dashboard"),
    ("administer", "organizations:units"),
    ("grant", "organizations:grants"),
    ("audit", "organizations:journal"),
)


@login_required
def home(request):
    held = held_by(request.user)
    if held & OWN:
        return _own_duties(request)
    place = next((place for code, place in ELSEWHERE if code in held), None)
    return redirect(place) if place else _nothing_today(request)


def _own_duties(request):
    on = localdate()
    posts = list(Post.objects.loggable_by(request.user, on).in_force(on).select_related("unit"))
    years = figures.post_years(posts, on.year, on)
    context = {
        "on": on,
        "years": years,
        "months": year_view.months_of((row for each in years for row in each.rows), on.year, on),
        "unfinished": figures.to_finish(posts),
        "waiting": figures.waiting_for_review(posts),
        "taken_over": handover.taken_over(request.user, on),
        "former": handover.former(request.user, on),
    }
    return render(request, "home.html", context)


def _nothing_today(request):
    """Who holds nothing any more still sees what he answers for."""
    on = localdate()
    former = handover.former(request.user, on)
    if not former:
        return render(request, "home_nobody.html")
    return render(request, "home_former.html", {"former": former, "on": on})


@require_safe
def health(request):
    """For the process manager and the load balancer: is the database there?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("the database does not answer")
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def csrf_failure(request, reason=""):
    return render(request, "csrf_failure.html", status=403)


def bad_request(request, exception):
    """Too much at once has its own words; everything else is simply not understood."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
