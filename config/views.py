"""The front door: the page that fits who you are, and whether the house stands."""

import logging
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render, resolve_url
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from accountability.views import agenda as following
from assessments.figures import turns as assessing
from config.navigation import held_by
from config.places import OWN
from duties import figures, handover, year_view
from organizations import held
from organizations.models import Post, User
from organizations.turns import Turn, in_order
from organizations.views import sessions

log = logging.getLogger(__name__)
#: Whoever logs nothing himself is sent to where his work lies; the first that fits.
ELSEWHERE = (
    ("confirm", "duties:review"),
    ("oversee", "assessments:dashboard"),
    ("inspect", "assessments:dashboard"),
    ("assess", "assessments:dashboard"),
    ("discipline", "accountability:agenda"),
    ("appoint", "accountability:agenda"),
    ("register", "accountability:agenda"),
    ("collate", "accountability:agenda"),
    ("administer", "organizations:units"),
    ("grant", "organizations:grants"),
    ("audit", "organizations:journal"),
)


@login_required
def home(request):
    """One's own duties; else what waits for him; else the place where his work lies."""
    held, on = held_by(request.user), localdate()
    turns = turns_of(request.user, on)
    if held & OWN:
        return _own_duties(request, turns, on)
    place = next((place for code, place in ELSEWHERE if code in held), None)
    if place and turns:
        return render(request, "home_turns.html", {"turns": turns, "place": place, "on": on})
    return redirect(place) if place else _nothing_today(request, turns, on)


def turns_of(user: User, on: date) -> list[Turn]:
    """What waits for this person, from every storey."""
    return in_order([*assessing.waiting_for(user, on), *following.waiting_for(user, on)])


def _own_duties(request, turns, on):
    posts = list(Post.objects.loggable_by(request.user, on).in_force(on).select_related("unit"))
    years = figures.post_years(posts, on.year, on)
    context = {
        "on": on,
        "turns": turns,
        "years": years,
        "months": year_view.months_of((row for each in years for row in each.rows), on.year, on),
        "unfinished": figures.to_finish(posts),
        "waiting": figures.waiting_for_review(posts),
        "taken_over": handover.taken_over(request.user, on),
        "former": handover.former(request.user, on),
    }
    return render(request, "home.html", context)


def _nothing_today(request, turns, on):
    """Who holds nothing any more still sees what he answers for."""
    former = handover.former(request.user, on)
    if not former and not turns:
        return render(request, "home_nobody.html")
    return render(request, "home_former.html", {"former": former, "turns": turns, "on": on})


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
    """A log-in in another window has changed the token: what a page of ours sent is offered again,
    with the new one. What anybody else's page sent is not."""
    if not held.is_from_our_pages(request):
        return render(request, "csrf_failure.html", status=403)
    if request.path == resolve_url(settings.LOGIN_URL):
        return sessions.log_in_anew(request)
    if request.htmx:
        answer = render(request, "_parts/stale.html", status=403)
    else:
        answer = sessions.offer(request, held.of(request), status=403)
    answer["X-CSRFToken"] = get_token(request)
    return answer


def bad_request(request, exception):
    """Too much at once has its own words; everything else is simply not understood."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
