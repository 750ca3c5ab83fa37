"""What a person has to do about inspections today, read from the state of things.

No notice is ever written for a hidden inspection: its team and those who order it learn here
what waits for them.
"""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Finding, FindingState, Inspection, InspectionKind, Stage
from organizations.models import User
from organizations.turns import Turn, in_order


def tasks_of(user: User, on: date) -> list[Turn]:
    """The overdue first, then by date; a handful of queries whoever it is."""
    found = [*_orders(user, on), *_papers(user, on), *_decisions(user, on), *_rectify(user, on)]
    return in_order(found)


def mine(user: User, on: date):
    """The inspections that he is on or orders and that are not over, with their progress."""
    rows = Inspection.objects.visible_to(user, on).led_by(user).going_on()
    return with_progress(rows).select_related("unit").order_by("ends_on", "pk")


def with_progress(rows):
    """Adds ``papers_total``, ``papers_written`` and ``papers_signed``."""
    return rows.annotate(
        papers_total=Count("papers", distinct=True),
        papers_written=Count("papers", filter=Q(papers__current__isnull=False), distinct=True),
        papers_signed=Count("papers", filter=Q(papers__signed_at__isnull=False), distinct=True),
    )


def _orders(user: User, on: date) -> Iterator[Turn]:
    planned = Inspection.objects.visible_to(user, on).filter(stage=Stage.PLANNED)
    waiting = planned.filter(
        Q(kind=InspectionKind.UNANNOUNCED, second=user)
        | ~Q(kind=InspectionKind.UNANNOUNCED) & Q(planned_by=user)
    )
    for row in waiting:
        yield Turn(_("等待您下达"), row.title, row.get_absolute_url(), row.starts_on)


def _papers(user: User, on: date) -> Iterator[Turn]:
    on_site = Inspection.objects.visible_to(user, on).filter(
        stage=Stage.ON_SITE, members__person=user
    )
    unsigned = Q(papers__signed_at__isnull=True, papers__current__isnull=False)
    rows = on_site.annotate(
        blank=Count("papers", filter=Q(papers__current__isnull=True), distinct=True),
        unsigned=Count(
            "papers", filter=unsigned & ~Q(papers__current__written_by=user), distinct=True
        ),
    )
    for row in rows:
        late = row.ends_on < on
        if row.blank:
            text = ngettext("%(n)s份底稿待填写", "%(n)s份底稿待填写", row.blank) % {"n": row.blank}
            yield Turn(text, row.title, row.get_absolute_url(), row.ends_on, late)
        if row.unsigned:
            text = ngettext("%(n)s份底稿待签字", "%(n)s份底稿待签字", row.unsigned)
            yield Turn(
                text % {"n": row.unsigned}, row.title, row.get_absolute_url(), row.ends_on, late
            )


def _decisions(user: User, on: date) -> Iterator[Turn]:
    team = Inspection.objects.visible_to(user, on).filter(members__person=user)
    rows = Finding.objects.filter(inspection__in=team.values("pk")).select_related("unit")
    for row in rows.filter(state=FindingState.ANSWERED):
        yield Turn(_("整改待验收"), f"{row.unit} · {row.text}", row.get_absolute_url(), row.due_on)
    for row in rows.overdue(on):
        about = f"{row.unit} · {row.text}"
        yield Turn(_("整改逾期，请督促"), about, row.get_absolute_url(), row.due_on, True)


def _rectify(user: User, on: date) -> Iterator[Turn]:
    rows = Finding.objects.answerable_by(user, on).filter(
        state__in=[FindingState.OPEN, FindingState.RETURNED]
    )
    for row in rows.select_related("inspection"):
        what = _("整改已逾期") if row.due_on < on else _("待整改")
        yield Turn(what, row.text, row.get_absolute_url(), row.due_on, row.due_on < on)
