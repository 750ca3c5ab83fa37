"""How a case moves: by the table alone, by whoever has the role, once, with one entry."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accountability import stages
from accountability.actions import matters, timing
from accountability.figures import verbs
from accountability.figures.facts import facts_of, roles_of
from accountability.models import Case
from duties.actions.errors import Conflict, NotAllowed
from organizations.errors import Refused
from organizations.models import User


def take(
    case: Case,
    verb: stages.Verb,
    *,
    version: int,
    by: User,
    on: date,
    form: str = "",
    since: date | None = None,
    fields: dict[str, Any] | None = None,
    **detail: Any,
) -> Case:
    """Take one step of the table inside the caller's transaction; ``since`` is the day from
    which the next time limit runs where it is not today."""
    require(case, verb, by=by, on=on, form=form)
    facts = facts_of(case, on)
    target = stages.target(verb, facts, form=form)
    fields = dict(fields or {})
    if target != facts.stage:
        fields |= {"stage": target, "stage_since": on, "due_on": timing.due(target, since or on)}
    _move(case, version, facts.stage, fields)
    matters.note(verb, case, by, before=facts.stage, after=target, on=on, **detail)
    return case


def require(case: Case, verb: stages.Verb, *, by: User, on: date, form: str = "") -> None:
    """Refuse what the procedure does not allow now, to this person, with this still missing."""
    stage = stages.Stage(case.stage)
    roles = roles_of(case, by, on)
    if not any(each.verb == verb and each.roles & roles for each in stages.STEPS):
        raise NotAllowed(_("按照规定程序，该事项不由您办理。"))
    if not stages.may(verb, stage, roles):
        raise _moved_on(case)
    missing = stages.obstacles(verb, facts_of(case, on), on=on, form=form)
    if missing:
        raise Refused(verbs.MISSING[missing[0]])


def _move(case: Case, version: int, stage: stages.Stage, fields: dict[str, Any]) -> None:
    """Conditional UPDATE: it also holds the case until the end of the transaction."""
    moved = Case.objects.filter(pk=case.pk, version=version, stage=str(stage)).update(
        version=version + 1, **fields
    )
    case.refresh_from_db()
    if not moved:
        raise _moved_on(case)


def _moved_on(case: Case) -> Conflict:
    return Conflict(
        _("该事项刚被他人办理（当前阶段：%(stage)s），请核对后再操作。")
        % {"stage": case.get_stage_display()}
    )
