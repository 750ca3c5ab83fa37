"""The procedure of accountability, as a table that a lawyer can read (Art. 24, 26; DOMAIN §5).

``STEPS`` says from which stage to which a verb leads and who may do it; ``obstacles`` what must
be there first. Nobody is called to account unheard, and nothing is done to anybody that the
Party committee has not decided: ``tests/accountability/test_stages.py`` walks every path.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    CHECKING = "checking"
    HEARING = "hearing"
    HEARD = "heard"
    DECIDED = "decided"
    HANDED = "handed"
    MEASURED = "measured"
    SERVED = "served"
    APPEALED = "appealed"
    ANSWERED = "answered"
    CLOSED = "closed"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
    TOLERATED = "tolerated"


class Role(StrEnum):
    """What somebody is in one case; an office alone is nothing in it."""

    HANDLER = "handler"  # 纪检机关承办人
    OFFICE = "office"  # 党委办公室: records what the committee decided
    ORGANIZER = "organizer"  # 组织部门
    CONCERNED = "concerned"  # 当事人


class Verb(StrEnum):
    ACCOUNT = "account"
    DROP = "drop"
    NOTIFY = "notify"
    STATE = "state"
    WAIVE = "waive"
    LAPSE = "lapse"
    CLAIM = "claim"
    TEST = "test"
    EXEMPT = "exempt"
    RULE = "rule"
    DECIDE = "decide"
    HAND_OVER = "hand_over"
    MEASURE = "measure"
    SERVE = "serve"
    APPEAL = "appeal"
    ANSWER = "answer"
    REDECIDE = "redecide"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    ANNUL = "annul"
    CORRECT = "correct"
    ATTACH = "attach"
    ASSIGN = "assign"
    RECUSE = "recuse"


@dataclass(frozen=True)
class Step:
    """``target=None``: the case stays where it is."""

    verb: Verb
    sources: frozenset[Stage]
    target: Stage | None
    roles: frozenset[Role]
    needs: tuple[str, ...] = ()


#: The way of a case that goes through to the end, in its order.
WAY = (
    Stage.CHECKING, Stage.HEARING, Stage.HEARD, Stage.DECIDED, Stage.HANDED, Stage.MEASURED,
    Stage.SERVED, Stage.APPEALED, Stage.ANSWERED, Stage.CLOSED,
)  # fmt: skip
OVER = frozenset({Stage.CLOSED, Stage.DROPPED, Stage.WITHDRAWN, Stage.TOLERATED})
RUNNING = frozenset(Stage) - OVER
#: Until the committee has decided: claims may be raised, the case may be withdrawn.
UNDECIDED = frozenset({Stage.CHECKING, Stage.HEARING, Stage.HEARD})
#: The one concerned knows of the case.
KNOWN = frozenset({Stage.HEARING, Stage.HEARD})
#: Statements are taken, and whatever leads to them, by at least two.
SMALLEST_TEAM = 2

_ANY = frozenset({Role.HANDLER, Role.OFFICE, Role.ORGANIZER})


def _step(verb, sources, target, roles, *needs) -> Step:
    return Step(verb, frozenset(sources), target, frozenset(roles), needs)


STEPS = (
    # Preliminary check 初步核实: written down, then either dropped or opened and told.
    _step(Verb.ACCOUNT, {Stage.CHECKING}, None, {Role.HANDLER}),
    _step(
        Verb.DROP, {Stage.CHECKING}, Stage.DROPPED, {Role.HANDLER}, "account", "no_open_claim"
    ),
    _step(
        Verb.NOTIFY, {Stage.CHECKING}, Stage.HEARING, {Role.HANDLER},
        "account", "team", "no_open_claim",
    ),
    # Statement and defence 陈述申辩: received, renounced on record, or the time has passed.
    _step(Verb.STATE, KNOWN, Stage.HEARD, {Role.CONCERNED}),
    _step(Verb.WAIVE, {Stage.HEARING}, Stage.HEARD, {Role.CONCERNED}),
    _step(Verb.LAPSE, {Stage.HEARING}, Stage.HEARD, {Role.HANDLER}, "time_over"),
    # Tolerance 容错: raised by either side, tested by the handlers, ruled on by the committee.
    _step(Verb.CLAIM, UNDECIDED, None, {Role.HANDLER, Role.ORGANIZER, Role.CONCERNED},
          "no_open_claim"),
    _step(Verb.TEST, UNDECIDED, None, {Role.HANDLER}, "open_claim"),
    _step(Verb.EXEMPT, UNDECIDED, Stage.TOLERATED, {Role.OFFICE}, "open_claim", "tested"),
    _step(Verb.RULE, UNDECIDED, None, {Role.OFFICE}, "open_claim", "tested"),
    # Decision of the committee, then by cadre-management authority to whoever carries it out.
    _step(Verb.DECIDE, {Stage.HEARD}, Stage.DECIDED, {Role.OFFICE}, "heard", "no_open_claim"),
    _step(Verb.HAND_OVER, {Stage.DECIDED}, Stage.HANDED, {Role.OFFICE}, "forms"),
    _step(
        Verb.MEASURE, {Stage.HANDED}, Stage.MEASURED, {Role.HANDLER, Role.ORGANIZER}, "own_form"
    ),
    _step(Verb.SERVE, {Stage.MEASURED}, Stage.SERVED, {Role.HANDLER}),
    # Appeal 申诉 to whoever decided; the decision is carried out meanwhile.
    _step(Verb.APPEAL, {Stage.SERVED}, Stage.APPEALED, {Role.CONCERNED}, "time_left"),
    _step(Verb.ANSWER, {Stage.APPEALED}, Stage.ANSWERED, {Role.OFFICE}),
    _step(Verb.REDECIDE, {Stage.APPEALED}, Stage.DECIDED, {Role.OFFICE}),
    _step(Verb.CLOSE, {Stage.ANSWERED}, Stage.CLOSED, {Role.HANDLER}),
    _step(Verb.CLOSE, {Stage.SERVED}, Stage.CLOSED, {Role.HANDLER}, "time_over"),
    _step(Verb.CLOSE, {Stage.DECIDED}, Stage.CLOSED, {Role.HANDLER}, "no_forms"),
    # At any time while it runs.
    _step(Verb.WITHDRAW, KNOWN, Stage.WITHDRAWN, {Role.HANDLER}, "no_open_claim"),
    _step(Verb.ATTACH, RUNNING, None, {Role.HANDLER, Role.ORGANIZER}),
    _step(Verb.ASSIGN, RUNNING, None, {Role.HANDLER}),
    _step(Verb.RECUSE, RUNNING, None, _ANY),
    # For ever: what turns out wrong is put right by addition, and taken back by whoever decided.
    _step(Verb.CORRECT, Stage, None, {Role.HANDLER, Role.OFFICE}),
    _step(Verb.ANNUL, {Stage.CLOSED}, None, {Role.OFFICE}, "standing"),
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the table asks of a case. ``due_on`` is the time limit that runs now."""

    stage: Stage
    account: bool = False
    handlers: int = 0
    heard: bool = False
    claim: str = ""  # "", "open" or "tested"
    forms: frozenset[str] = frozenset()
    measured: frozenset[str] = frozenset()
    standing: bool = False  # a measure that nobody has taken back
    due_on: date | None = None


