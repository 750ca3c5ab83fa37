"""A person's due dates as an iCalendar (RFC 5545, with the names of RFC 7986).

The same data gives the same bytes: no clock is read, so that a subscriber whose copy is
still good is answered «not modified». Texts are in the language in force.
"""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from duties.choices import Status
from duties.models import Obligation, RecordItem, StatusChange
from duties.rules import GRACE_DAYS
from organizations.bilingual import speaks_english
from organizations.models import Post

PRODUCT = "-//Duty portal//Due dates//ZH"
ZONE = ZoneInfo(settings.TIME_ZONE)
REFRESH = timedelta(hours=6)
#: Nine in the morning of the day seven days before; an all-day event begins at midnight.
ALARM = -(timedelta(days=7) - timedelta(hours=9))
#: Longer sentences are cut in the title; the description holds them whole.
TITLE_ZH, TITLE_EN = 30, 70


def due_for(user, on: date):
    """What ``user`` still owes this year and next, of the posts he may log for today.

    Of the year before as long as it can still be handed in.
    """
    posts = Post.objects.loggable_by(user, on).in_force(on).order_by()
    near = Q(year__in=(on.year, on.year + 1)) | Q(
        year=on.year - 1, due_on__gte=on - timedelta(days=GRACE_DAYS)
    )
    owed = Obligation.objects.filter(near, post__in=posts)
    return (
        owed.unmet()
        .with_law()
        .annotate(
            changed_on=_latest(StatusChange, "on"),
            reviewed_at=_latest(RecordItem, "record__reviewed_at"),
            struck_at=_latest(RecordItem, "record__struck_at"),
        )
        .order_by("due_on", "pk")
    )


def written(user, *, on: date, base_url: str) -> bytes:
    """The calendar of ``user`` as it stands; its links begin with ``base_url``."""
    person = (speaks_english() and user.name_en) or user.name_zh
    name = _("履职截止日期 · %(person)s") % {"person": person}
    feed = Calendar()
    feed.add("prodid", PRODUCT)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("x-wr-timezone", settings.TIME_ZONE)
    feed.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT6H")
    feed.add_component(_zone())
    for row in due_for(user, on):
        feed.add_component(_event(row, base_url))
    return feed.to_ical()


def _event(row: Obligation, base_url: str) -> Event:
    title, stamp = _title(row), _stamp(row)
    address = f"{base_url}{row.get_absolute_url()}"
    event = Event()
    event.add("uid", f"obligation-{row.pk}@{urlsplit(base_url).hostname}")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(days=1))
    event.add("summary", title)
    event.add("description", _description(row, address))
    event.add("url", address)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a due date takes nobody's day
    if row.status != Status.MISSED:
        event.add_component(_alarm(title))
    return event


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", ALARM)
    return alarm


def _title(row: Obligation) -> str:
    """The demand and the post, short enough for a phone's day."""
    text, length = row.requirement.statement, TITLE_EN if speaks_english() else TITLE_ZH
    text = text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
    said = _("%(what)s（%(post)s）") % {"what": text, "post": row.post.label}
    return _("【逾期】%(title)s") % {"title": said} if row.status == Status.MISSED else said


def _description(row: Obligation, address: str) -> str:
    clause = row.requirement.clause
    lines = [
        row.requirement.statement,
        _("条款：%(clause)s") % {"clause": f"{clause.citation} {clause.title}"},
        _("周期：%(period)s") % {"period": row.period_label},
        _("进度：%(done)s / %(needed)s（%(status)s）")
        % {"done": row.done, "needed": row.needed, "status": row.get_status_display()},
        _("核验结论：%(reason)s") % {"reason": row.reason} if row.reason else "",
        address,
    ]
    return "\n".join(line for line in lines if line)


def _stamp(row: Obligation) -> datetime:
    """When the event last came to say something else: taken from the data, not the clock."""
    days = [_midnight(row.starts_on), row.changed_on and _midnight(row.changed_on)]
    moments = [*days, row.reviewed_at, row.struck_at]
    latest = max(moment for moment in moments if moment)
    return latest.astimezone(ZoneInfo("UTC")).replace(microsecond=0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _latest(model, field: str) -> Subquery:
    """The latest value of ``field`` among the rows of ``model`` on the obligation."""
    known = model.objects.filter(obligation=OuterRef("pk"), **{f"{field}__isnull": False})
    return Subquery(known.order_by(f"-{field}").values(field)[:1])


def _zone() -> Timezone:
    """A calendar has at least one component, even when nothing is due."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    zone.add_component(standard)
    return zone
