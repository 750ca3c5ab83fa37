"""What the frame of every page shows: name, navigation by role, unread notices."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, override

from config.places import FOLLOWS, HOLDER, INCUMBENT, PLACES, Place
from duties.models import Record
from organizations import access

#: The bar of a phone: so many places, these first.
AT_HAND = 4
FIRST = ("home", "accountability:agenda")


def portal(request) -> dict:
    """Context of every page; the queries run only where the frame is really drawn."""
    shared = {
        "portal_name": gettext(settings.PORTAL_NAME),
        "portal_name_other": SimpleLazyObject(_name_for_the_others),
        "navigation": (),
        "at_hand": (),
        "unread_notices": 0,
        "session_seconds": 0,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return shared
    found = SimpleLazyObject(lambda: entries(request))
    return shared | {
        "navigation": found,
        "at_hand": SimpleLazyObject(lambda: at_hand(found)),
        "unread_notices": SimpleLazyObject(lambda: user.notices.unread().count()),
        "session_seconds": settings.SESSION_IDLE_SECONDS,
    }


def _name_for_the_others() -> str:
    """The portal's name in the language the reader has not chosen, for the log-in page."""
    with override("zh-hans" if (get_language() or "").startswith("en") else "en"):
        return gettext(settings.PORTAL_NAME)


def entries(request) -> list[dict]:
    """The places this person may open, the one he stands in marked."""
    held = held_by(request.user)
    places = [place for place in PLACES if not place.codes or place.codes & held]
    here = _here(places, request.resolver_match)
    return [
        {
            "url": reverse(place.view),
            "icon": place.icon,
            "label": place.label,
            "group": place.group,
            "view": place.view,
            "active": place is here,
            "badge": _badge(place, request.user),
        }
        for place in places
    ]


def at_hand(found: list[dict]) -> list[dict]:
    """What a phone shows without the menu: home, what is to be done, then one's own field first."""
    views = {entry["view"] for entry in found}
    elsewhere = views & {"duties:mine", "duties:review", "assessments:dashboard"}

    def rank(entry: dict) -> int:
        if entry["view"] in FIRST:
            return FIRST.index(entry["view"])
        return len(FIRST) + (bool(elsewhere) or entry["group"] != FOLLOWS)

    return sorted(found, key=rank)[:AT_HAND]


def held_by(user) -> frozenset[str]:
    """The codes of ``user``, with ``incumbent`` for whoever sits on a post today and
    ``holder`` for whoever ever did."""
    ends = user.appointments.filter(starts_on__lte=localdate()).values_list("ends_on", flat=True)
    held, ends = access.codes(user), list(ends)
    if any(end is None or end >= localdate() for end in ends):
        held |= {INCUMBENT}
    return held | {HOLDER} if ends else held


def _here(places: list[Place], match) -> Place | None:
    name = match.view_name if match else ""
    exact = [place for place in places if place.view == name]
    around = [place for place in places if name in place.covers]
    return next(iter(exact + around), None)


def _badge(place: Place, user) -> int:
    if place.view == "duties:review":
        return Record.objects.reviewable_by(user).count()
    return 0
