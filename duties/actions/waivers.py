"""Waiving what cannot apply, by the superior, with reason and evidence; and taking it back.

No reply-prosecution case all year, a post that was abolished: nobody should be marked down
for what could not be done, and nobody waives his own duties.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duties import notices
from duties.actions import checks, warnings
from duties.actions.errors import Conflict, NotAllowed
from duties.models import Evidence, Obligation, Waiver, WaiverItem
from organizations import access
from organizations.actions import journal
from organizations.errors import Refused
from organizations.models import Post, Unit, User


def may_waive(user: User, post: Post, on: date) -> bool:
    """Who oversees the unit above; at the root whoever oversees the root. Never the incumbent."""
    above = Unit.objects.get_parent(post.unit) or post.unit
    holds = post.appointments.in_force(on).filter(person=user).exists()
    return not holds and access.allows(user, "oversee", above)


def grant(
    *, post: Post, obligations: Iterable[Obligation], reason: str, token: UUID, by: User, on: date
) -> Waiver:
    """Waive obligations of one post; the files that wait under ``token`` become its evidence.

    The same form sent twice gives the same waiver.
    """
    known = Waiver.objects.filter(token=token, post=post, granted_by=by).first()
    return known or _grant(post, obligations, reason, token, by, on)


@journal.atomic
def _grant(post, obligations, reason, token, by, on) -> Waiver:
    _require_superior(post, by, on)
    rows = list(
        Obligation.objects.filter(post=post, pk__in=[row.pk for row in obligations])
        .select_for_update(of=("self",)).with_law().order_by("pk")
    )  # fmt: skip
    _require_unmet(rows)
    if not Evidence.objects.waiting(by, token).exists():
        raise Refused(_("请上传至少一份佐证材料，说明为什么不能适用。"))
    waiver = Waiver.objects.create(
        post=post, reason=reason, token=token, granted_by=by, granted_at=timezone.now()
    )
    WaiverItem.objects.bulk_create(WaiverItem(waiver=waiver, obligation=row) for row in rows)
    Evidence.objects.waiting(by, token).update(waiver=waiver)
    journal.record(
        action="waivers.grant", by=by, target=waiver, unit=post.unit, post=post,
        obligations=[row.pk for row in rows], on=on,
    )  # fmt: skip
    checks.judge(obligations=rows, on=on)
    _tell(waiver, "waived", reason, on)
    return waiver


@journal.atomic
def reinstate(*, item: WaiverItem, reason: str, by: User, on: date) -> WaiverItem:
    """The obligation is owed again and judged at once, as if it had never been waived."""
    _require_superior(item.waiver.post, by, on)
    done = WaiverItem.objects.in_force().filter(pk=item.pk).update(
        reinstated_by=by, reinstated_at=timezone.now(), reinstate_reason=reason
    )  # fmt: skip
    if not done:
        raise Conflict(_("该事项已经恢复。"))
    item.refresh_from_db()
    journal.record(
        action="waivers.reinstate", by=by, target=item.waiver, unit=item.waiver.unit,
        obligation=item.obligation, on=on,
    )  # fmt: skip
    checks.judge(obligations=[item.obligation], on=on)
    _tell(item.waiver, f"reinstated:{item.pk}", reason, on)
    return item


def _require_superior(post: Post, by: User, on: date) -> None:
    if not may_waive(by, post, on):
        raise NotAllowed(_("只有上级督导人员可以免除或恢复履职事项。"))


def _require_unmet(rows: list[Obligation]) -> None:
    if not rows:
        raise Refused(_("请至少勾选一项要免除的履职事项。"))
    if done := [row for row in rows if not row.is_unmet]:
        raise Conflict(
            _("“%(what)s”已完成或已免除，请刷新页面后重新勾选。")
            % {"what": done[0].requirement.statement}
        )


def _tell(waiver: Waiver, what: str, reason: str, on: date) -> None:
    post = waiver.post
    people = warnings.recipients({post.pk: post.unit_id}, on)[post.pk]
    warnings.add([notices.about_waiver(waiver, what, person, on, reason) for person in people])
