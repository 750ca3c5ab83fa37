"""Whose turn it is in a case, and with which step: no page leaves that to be guessed.

Read off the table of the procedure (``stages``); it decides nothing and allows nothing.
"""

from dataclasses import dataclass
from datetime import date

from accountability.measures import MADE_BY, Form
from accountability.stages import OVER, SMALLEST_TEAM, Facts, Role, Stage, Verb


@dataclass(frozen=True)
class Turn:
    """``verb`` is the step that moves the case on; more than one office may have to take it."""

    verb: Verb
    roles: frozenset[Role]


#: Where the stage alone says it.
_PLAIN = {
    Stage.HEARD: (Verb.DECIDE, Role.OFFICE),
    Stage.MEASURED: (Verb.SERVE, Role.HANDLER),
    Stage.APPEALED: (Verb.ANSWER, Role.OFFICE),
    Stage.ANSWERED: (Verb.CLOSE, Role.HANDLER),
}


def turn(facts: Facts, *, on: date) -> Turn | None:
    """None once it is over. An open claim comes before everything else."""
    if facts.stage in OVER:
        return None
    if facts.claim:
        return _one(*((Verb.RULE, Role.OFFICE) if facts.claim == "tested"
                      else (Verb.TEST, Role.HANDLER)))  # fmt: skip
    if facts.stage in _PLAIN:
        return _one(*_PLAIN[facts.stage])
    if facts.stage == Stage.CHECKING:
        return _one(_checking(facts), Role.HANDLER)
    if facts.stage == Stage.HANDED:
        left = facts.forms - facts.measured
        return Turn(Verb.MEASURE, frozenset(MADE_BY[Form(each)] for each in left))
    if facts.stage == Stage.DECIDED:
        return _one(*((Verb.HAND_OVER, Role.OFFICE) if facts.forms
                      else (Verb.CLOSE, Role.HANDLER)))  # fmt: skip
    return _with_the_concerned(facts, on)


def of_concerned(facts: Facts, *, on: date) -> Turn | None:
    """His statement is due whatever else is under way; otherwise he waits as everybody does."""
    if facts.stage == Stage.HEARING and not (facts.due_on is not None and facts.due_on < on):
        return _one(Verb.STATE, Role.CONCERNED)
    return turn(facts, on=on)


def _checking(facts: Facts) -> Verb:
    if not facts.account:
        return Verb.ACCOUNT
    return Verb.NOTIFY if facts.handlers >= SMALLEST_TEAM else Verb.ASSIGN


def _with_the_concerned(facts: Facts, on: date) -> Turn:
    """His until the limit has passed; then the handlers take it further."""
    over = facts.due_on is not None and facts.due_on < on
    if facts.stage == Stage.HEARING:
        return _one(Verb.LAPSE, Role.HANDLER) if over else _one(Verb.STATE, Role.CONCERNED)
    return _one(Verb.CLOSE, Role.HANDLER) if over else _one(Verb.APPEAL, Role.CONCERNED)


def _one(verb: Verb, role: Role) -> Turn:
    return Turn(verb, frozenset({role}))
