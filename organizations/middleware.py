"""Remembers for the length of a request where it comes from (journal: who, when, whence)."""

import time

from django.conf import settings
from django.contrib import auth

from organizations import origin


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
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(self.KEY, now)
            if now - seen > settings.SESSION_IDLE_SECONDS:
                auth.logout(request)
            elif now - seen >= 60 or self.KEY not in request.session:
                request.session[self.KEY] = now
        return self.get_response(request)
