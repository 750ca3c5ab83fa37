"""What the page of a case shows, and to whom: the handlers all, the one concerned his own part."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accountability import stages, tolerance
from accountability.figures import case_record, turning, verbs
from accountability.figures.facts import current_decision, facts_of, roles_of
from accountability.models import Case, CaseFile, Purpose, Stage
from organizations.bilingual import speaks_english
from organizations.models import User

Verb = stages.Verb
#: What moves the case on, in the order in which it is offered; the rest stands apart.
LEADING = (
    Verb.ACCOUNT, Verb.NOTIFY, Verb.LAPSE, Verb.TEST, Verb.RULE, Verb.DECIDE, Verb.HAND_OVER,
    Verb.MEASURE, Verb.SERVE, Verb.ANSWER, Verb.CLOSE, Verb.STATE, Verb.APPEAL, Verb.WAIVE,
)  # fmt: skip
ASIDE = (
    Verb.CLAIM, Verb.ASSIGN, Verb.ATTACH, Verb.CORRECT, Verb.DROP, Verb.WITHDRAW, Verb.ANNUL,
    Verb.RECUSE,
)  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """One thing this person may do; while ``missing`` says what comes first it is no button."""

    name: str
    icon: str
    url: str
    missing: str
    now: bool = False


def page_of(case: Case, user: User, on: date) -> dict:
    roles = roles_of(case, user, on)
    concerned = stages.Role.CONCERNED in roles
    facts = facts_of(case, on)
    turn = turning.shown(facts, roles, on)
    leading, set_apart = _offered(turn, concerned)
    shown = _for_concerned(case) if concerned else _for_handlers(case)
    return shown | {
        "case": case,
        "on": on,
        "concerned": concerned,
        "steps": _steps(case),
        "limit": turning.limit_of(case, on, roles),
        "turn": turn,
        "deeds": _deeds(case, leading, facts, roles, on, turn),
        "aside": [] if concerned else _deeds(case, set_apart, facts, roles, on, turn),
        "statements": _with_files(case.statements.select_related("made_by"), case),
        "claims": _claims(case, concerned),
        "corrections": case.corrections.select_related("made_by"),
        "documents": case.documents.defer("content").filter(
            language="en" if speaks_english() else "zh-hans"),
        "others": case.documents.defer("content").exclude(
            language="en" if speaks_english() else "zh-hans"),
    }  # fmt: skip


#: What somebody who takes a step reads beside its form; the rest is a click away.
RESTS_ON = {
    Verb.NOTIFY: ("account",),
    Verb.TEST: ("claims", "account", "statements"),
    Verb.RULE: ("claims", "account", "statements"),
    Verb.DECIDE: ("charge", "statements", "claims", "account"),
    Verb.HAND_OVER: ("decisions",),
    Verb.MEASURE: ("decisions",),
    Verb.SERVE: ("decisions",),
    Verb.APPEAL: ("decisions",),
    Verb.ANSWER: ("decisions", "statements"),
    Verb.STATE: ("charge",),
    Verb.WAIVE: ("charge",),
    Verb.LAPSE: ("charge",),
}


def rests_on(case: Case, verb: Verb, roles: frozenset[stages.Role]) -> dict:
    """The parts of the page of the case that a step rests on, for whoever may read them."""
    concerned = stages.Role.CONCERNED in roles
    made = {
        "charge": lambda: case.charge,
        "account": lambda: "" if concerned else case.account,
        "claims": lambda: _claims(case, concerned),
        "statements": lambda: _with_files(case.statements.select_related("made_by"), case),
        "decisions": lambda: _decisions(case, served=concerned)[:1],
    }
    return {name: made[name]() for name in RESTS_ON.get(verb, ())}


def _for_handlers(case: Case) -> dict:
    leads = [case.lead, *case.lead.merged.order_by("found_on", "pk")]
    return {
        "leads": [(lead, lead.items.select_related("obligation", "finding")) for lead in leads],
        "members": case.members.select_related("person"),
        "materials": case.files.filter(purpose=Purpose.MATERIAL),
        "history": reversed(case_record.history(case)),
        "decisions": _decisions(case, served=False),
    }


def _for_concerned(case: Case) -> dict:
    """He reads a decision once it is served, and nothing of how the handlers work."""
    return {"leads": [], "members": [], "materials": [], "history": [],
            "decisions": _decisions(case, served=True)}  # fmt: skip


def _decisions(case: Case, *, served: bool) -> list:
    rows = case.decisions.select_related("service", "appeal", "recorded_by", "appeal__answered_by")
    rows = rows.prefetch_related("measures").order_by("-version")
    cleared = case.stage == Stage.CLOSED
    found = [row for row in rows if not served or cleared or hasattr(row, "service")]
    for row in found:
        row.appeal_files = _files(case, [row.appeal.pk]) if hasattr(row, "appeal") else []
    return found


def _with_files(rows, case: Case) -> list:
    rows = list(rows)
    files = _files(case, [row.pk for row in rows])
    for row in rows:
        row.with_files = [file for file in files if file.sealed_in == row.pk]
    return rows


def _files(case: Case, keys: list) -> list[CaseFile]:
    return list(case.files.filter(sealed_in__in=keys))


def _claims(case: Case, concerned: bool) -> list:
    rows = case.claims.select_related("raised_by", "decided_by").prefetch_related("tests")
    return [_claim(row, hidden=concerned and row.is_open) for row in _with_files(rows, case)]


def _claim(row, *, hidden: bool):
    """The tests stay with the handlers until the committee has ruled."""
    tests = [] if hidden else list(row.tests.all())
    row.tested = tests
    row.finding = (
        tolerance.finding(
            tolerance.Tested(tolerance.Condition(each.condition), each.holds, each.reason)
            for each in tests
        ).sentence.in_language("en" if speaks_english() else "zh")
        if tests
        else ""
    )
    return row


def _steps(case: Case) -> list[tuple[str, str]]:
    current = current_decision(case)
    appealed = current is not None and hasattr(current, "appeal")
    way = stages.line(stages.Stage(case.stage), appealed=appealed)
    return [(Stage(stage).label, state) for stage, state in way]


def _offered(turn, concerned: bool) -> tuple[tuple, list]:
    """What stands in front and what apart; the step that is due always stands in front."""
    due = {turn.verb} if turn and turn.mine else set()
    front = (*(due - set(LEADING)), *LEADING, *((Verb.CLAIM,) if concerned else ()))
    return front, [verb for verb in ASIDE if verb not in due]


def _deeds(case, wanted, facts, roles, on, turn) -> list[Deed]:
    """The step that is due comes first, what is not possible yet last."""
    found = []
    for verb in wanted:
        if not stages.may(verb, facts.stage, roles):
            continue
        missing = [] if verb == Verb.MEASURE else stages.obstacles(verb, facts, on=on)
        if _pointless(verb, missing) or (verb == Verb.MEASURE and not turn.mine):
            continue
        name, icon = verbs.named(verb, facts)
        url = reverse("accountability:case_act", args=[case.pk, verb.value])
        due = turn is not None and turn.mine and turn.verb == verb
        found.append(Deed(str(name), icon, url, verbs.first(missing), due))
    return sorted(found, key=lambda deed: (not deed.now, bool(deed.missing)))


def _pointless(verb: Verb, missing: list[str]) -> bool:
    """Not offered at all: what the matter gives no occasion for."""
    silent = {"open_claim", "time_left", "forms", "no_forms", "time_over", "standing"}
    return bool(silent & set(missing)) or (verb == Verb.CLAIM and bool(missing))
