"""From the register to a lead: the discipline organ of the managing level learns of it."""

from datetime import date
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from accountability.actions import matters
from accountability.models import InterferenceEntry, Lead, LeadSource, Subject, managing_unit
from organizations.errors import Refused
from organizations.models import User

_NAMES = UUID("4f3c1f0e-6f0b-4d0e-8a55-2f8f0f6f7f10")


def lead_of(*, entry: InterferenceEntry, by: User, on: date) -> Lead:
    """Enter the lead, once. Neither who recorded the interference nor who handed it over stands
    in it, and of the account only what the entry says of the case."""
    key = uuid5(_NAMES, str(entry.pk))
    known = Lead.objects.filter(pk=key).first()
    if known is not None:
        return known
    unit = managing_unit(entry.post.unit)
    person = entry.post.incumbent_on(entry.happened_on)
    if unit is None or person is None:
        raise Refused(_("该职务当日无人任职或者由本平台之外管理，请移送有管理权限的机关。"))
    lead = Lead(
        pk=key, unit=unit, subject=Subject.LEADER, about_unit=entry.post.unit, post=entry.post,
        person=person, source=LeadSource.REGISTER, text_zh=_said(entry), found_on=on,
    )  # fmt: skip
    lead.save(force_insert=True)
    matters.note("refer", lead, by, on=on)
    return lead


def _said(entry: InterferenceEntry) -> str:
    day = entry.happened_on
    return (
        f"{day.year}年{day.month}月{day.day}日，{entry.get_kind_display()}"
        f"（{entry.get_way_display()}），涉及{entry.matter}。详情向登记单位党委政法委核实。"
    )
