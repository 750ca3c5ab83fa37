"""What the page of one inspection shows, and to whom; the rest is not even fetched."""

from datetime import date

from assessments.figures.circular import themes
from assessments.figures.papers import progress_of
from assessments.models import Finding, Inspection, InspectionKind, Stage
from organizations import access
from organizations.models import User

#: Stages in the order in which an inspection goes through them; an announced one is fed back.
WAY = (Stage.PLANNED, Stage.ORDERED, Stage.ON_SITE, Stage.FED_BACK, Stage.PUBLISHED)


def page_of(inspection: Inspection, user: User, on: date) -> dict:
    """The context of the page. Team and those who order it see the work, the rest the result."""
    overs = access.allows(user, "oversee", inspection.unit)
    member = inspection.members.filter(person=user).exists()
    insider = is_insider(inspection, user)
    stage = inspection.stage
    return (progress_of(inspection, user) if insider else {}) | {
        "inspection": inspection,
        "insider": insider,
        "member": member,
        "steps": _steps(inspection),
        "themes": themes(inspection.articles),
        "scope": inspection.scope.select_related("unit"),
        "members": inspection.members.select_related("person__unit"),
        "exclusions": inspection.exclusions.select_related("person", "unit") if insider else [],
        "drawings": inspection.drawings.all(),
        "findings": Finding.objects.visible_to(user, on).filter(inspection=inspection)
        .select_related("unit", "inspection"),
        "documents": inspection.documents.defer("content"),
        "on": on,
        "may_order": stage == Stage.PLANNED and overs
        and (not inspection.is_unannounced or user.pk == inspection.second_id),
        "may_begin": stage == Stage.ORDERED and (overs or member),
        "may_find": stage == Stage.ON_SITE and member,
        "may_praise": member and not inspection.is_over and stage != Stage.PLANNED,
        "may_feed_back": stage == Stage.ON_SITE and overs and not inspection.is_unannounced,
        "may_publish": stage in (Stage.ON_SITE, Stage.FED_BACK) and overs,
        "may_withdraw": stage in WAY[:3] and overs,
    }  # fmt: skip


def is_insider(inspection: Inspection, user: User) -> bool:
    """On the team, or among those who order it: they see papers, draws and exclusions."""
    ordering = (inspection.planned_by_id, inspection.second_id, inspection.ordered_by_id)
    return user.pk in ordering or inspection.members.filter(person=user).exists()


def _steps(inspection: Inspection) -> list[tuple[str, str]]:
    """``(label, state)`` of each stage on the way: done, now or next."""
    way = [
        stage for stage in WAY
        if stage != Stage.FED_BACK or inspection.kind != InspectionKind.UNANNOUNCED
    ]  # fmt: skip
    if inspection.stage == Stage.WITHDRAWN:
        return [(Stage.PLANNED.label, "done"), (Stage.WITHDRAWN.label, "now")]
    here = way.index(inspection.stage)
    return [
        (stage.label, "done" if place < here else "now" if place == here else "next")
        for place, stage in enumerate(way)
    ]