def step(verb: Verb, stage: Stage) -> Step | None:
    """The step that ``verb`` is at this stage; none where the procedure knows none."""
    return next((each for each in STEPS if each.verb == verb and stage in each.sources), None)


def may(verb: Verb, stage: Stage, roles: frozenset[Role]) -> bool:
    """Does the procedure give ``verb`` to one of these roles at this stage?"""
    found = step(verb, stage)
    return found is not None and bool(found.roles & roles)


def open_to(stage: Stage, roles: frozenset[Role]) -> list[Verb]:
    """All that these roles may do at this stage, in the order of the table."""
    return [each.verb for each in STEPS if stage in each.sources and each.roles & roles]


def obstacles(verb: Verb, facts: Facts, *, on: date, form: str = "") -> list[str]:
    """The names of what is missing; empty when the step may be taken."""
    found = step(verb, facts.stage)
    return [need for need in found.needs if not _there(need, facts, on, form)] if found else []


def _there(need: str, facts: Facts, on: date, form: str) -> bool:
    return {
        "account": facts.account,
        "team": facts.handlers >= SMALLEST_TEAM,
        "heard": facts.heard,
        "open_claim": bool(facts.claim),
        "no_open_claim": not facts.claim,
        "tested": facts.claim == "tested",
        "forms": bool(facts.forms),
        "no_forms": not facts.forms,
        "standing": facts.standing,
        "own_form": form in facts.forms - facts.measured,
        "time_over": facts.due_on is not None and facts.due_on < on,
        "time_left": facts.due_on is not None and on <= facts.due_on,
    }[need]


def target(verb: Verb, facts: Facts, *, form: str = "") -> Stage:
    """Where the case stands afterwards. The last of several measures moves it, not the first."""
    found = step(verb, facts.stage)
    if found is None or found.target is None:
        return facts.stage
    if verb == Verb.MEASURE and facts.measured | {form} < facts.forms:
        return facts.stage
    return found.target


def line(stage: Stage, *, appealed: bool = False) -> Iterator[tuple[Stage, str]]:
    """The stages on the way with ``done``, ``now`` or ``next``; appeal only where there is one."""
    if stage in OVER and stage != Stage.CLOSED:
        yield from ((Stage.CHECKING, "done"), (stage, "now"))
        return
    way = [
        each for each in WAY
        if appealed or each == stage or each not in (Stage.APPEALED, Stage.ANSWERED)
    ]  # fmt: skip
    here = way.index(stage)
    for place, each in enumerate(way):
        yield each, "done" if place < here else "now" if place == here else "next"
