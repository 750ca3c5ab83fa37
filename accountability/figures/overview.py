"""What is under way, for those entitled: one's own cases with their limits, and statistics that
tell of nobody's case. The statistics count all cases below the units of one's office as they stood
when the last quarter ended: from day to day, a cell that grows by one would tell of a case. One's
own list holds only what one is on.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accountability import suppression
from accountability.models import (
    Case,
    Form,
    Incentive,
    IncentiveForm,
    LeadSource,
    Measure,
    Stage,
)
from accountability.models.managing import in_charge
from accountability.suppression import TOTAL, Table
from duties.periods import Cadence, Period
from organizations.models import Level, MatterEntry, Unit

#: The offices that read statistics.
CODES = ("discipline", "oversee", "appoint")
#: A limit that ends within so many days is about to run out.
SOON_DAYS = 10
SHOWN = 20
NUMBER = "n"
LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)
#: Stages that are counted as one.
GROUPS = {
    "checking": (Stage.CHECKING,),
    "hearing": (Stage.HEARING, Stage.HEARD),
    "deciding": (Stage.DECIDED, Stage.HANDED, Stage.MEASURED, Stage.SERVED),
    "appeal": (Stage.APPEALED, Stage.ANSWERED),
    "closed": (Stage.CLOSED,),
    "tolerated": (Stage.TOLERATED,),
    "ended": (Stage.DROPPED, Stage.WITHDRAWN),
}
_GROUP_OF = {str(stage): name for name, stages in GROUPS.items() for stage in stages}


@dataclass(frozen=True)
class Shown:
    """A table with its words."""

    title: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, list[int | None]], ...]
    is_empty: bool


def offices(user) -> list[Unit]:
    """Units whose subtree ``user`` reads statistics of; empty for whoever may not."""
    found = Q(pk__in=[])
    for code in CODES:
        found |= Q(pk__in=in_charge(user, code).values("pk"))
    return list(Unit.objects.filter(found))


def running_out(user, on: date):
    """One's own cases whose limit has passed or is about to, the nearest first."""
    rows = Case.objects.visible_to(user, on).running()
    soon = rows.filter(due_on__lte=on + timedelta(days=SOON_DAYS))
    return soon.select_related("post__unit", "about_unit").order_by("due_on", "pk")[:SHOWN]


def own_stages(user, on: date) -> list[tuple[str, int]]:
    """How many of one's own cases stand at which stage."""
    rows = Case.objects.visible_to(user, on).order_by().values_list("stage")
    counts = dict(rows.annotate(n=Count("pk")))
    return [(label, counts[value]) for value, label in Stage.choices if counts.get(value)]


def closed_on(on: date) -> date:
    """The last day of the quarter before ``on``: what happened since is not counted yet."""
    return Period.of(Cadence.QUARTER, on).starts_on - timedelta(days=1)


def statistics(units: Sequence[Unit], year: int, until: date) -> list[Shown]:
    """Cases opened, measures and published incentives of the year, below these units, as they
    stood at the end of ``until``."""
    below = Q(pk__in=[])
    for unit in units:
        below |= Q(about_unit__path__startswith=unit.path)
    cases = Case.objects.filter(below, opened_on__year=year, opened_on__lte=until)
    staged, sourced = _by_stage(cases, until), _by_source(cases)
    by_stage, by_source = suppression.publish_together(
        (staged, list(GROUPS), list(LEVELS)), (sourced, LeadSource.values, [NUMBER])
    )
    measures = suppression.publish(_by_form(cases, until), Form.values, [NUMBER])
    given = suppression.publish(_incentives(units, year, until), IncentiveForm.values, [NUMBER])
    levels = [Level(each).label for each in LEVELS]
    return [
        _shown(_("按阶段和层级"), by_stage, _group_labels(), levels),
        _shown(_("按线索来源"), by_source, dict(LeadSource.choices), []),
        _shown(_("按问责方式"), measures, dict(Form.choices), []),
        _shown(_("已公布的激励"), given, dict(IncentiveForm.choices), []),
    ]


def _by_stage(cases, until: date) -> dict[suppression.Key, int]:
    counts: Counter[suppression.Key] = Counter()
    still = cases.filter(stage_since__lte=until).order_by()
    rows = still.values_list("stage", "about_unit__level").annotate(n=Count("pk"))
    for stage, level, n in rows:
        counts[_GROUP_OF[stage], level] += n
    moved = dict(cases.filter(stage_since__gt=until).values_list("pk", "about_unit__level"))
    then = _stages_then(list(moved), until)
    counts.update((_GROUP_OF[then[pk]], level) for pk, level in moved.items())
    return counts


def _stages_then(cases: list, until: date) -> dict:
    """Where cases that have moved since stood on that day, by their own sealed chains."""
    stages = dict.fromkeys(cases, str(Stage.CHECKING))
    steps = MatterEntry.objects.filter(matter__in=cases).order_by("matter", "position")
    for matter, detail in steps.values_list("matter", "detail"):
        if "after" in detail and detail["on"] <= until.isoformat():
            stages[matter] = detail["after"]
    return stages


def _by_source(cases) -> dict[suppression.Key, int]:
    rows = cases.order_by().values_list("lead__source").annotate(n=Count("pk"))
    return {(source, NUMBER): n for source, n in rows}


def _by_form(cases, until: date) -> dict[suppression.Key, int]:
    """Cases with a measure of that form in force; a case has each form once."""
    in_force = Q(revoked_at__isnull=True) | Q(revoked_at__date__gt=until)
    rows = Measure.objects.filter(
        in_force, decision__case__in=cases.values("pk"), made_at__date__lte=until
    )
    counted = rows.order_by().values_list("form").annotate(n=Count("decision__case", distinct=True))
    return {(form, NUMBER): n for form, n in counted}


def _incentives(units: Sequence[Unit], year: int, until: date) -> dict[suppression.Key, int]:
    below = Q(pk__in=[])
    for unit in units:
        below |= Q(post__unit__path__startswith=unit.path)
    standing = Q(ended_at__isnull=True) | Q(ended_at__date__gt=until)
    rows = Incentive.objects.filter(below, standing, year=year, published_at__date__lte=until)
    return {
        (form, NUMBER): n for form, n in rows.order_by().values_list("form").annotate(n=Count("pk"))
    }


def _group_labels() -> dict[str, str]:
    return {
        "checking": _("初步核实"),
        "hearing": _("告知和听取陈述申辩"),
        "deciding": _("决定和执行"),
        "appeal": _("申诉"),
        "closed": _("已办结"),
        "tolerated": _("容错免责"),
        "ended": _("了结或者撤案"),
    }


def _shown(title: str, table: Table, labels: dict[str, str], columns: list[str]) -> Shown:
    """One column is its own total, so only that is shown."""
    rows = [(str(labels[name]), table.row(name)) for name in table.rows]
    rows.append((_("合计"), table.row(TOTAL)))
    if not columns:
        rows = [(label, cells[-1:]) for label, cells in rows]
    head = (*map(str, columns), _("合计")) if columns else (_("件数"),)
    return Shown(title, head, tuple(rows), table.is_empty)
