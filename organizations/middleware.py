"""What holds for every request: whence it comes (for the journal), that nothing is cached, that idle
sessions end, and that what was typed outlives them."""

import time

from django.conf import settings
from django.contrib import auth
from django.shortcuts import render, resolve_url

from organizations import held, origin
from organizations.views import sessions


class RequestOrigin:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = origin.address.set(request.META.get("REMOTE_ADDR", ""))
        try:
            return self.get_response(request)
        finally:
            origin.address.reset(token)


class NeverStore:
    """What a logged-in person sees stays out of every cache (ASVS 14.3.2)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class IdleLogout:
    """Ends a session nobody has used for ``SESSION_IDLE_SECONDS`` (等保: idle time-out).

    The time is written at most once a minute, so that reading pages does not write.
    """

    KEY = "seen"

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        held.note_who(request)
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(self.KEY, now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                auth.logout(request)
            elif now - seen >= 60 or self.KEY not in request.session:
                request.session[self.KEY] = now
        return self.get_response(request)


class HoldTyped:
    """Whoever has to log in first loses nothing of what he typed.

    A form of ours gets the log-in page with its fields in it instead of a way to that page; a part
    of a page (htmx) gets a line to show, never a whole page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not _sends_to_log_in(response):
            return response
        if request.htmx:
            return render(request, "_parts/logged_out.html", status=401)
        if request.method == "POST" and held.TOKEN in request.POST:
            return sessions.log_in_first(request)
        return response


def _sends_to_log_in(response) -> bool:
    where = response.headers.get("Location", "")
    return response.status_code == 302 and where.startswith(f"{resolve_url(settings.LOGIN_URL)}?")
