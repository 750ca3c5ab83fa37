"""Tolerance 容错 (Art. 25): a claim is raised, tested condition by condition, and ruled on by the
committee, never by the handlers alone. One that is granted ends the case or weighs in it."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import notices, stages, tolerance
from accountability.actions import deciding, documents, outcomes, stepping
from accountability.figures.facts import roles_of
from accountability.models import (
    Case,
    CaseDocumentKind,
    CaseFile,
    ClaimState,
    ClaimTest,
    Purpose,
    ToleranceClaim,
)
from duties.actions import once, warnings
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User

Verb = stages.Verb
_STATES = {
    tolerance.Effect.EXEMPT: ClaimState.EXEMPT,
    tolerance.Effect.MITIGATE: ClaimState.MITIGATE,
    tolerance.Effect.REFUSE: ClaimState.REFUSE,
}


@journal.atomic
def claim(*, case: Case, key: UUID, text: str, by: User, on: date) -> ToleranceClaim:
    """Ask that the error be tolerated, with the files that wait for it; one claim at a time,
    until the decision."""
    known = ToleranceClaim.objects.filter(pk=key, case=case, raised_by=by).first()
    if known is not None:
        return known
    own = stages.Role.CONCERNED in roles_of(case, by, on)
    stepping.take(case, Verb.CLAIM, version=case.version, by=by, on=on)
    made, _created = once.insert(ToleranceClaim(
        pk=key, case=case, text=text, by_concerned=own, raised_by=by, raised_at=timezone.now(),
        raised_on=on,
    ), case=case, raised_by=by)  # fmt: skip
    CaseFile.objects.waiting(case, Purpose.CLAIM, by).update(sealed_in=made.pk)
    people = notices.members(case, on)
    warnings.add([notices.about(case, "claimed", each, on, turn=case.version) for each in people])
    return made


@journal.atomic
def test(
    *, claim: ToleranceClaim, version: int, tested: Collection[tolerance.Tested], by: User, on: date
) -> tolerance.Finding:
    """Test each condition with its reason. Until it is ruled on it may be tested again."""
    found = tolerance.finding(tested)
    if not found.effects:
        raise Refused(found.sentence.zh)
    answers = {str(each.condition): each.holds for each in tested}
    stepping.take(
        claim.case, Verb.TEST, version=version, by=by, on=on, claim=claim, answers=answers
    )
    claim.tests.all().delete()
    ClaimTest.objects.bulk_create(
        ClaimTest(
            claim=claim, condition=each.condition, holds=each.holds, reason=each.reason,
            tested_by=by, tested_at=timezone.now(),
        )
        for each in tested
    )  # fmt: skip
    return found


def rule(
    *, claim: ToleranceClaim, version: int, effect: tolerance.Effect, document: str, reason: str,
    by: User, on: date,
) -> ToleranceClaim:  # fmt: skip
    """What the committee rules: exempt ends the case, mitigate weighs in, refuse lets it go on.

    The one concerned gets it in writing, and learns now of a case that ends before he was told.
    """
    case = claim.case
    verb = Verb.EXEMPT if effect == tolerance.Effect.EXEMPT else Verb.RULE
    stepping.require(case, verb, by=by, on=on)
    if effect not in finding_of(claim).effects:
        raise Refused(_("审核的条件不支持该裁定：%(why)s") % {"why": finding_of(claim).sentence.zh})
    state = _STATES[effect]
    letters = documents.ruling(
        case=case, claim=claim, effect=state, document=document, reason=reason, on=on
    )
    with journal.atomic():
        fields = _ending(case, reason, by, on) if verb == Verb.EXEMPT else {}
        stepping.take(
            case, verb, version=version, by=by, on=on, fields=fields, claim=claim, effect=effect
        )
        ToleranceClaim.objects.filter(pk=claim.pk, state=ClaimState.OPEN).update(
            state=state, decided_by=by, decided_at=timezone.now(), decided_on=on,
            document=document, reason=reason,
        )  # fmt: skip
        claim.refresh_from_db()
        documents.keep(case=case, kind=CaseDocumentKind.RULING, made=letters, on=on)
        outcomes.of_case(case=case, by=by, on=on)
        deciding.tell(case, "ruled", on, concerned=case.notified_at is not None)
    return claim


def _ending(case: Case, reason: str, by: User, on: date) -> dict[str, Any]:
    """His score will name it (Art. 25), so he is told of it even where he was not before."""
    now = timezone.now()
    told = {} if case.notified_at else {"notified_by": by, "notified_at": now}
    return told | {"ended_by": by, "ended_at": now, "ended_on": on, "ending": reason}


def finding_of(claim: ToleranceClaim) -> tolerance.Finding:
    """What its tests leave open to the committee."""
    return tolerance.finding(
        tolerance.Tested(tolerance.Condition(row.condition), row.holds, row.reason)
        for row in claim.tests.all()
    )
