"""What somebody has to do in chapter IV, on one page: whose turn it is, and by when."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.actions import incentives, interference
from accountability.figures.turning import own_cases
from accountability.models import Incentive, InterferenceEntry, Lead
from accountability.models.managing import in_charge
from accountability.stages import Verb
from accountability.views.incentives import next_step
from accountability.views.quarters import unreported
from organizations.bilingual import speaks_english
from organizations.models import User
from organizations.turns import Turn

#: So many of each kind; the list behind the link has the rest.
SHOWN = 10
#: Steps that the time limit of the stage is not about.
APART = frozenset({Verb.TEST, Verb.RULE})


@login_required
@require_safe
def agenda(request):
    user, on = request.user, localdate()
    mine, others = own_cases(user, on)
    context = {
        "on": on, "mine": mine, "others": others, "shown": SHOWN,
        "leads": _leads(user, on), "incentives": _incentives(user, on),
        "register": _register(user, on),
    }  # fmt: skip
    return render(request, "accountability/agenda.html", context)


def waiting_for(user: User, on) -> list[Turn]:
    """As the home page lists it: a line for each case and incentive, one for each heap."""
    found = [_turn_of(row) for row in own_cases(user, on)[0]]
    found += [
        Turn(_("激励事项：%(step)s") % {"step": step}, row.post.full_title, row.get_absolute_url())
        for row, step in _incentives(user, on)
    ]
    register, leads = _register(user, on), _leads(user, on)
    if register and register["count"]:
        heap = _("%(count)s 件") % {"count": register["count"]}
        place = f"{reverse('accountability:register')}?state=open"
        found.append(Turn(_("处理干预司法记录"), heap, place))
    for unit, period, due_on in register["quarters"] if register else ():
        about = f"{unit.label} {period}"
        place = reverse("accountability:quarters")
        found.append(Turn(_("报送季度报告"), about, place, due_on, due_on < on))
    if leads and leads["count"]:
        heap = _("%(count)s 条") % {"count": leads["count"]}
        found.append(Turn(_("处置问责线索"), heap, reverse("accountability:leads")))
    return found


def _turn_of(row) -> Turn:
    what = _("您可以：%(what)s") % {"what": row.turn.deed} if row.turn.free else row.turn.deed
    limit = None if row.turn.verb in APART else row.limit
    late = bool(limit and limit["left"] < 0)
    due_on = limit["due_on"] if limit else None
    return Turn(what, row.title, row.get_absolute_url(), due_on, late)


def _leads(user: User, on) -> dict | None:
    """Leads that nobody has dealt with, the oldest first; None for whoever has none to handle."""
    if not in_charge(user, "discipline").exists():
        return None
    rows = Lead.objects.visible_to(user, on).new()
    first = rows.select_related("post__unit", "about_unit").order_by("found_on", "pk")[:SHOWN]
    return {"count": rows.count(), "rows": first}


def _incentives(user: User, on) -> list[tuple[Incentive, str]]:
    """Those whose next step is this person's."""
    rows = Incentive.objects.visible_to(user, on).running().select_related("post__unit", "unit")
    codes = {unit: incentives.codes_of(user, unit) for unit in {row.unit for row in rows}}
    due = [(row, next_step(row, user, codes[row.unit])) for row in rows.order_by("proposed_on")]
    return [(row, step) for row, step in due if step][:SHOWN]


def _register(user: User, on) -> dict | None:
    """Whoever sums up: what waits to be handled, and quarters not reported. Whoever records:
    the way to the form."""
    records = interference.units_of(user, "register").exists()
    units = list(interference.units_of(user, "collate"))
    if not units and not records:
        return None
    entries = InterferenceEntry.objects.visible_to(user, on).with_handling()
    waiting = entries.filter(unit__in=units, is_handled=False)
    first = waiting.select_related("post__unit", "unit").order_by("recorded_on", "pk")[:SHOWN]
    return {
        "records": records, "collates": bool(units), "count": waiting.count(), "rows": first,
        "quarters": [(unit, each.label.in_language("en" if speaks_english() else "zh"), each.ends_on)
                     for unit, each in unreported(units, on)],
    }  # fmt: skip
