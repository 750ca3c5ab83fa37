"""The Party committee decides; whoever is in charge carries it out; then it is served (Art. 26)."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import limits, measures, notices, stages
from accountability.actions import documents, hearing, stepping, timing
from accountability.figures.facts import current_decision, roles_of
from accountability.models import Case, CaseDocumentKind, Decision, Measure, Service
from duties.actions import warnings
from duties.actions.errors import Conflict, NotAllowed
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import User

Verb = stages.Verb


@journal.atomic
def decide(
    *, case: Case, version: int, document: str, decided_on: date, forms: Sequence[str], text: str,
    by: User, on: date,
) -> Decision:  # fmt: skip
    """Record what the committee decided. No forms: nobody answers, and the name is cleared."""
    stepping.take(case, Verb.DECIDE, version=version, by=by, on=on, document=document, forms=forms)
    if decided_on < case.statements.earliest("made_on").made_on:
        raise Refused(_("决定日期早于听取陈述申辩的日期：未听取陈述申辩的，不得作出决定。"))
    return record(case, document, decided_on, forms, text, by, on)


def record(case, document, decided_on, forms, text, by, on) -> Decision:
    """One more version of the decision; the caller has taken the step."""
    allowed = measures.FORMS[measures.Subject(case.subject)]
    if not set(forms) <= {str(each) for each in allowed}:
        raise Refused(_("该问责方式不适用于本事项的对象。"))
    if not case.opened_on <= decided_on <= on:
        raise Refused(_("决定日期须在受理日期之后，且不晚于今天。"))
    decision = Decision.objects.create(
        case=case, version=case.decisions.count() + 1, document=document, decided_on=decided_on,
        forms=list(forms), text=text, recorded_by=by, recorded_at=timezone.now(),
    )  # fmt: skip
    tell(case, "decided", on)
    return decision


def take_back(case: Case, by: User) -> None:
    """Every measure that is still in force ends now; it stays on record."""
    standing = Measure.objects.filter(decision__case=case, revoked_at__isnull=True)
    standing.update(revoked_by=by, revoked_at=timezone.now())


@journal.atomic
def hand_over(*, case: Case, version: int, by: User, on: date) -> Case:
    """The decision goes to the discipline organ and, for posts, the organization department."""
    decision = current_decision(case)
    wanted = {measures.MADE_BY[measures.Form(form)] for form in decision.forms} if decision else ()
    roles = set(case.members.filter(released_at=None).values_list("role", flat=True))
    if wanted and not {str(role) for role in wanted} <= roles:
        raise Refused(_("决定包含由组织部门办理的事项，请先请承办人指定组织部门承办人。"))
    stepping.take(case, Verb.HAND_OVER, version=version, by=by, on=on)
    tell(case, "handed", on)
    return case


@journal.atomic
def measure(
    *, case: Case, version: int, form: str, document: str, text: str, starts_on: date, months: int,
    by: User, on: date,
) -> Measure:  # fmt: skip
    """One form is carried out; ``months`` of effect, 0 where it has none."""
    if measures.MADE_BY[measures.Form(form)] not in roles_of(case, by, on):
        raise NotAllowed(_("该问责方式由另一机关按照干部管理权限办理。"))
    decision = current_decision(case)
    if decision is not None and starts_on < decision.decided_on:
        raise Refused(_("生效日期不得早于决定日期。"))
    stepping.take(case, Verb.MEASURE, version=version, by=by, on=on, form=form, measure=form)
    made = Measure.objects.create(
        decision=decision, form=form, document=document, text=text, starts_on=starts_on,
        ends_on=limits.months_after(starts_on, months) if months else None,
        made_by=by, made_at=timezone.now(),
    )  # fmt: skip
    tell(case, "measured", on)
    return made


def effect_months(form: str) -> int:
    """How long a form has effect where the measure names nothing else."""
    own = settings.ACCOUNTABILITY_EFFECT_MONTHS.get(form)
    return measures.EFFECT_MONTHS.get(measures.Form(form), 0) if own is None else own


def serve(*, case: Case, version: int, served_on: date, manner: str, by: User, on: date) -> Service:
    """Put the decision into his hands: from then one month for an appeal. Now it has a number."""
    stepping.require(case, Verb.SERVE, by=by, on=on)
    decision = current_decision(case)
    if not decision.decided_on <= served_on <= on:
        raise Refused(_("送达日期须在决定日期之后，且不晚于今天。"))
    until = timing.due(stages.Stage.SERVED, served_on)
    if until < on:
        raise Refused(_("自该送达日期起的申诉期限已经届满，当事人不能再申诉，请重新送达。"))
    number = case.number or _next_number(case, on)
    letters = documents.decision(case=case, decision=decision, number=number, until=until, on=on)
    try:
        with journal.atomic():
            stepping.take(
                case, Verb.SERVE, version=version, by=by, on=on, since=served_on,
                fields={"number": number, "number_year": case.number_year or on.year},
            )  # fmt: skip
            service = Service.objects.create(
                decision=decision, served_on=served_on, manner=manner, appeal_by=until,
                recorded_by=by, recorded_at=timezone.now(),
            )  # fmt: skip
            documents.keep(case=case, kind=CaseDocumentKind.DECISION, made=letters, on=on)
            tell(case, "served", on, concerned=True)
    except IntegrityError as error:
        raise Conflict(_("编号刚被占用，请重试。")) from error
    return service


def _next_number(case: Case, on: date) -> int:
    used = Case.objects.filter(unit=case.unit, number_year=on.year)
    return (used.aggregate(last=Max("number"))["last"] or 0) + 1


def tell(case: Case, what: str, on: date, concerned: bool = False) -> None:
    people = notices.members(case, on) | (hearing.concerned(case, on) if concerned else set())
    warnings.add([notices.about(case, what, each, on, turn=case.version) for each in people])
