"""In words: whose turn it is, by when, and what everybody else waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from accountability import limits, stages, turns
from accountability.figures import verbs
from accountability.models import Case, CaseMember, ClaimState, Role, Stage
from organizations.models import User

Verb = stages.Verb
Concerned = stages.Role.CONCERNED
#: What is waited for, by the step that is due; who has to take it is named.
WAITING = {
    Verb.ACCOUNT: _("等待承办人填写初步核实情况。"),
    Verb.ASSIGN: _("等待承办人指定第二名承办人。"),
    Verb.NOTIFY: _("等待承办人立案告知，或者核实后了结。"),
    Verb.STATE: _("等待当事人在期限内陈述申辩。"),
    Verb.LAPSE: _("陈述申辩期限已过，等待承办人记录情况。"),
    Verb.TEST: _("等待承办人逐项审核容错条件。"),
    Verb.RULE: _("等待党委办公室登记容错裁定。"),
    Verb.DECIDE: _("等待党委作出决定，由党委办公室登记。"),
    Verb.HAND_OVER: _("等待党委办公室移交办理。"),
    Verb.MEASURE: _("等待承办机关作出处理。"),
    Verb.SERVE: _("等待承办人送达。"),
    Verb.APPEAL: _("已送达，申诉期内；期满没有申诉的，由承办人办结。"),
    Verb.ANSWER: _("等待党委答复申诉，由党委办公室登记。"),
    Verb.CLOSE: _("等待承办人办结。"),
}
#: What the one concerned reads instead: nothing of how the handlers share the work.
TOLD = {
    Verb.TEST: _("容错申请正在审核，由党委裁定。"),
    Verb.RULE: _("容错申请正在审核，由党委裁定。"),
}
#: Which time limit runs at a stage.
LIMIT_NAMES = {
    Stage.CHECKING: _("初步核实期限"),
    Stage.HEARING: _("陈述申辩期限"),
    Stage.HEARD: _("作出决定期限"),
    Stage.DECIDED: _("移交期限"),
    Stage.HANDED: _("作出处理期限"),
    Stage.MEASURED: _("送达期限"),
    Stage.SERVED: _("申诉期限"),
    Stage.APPEALED: _("答复申诉期限"),
    Stage.ANSWERED: _("办结期限"),
}
#: The limits that are the business of the one concerned.
HIS_LIMITS = frozenset({Stage.HEARING, Stage.SERVED, Stage.APPEALED})
#: More running cases than one person has are not looked through.
MOST = 200
_LOADED = ("claims__tests", "decisions__measures", "statements")


@dataclass(frozen=True)
class Shown:
    """``mine``: whoever reads this has to act; ``deed`` then names the step. ``free``: he may, and
    nothing is lost for anybody else if he does not."""

    mine: bool
    free: bool
    deed: str
    verb: Verb
    waiting: str


def shown(facts: stages.Facts, roles: frozenset[stages.Role], on: date) -> Shown | None:
    """The turn of a case for somebody with these roles in it; None once it is over."""
    now = (turns.of_concerned if Concerned in roles else turns.turn)(facts, on=on)
    if now is None:
        return None
    told = TOLD if Concerned in roles else {}
    waiting = str(told.get(now.verb) or WAITING[now.verb])
    return Shown(
        bool(now.roles & roles),
        now.verb == Verb.APPEAL,
        str(verbs.NAMES[now.verb][0]),
        now.verb,
        waiting,
    )


def limit_of(case: Case, on: date, roles: frozenset[stages.Role] = frozenset()) -> dict | None:
    """The time limit that runs, named, with the days left."""
    if case.due_on is None or (Concerned in roles and case.stage not in HIS_LIMITS):
        return None
    left = limits.left(case.due_on, on)
    return {"due_on": case.due_on, "left": left, "over": -left, "name": LIMIT_NAMES[case.stage],
            "tone": limits.warning(case.due_on, on)}  # fmt: skip


def put_turns(cases: Iterable[Case], user: User, on: date) -> None:
    """``turn`` and ``limit`` on each of these cases, which ``user`` sees, in as many queries for
    one as for a hundred."""
    rows = list(cases)
    team = Prefetch("members", queryset=CaseMember.objects.acting(on), to_attr="acting")
    prefetch_related_objects(rows, team, *_LOADED)
    for row in rows:
        roles = _roles(row, user)
        row.turn = shown(_facts(row), roles, on)
        row.limit = limit_of(row, on, roles)


def _roles(row: Case, user: User) -> frozenset[stages.Role]:
    """Whoever sees a case without being on it is the one concerned."""
    own = [member.role for member in row.acting if member.person_id == user.pk]
    return frozenset(map(stages.Role, own)) or frozenset({Concerned})


def _facts(row: Case) -> stages.Facts:
    """As ``facts.facts_of``, from what is loaded already."""
    claim = next((each for each in row.claims.all() if each.state == ClaimState.OPEN), None)
    decision = max(row.decisions.all(), key=lambda each: each.version, default=None)
    staff = [member for member in row.acting if member.role == Role.HANDLER]
    return stages.Facts(
        stage=stages.Stage(row.stage), account=bool(row.account), handlers=len(staff),
        heard=bool(row.statements.all()),
        claim="" if claim is None else "tested" if claim.tests.all() else "open",
        forms=frozenset(decision.forms) if decision else frozenset(),
        measured=frozenset(each.form for each in decision.measures.all())
        if decision else frozenset(),
        due_on=row.due_on,
    )  # fmt: skip


def own_cases(user: User, on: date) -> tuple[list[Case], list[Case]]:
    """The running cases of ``user`` or about him: his turn, and somebody else's; what is due
    first stands first."""
    rows = Case.objects.visible_to(user, on).running().select_related("post__unit", "about_unit")
    rows = list(rows.order_by("due_on", "pk")[:MOST])
    put_turns(rows, user, on)
    return [row for row in rows if row.turn.mine], [row for row in rows if not row.turn.mine]
