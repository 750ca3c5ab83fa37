"""Remembers for the length of a request where it comes from (journal: who, when, whence)."""

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
