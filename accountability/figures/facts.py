"""A case as the pure table of the procedure sees it, and what somebody is in it."""

from datetime import date

from accountability import stages
from accountability.models import (
    Case,
    CaseMember,
    ClaimState,
    ClaimTest,
    Decision,
    Measure,
    Role,
)
from accountability.models.case import CaseQuerySet
from organizations.models import User


def facts_of(case: Case, on: date) -> stages.Facts:
    decision = current_decision(case)
    claim = case.claims.filter(state=ClaimState.OPEN).first()
    tested = claim is not None and ClaimTest.objects.filter(claim=claim).exists()
    measured = decision.measures.values_list("form", flat=True) if decision else ()
    standing = Measure.objects.filter(decision__case=case, revoked_at__isnull=True)
    handlers = CaseMember.objects.acting(on).filter(case=case, role=Role.HANDLER).count()
    return stages.Facts(
        stage=stages.Stage(case.stage),
        account=bool(case.account),
        handlers=handlers,
        heard=case.statements.exists(),
        claim="" if claim is None else "tested" if tested else "open",
        forms=frozenset(decision.forms) if decision else frozenset(),
        measured=frozenset(measured),
        standing=standing.exists(),
        due_on=case.due_on,
    )


def current_decision(case: Case) -> Decision | None:
    """The last one: what was changed on appeal is replaced, not overwritten."""
    return case.decisions.order_by("-version").first()


def roles_of(case: Case, user: User, on: date) -> frozenset[stages.Role]:
    """What ``user`` is in this case today; whoever is concerned is nothing else in it."""
    rows = Case.objects.filter(pk=case.pk)
    if rows.filter(CaseQuerySet.concerning(user, on)).exists():
        return frozenset({stages.Role.CONCERNED})
    if not rows.filter(CaseQuerySet.handled_by(user, on)).exists():
        return frozenset()
    member = case.members.get(person=user, released_at__isnull=True)
    return frozenset({stages.Role(member.role)})
