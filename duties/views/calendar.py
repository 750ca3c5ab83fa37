from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_POST, require_safe

from duties import feed, figures, year_view
from duties.actions import calendar as actions
from duties.models import CalendarFeed
from organizations.bilingual import speaks_english
from organizations.models import Post

WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
#: One answer for an unknown, a renewed and a withdrawn address, and for a closed account.
GONE = "此日历地址不存在或者已停用。\nThere is no such calendar, or it has been withdrawn.\n"


@login_required
def calendar(request):
    return _page(request)


@login_required
def calendar_renew(request):
    """The new address stands in the answer itself: nothing keeps it for a second page."""
    if request.method != "POST":
        return redirect("duties:calendar")
    token = actions.renew(by=request.user, on=localdate())
    path = reverse("duties:calendar_feed", args=[token])
    language = "?lang=en" if speaks_english() else ""
    return _page(request, address=f"{settings.BASE_URL}{path}{language}")


@login_required
@require_POST
def calendar_withdraw(request):
    if actions.withdraw(by=request.user, on=localdate()):
        messages.success(request, _("日历订阅已停用，原地址立即失效。"))
    return redirect("duties:calendar")


@require_safe
@conditional_page
def calendar_feed(request, token):
    """What the person may log for today; the token is the key, no log-in is needed."""
    found = CalendarFeed.objects.alive().opened_by(token).select_related("user").first()
    if found is None:
        return _closed(HttpResponseNotFound(GONE, content_type="text/plain; charset=utf-8"))
    language = "en" if request.GET.get("lang") == "en" else "zh-hans"
    with override(language):
        body = feed.written(found.user, on=localdate(), base_url=settings.BASE_URL)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Language"] = language
    response["Content-Disposition"] = 'inline; filename="duties.ics"'
    return _closed(response)


def _closed(response):
    """For this one reader: no shared cache, no search engine, no trace in a referrer."""
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request, address: str = ""):
    on = localdate()
    posts = list(Post.objects.loggable_by(request.user, on).in_force(on).select_related("unit"))
    years = year_view.years_of(posts)
    year = _year(request, years, on)
    rows = [row for whole in figures.post_years(posts, year, on) for row in whole.rows]
    context = {
        "on": on, "year": year, "posts": posts, "address": address,
        "years": [{"text": str(each), "active": each == year} for each in years],
        "months": year_view.months_of(rows, year, on),
        "total": len(rows), "weekdays": WEEKDAYS, "calendar_url": reverse("duties:calendar"),
        "feed": CalendarFeed.objects.alive().filter(user=request.user).first(),
    }  # fmt: skip
    return render(request, "duties/calendar.html", context)


def _year(request, years: list[int], on) -> int:
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    return on.year if on.year in years or not years else years[0]
