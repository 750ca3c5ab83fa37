"""The life of an incentive (Art. 26): proposed, reviewed, decided, handled, published.

Every step is a conditional UPDATE on stage and version and writes one entry: into a sealed chain
until others may know of it, into the journal from its publication on.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import incentive_stages as stages
from accountability.actions import incentive_documents, outcomes
from accountability.incentive_stages import Verb
from accountability.models import Incentive, managing_unit
from accountability.models.managing import in_charge
from duties.actions import once, warnings
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Notice, NoticeKind
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Post, User


@journal.atomic
def propose(
    *, key: UUID, post: Post, year: int, form: str, reason: str, by: User | None, on: date,
    source: str = "",
) -> Incentive:  # fmt: skip
    """By hand, or (``by=None``) by the system from a result named by ``source``; twice is once."""
    known = Incentive.objects.filter(pk=key).first()
    if known is not None:
        return known
    unit = managing_unit(post.unit)
    if unit is None:
        raise Refused(_("该职务由上级在本平台之外管理，不能在此提出。"))
    person = post.incumbent_on(on)
    if person is None:
        raise Refused(_("该职务目前无人任职。"))
    if by is not None and (by == person or not codes_of(by, unit) & stages.PROPOSERS):
        raise NotAllowed(_("只有按照干部管理权限负责考核、办公、组织工作的人员可以提出。"))
    row = Incentive(
        pk=key, unit=unit, post=post, person=person, year=year, form=form, reason=reason,
        source=source, proposed_by=by, proposed_on=on,
    )  # fmt: skip
    row, created = once.insert(row, post=post, proposed_by=by)
    if created:
        _note(row, "propose", by, on)
    return row


@journal.atomic
def review(*, incentive: Incentive, version: int, opinion: str, by: User, on: date) -> Incentive:
    return _take(incentive, Verb.REVIEW, version, by, on, opinion=opinion, **_who("reviewed", by))


def decide(
    *, incentive: Incentive, version: int, document: str, decided_on: date, by: User, on: date
) -> Incentive:
    """The decision of the Party committee, recorded with its number and set as a document."""
    _require(incentive, Verb.DECIDE, by)
    if not incentive.proposed_on <= decided_on <= on:
        raise Refused(_("决定日期须在提出之后，且不晚于今天。"))
    made = incentive_documents.decision(incentive, document, decided_on)
    with journal.atomic():
        _take(
            incentive, Verb.DECIDE, version, by, on, document=document, decided_on=decided_on,
            **_who("decided", by),
        )  # fmt: skip
        incentive_documents.keep(incentive, made)
    return incentive


@journal.atomic
def handle(*, incentive: Incentive, version: int, handling: str, by: User, on: date) -> Incentive:
    return _take(incentive, Verb.HANDLE, version, by, on, handling=handling, **_who("handled", by))


@journal.atomic
def publish(*, incentive: Incentive, version: int, by: User, on: date) -> Incentive:
    """Others may know of it: its chain enters the journal, its points go to the year's score,
    and the one concerned is told."""
    _take(incentive, Verb.PUBLISH, version, by, on, **_who("published", by))
    journal.open_matter(incentive.pk, unit=incentive.post.unit)
    outcomes.of_incentive(incentive=incentive, by=by, on=on)
    warnings.add([_told(incentive, "published", on)])
    return incentive


@journal.atomic
def decline(*, incentive: Incentive, version: int, reason: str, by: User, on: date) -> Incentive:
    return _take(incentive, Verb.DECLINE, version, by, on, ending=reason, **_who("ended", by))


@journal.atomic
def revoke(*, incentive: Incentive, version: int, reason: str, by: User, on: date) -> Incentive:
    """A decision taken back; what it had added to the score goes with it."""
    _take(incentive, Verb.REVOKE, version, by, on, ending=reason, **_who("ended", by))
    outcomes.of_incentive(incentive=incentive, by=by, on=on)
    if incentive.is_open:
        warnings.add([_told(incentive, "revoked", on)])
    return incentive


def actor_of(user: User, incentive: Incentive) -> stages.Actor:
    return stages.Actor(user.pk, codes_of(user, incentive.unit))


def codes_of(user: User, unit) -> frozenset[str]:
    """The offices that ``user`` holds at exactly this unit."""
    return frozenset(
        code for code in stages.PROPOSERS if in_charge(user, code).filter(pk=unit.pk).exists()
    )


def _take(
    incentive: Incentive, verb: Verb, version: int, by: User, on: date, **fields: Any
) -> Incentive:
    step = _require(incentive, verb, by)
    moved = Incentive.objects.filter(
        pk=incentive.pk, version=version, stage=incentive.stage
    ).update(stage=step.target, version=version + 1, **fields)
    incentive.refresh_from_db()
    if not moved:
        raise Conflict(
            _("该事项刚被他人处理（%(stage)s），请核对后再操作。")
            % {"stage": incentive.get_stage_display()}
        )
    _note(incentive, verb, by, on, published=verb is Verb.PUBLISH)
    return incentive


def _require(incentive: Incentive, verb: Verb, by: User) -> stages.Step:
    actor = actor_of(by, incentive)
    step = stages.step_of(verb, incentive.facts, actor)
    if step is not None:
        return step
    if any(incentive.stage in each.sources for each in stages.STEPS[verb]):
        raise NotAllowed(_("按照规定程序，该事项不由您办理。"))
    raise Conflict(
        _("该事项刚被他人处理（%(stage)s），请核对后再操作。")
        % {"stage": incentive.get_stage_display()}
    )


def _who(stem: str, by: User) -> dict[str, Any]:
    return {f"{stem}_by": by, f"{stem}_at": timezone.now()}


def _note(incentive: Incentive, action: str, by: User | None, on: date, published=False) -> None:
    """The step of publication still closes the sealed chain, which then is opened as a whole."""
    said = {"action": f"incentives.{action}", "by": by, "target": incentive, "on": on}
    if incentive.is_open and not published:
        journal.record(unit=incentive.post.unit, **said)
    else:
        journal.record_within(incentive.pk, **said)


_TOLD = {
    "published": ("与您有关的一项激励已公布。", "An incentive that concerns you was published."),
    "revoked": ("与您有关的一项激励已撤销。", "An incentive that concerned you was revoked."),
}


def _told(incentive: Incentive, what: str, on: date) -> Notice:
    zh, en = _TOLD[what]
    return Notice(
        recipient=incentive.person, key=f"incentive:{incentive.pk.hex}:{what}",
        kind=NoticeKind.ASSESSMENT, text_zh=zh, text_en=en, url=incentive.get_absolute_url(),
        created_on=on,
    )  # fmt: skip
