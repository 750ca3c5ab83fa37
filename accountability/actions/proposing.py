"""Leads that the portal proposes from what is confirmed, delivered and known to those concerned.

Each fact has a key and is proposed once. Facts of one matter join the lead that is still new.
Nothing of an inspection that may not be known yet is looked at, and nothing reaches anybody's
record: a lead is a hint to the discipline organ of the managing level, and to nobody else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accountability.actions import leads, matters
from accountability.figures.suspicions import Suspicion, suspicions
from accountability.models import Lead, LeadItem, LeadState, Subject, managing_unit
from organizations.actions import journal
from organizations.models import Unit

#: So long a duty stays missed before anybody thinks of accountability.
GRACE_DAYS = 30
#: At most so many in one run; the next goes on.
LIMIT = 500


@dataclass(frozen=True)
class Run:
    """What one run did."""

    leads: int
    items: int


def propose(*, on: date, limit: int = LIMIT) -> Run:
    """Propose what is new. Run twice, or by two workers at once, it proposes once."""
    found = list(suspicions(on=on, missed_before=on - timedelta(days=GRACE_DAYS), limit=limit))
    known = set(
        LeadItem.objects.filter(key__in=[each.key for each in found]).values_list("key", flat=True)
    )
    by_matter = defaultdict(list)
    for each in found:
        if each.key not in known:
            by_matter[each.matter].append(each)
    managers = _managers({each.about_unit for rows in by_matter.values() for each in rows})
    runs = [_propose(rows, managers.get(rows[0].about_unit), on) for rows in by_matter.values()]
    return Run(sum(each.leads for each in runs), sum(each.items for each in runs))


@journal.atomic
def _propose(rows: list[Suspicion], manager: Unit | None, on: date) -> Run:
    """One matter: join its new lead, or begin one; whoever comes second adds nothing."""
    if manager is None:
        return Run(0, 0)
    first = rows[0]
    lead = Lead.objects.select_for_update().filter(matter=first.matter, state=LeadState.NEW).first()
    made = lead is None
    if made:
        lead = Lead.objects.create(
            unit=manager, subject=Subject.LEADER if first.person else Subject.ORGANIZATION,
            about_unit_id=first.about_unit, post_id=first.post, person_id=first.person,
            source=first.source, matter=first.matter, text_zh=first.heading_zh,
            text_en=first.heading_en, found_on=on,
        )  # fmt: skip
    LeadItem.objects.bulk_create([_item(lead, each) for each in rows], ignore_conflicts=True)
    added = lead.items.filter(key__in=[each.key for each in rows]).count()
    if not added:
        if made:
            lead.delete()
        return Run(0, 0)
    if not made:
        leads.joined(lead)
    matters.note("propose", lead, None, items=added, on=on)
    return Run(int(made), added)


def _item(lead: Lead, each: Suspicion) -> LeadItem:
    return LeadItem(
        lead=lead, key=each.key, text_zh=each.text_zh[:500], text_en=each.text_en[:800],
        obligation_id=each.obligation, finding_id=each.finding, score_item_id=each.score_item,
    )  # fmt: skip


def _managers(keys: Iterable[int]) -> dict[int, Unit | None]:
    return {unit.pk: managing_unit(unit) for unit in Unit.objects.filter(pk__in=keys)}
