"""What a case file holds beside the letters: how the case came about and what was done in it.

For those who handle it; the letters and what was handed in with them follow in the file itself.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accountability.figures import letters, verbs
from accountability.figures.letters import Letter, Section
from accountability.models import Appeal, Case, Decision, Stage, ToleranceClaim
from duties.models.regulation import numeral
from organizations.bilingual import speaks_english
from organizations.models import MatterEntry


def record(case: Case, on: date) -> Letter:
    """The parts that there are, numbered in their order."""
    parts = [
        (_("线索"), _leads(case)),
        (_("初步核实情况"), letters.lines(case.account)),
        (_("办理人员"), _members(case)),
        (_("容错申请"), [line for row in case.claims.all() for line in _claim(row)]),
        (_("党委决定和处理"), [line for row in _decisions(case) for line in _decision(row)]),
        (_("申诉"), [line for row in _appeals(case) for line in _appeal(row)]),
        (_("补充更正"), [f"{_at(row.made_at)} {row.text}" for row in case.corrections.all()]),
        (_("办理结果"), letters.lines(case.ending)),
        (_("办理过程"), [_step(entry) for entry in history(case)]),
    ]
    there = [(heading, tuple(lines)) for heading, lines in parts]
    there = [(heading, lines) for heading, lines in there if lines]
    return Letter(
        language=get_language(), title=_("办理情况记录"), number=case.number_label, addressee="",
        opening=_("对象：%(who)s。事由：%(title)s。") % {"who": case.about, "title": case.title},
        sections=tuple(
            Section(_("%(number)s、%(heading)s") % {"number": numeral(place), "heading": heading}, lines)
            for place, (heading, lines) in enumerate(there, 1)
        ),
        issuer=letters.organ(case), day=on,
    )  # fmt: skip


def history(case: Case) -> list[dict]:
    """The sealed chain in words; who referred a lead from the register stays in the chain."""
    entries = MatterEntry.objects.filter(matter=case.pk).select_related("actor")
    return [
        {
            "name": verbs.in_history(row.action), "at": row.at, "stage": _moved(row.detail),
            "actor": None if row.action in verbs.SHIELDED else row.actor,
        }
        for row in entries.order_by("position")
    ]  # fmt: skip


def _leads(case: Case) -> Iterator[str]:
    for lead in (case.lead, *case.lead.merged.order_by("found_on", "pk")):
        yield f"{_at(lead.found_on)} {lead.get_source_display()}：{lead.text}"
        yield from (item.text for item in lead.items.all())


def _members(case: Case) -> Iterator[str]:
    for row in case.members.select_related("person"):
        yield f"{row.get_role_display()}：{_name(row.person)}（{_at(row.assigned_at)}）"
        if row.released_at:
            yield _("已回避：") + f"{row.release_reason}（{_at(row.released_at)}）"


def _claim(row: ToleranceClaim) -> Iterator[str]:
    raised = _("当事人提出") if row.by_concerned else _("组织提出")
    yield f"{_at(row.raised_on)} {raised}：{row.text}"
    yield from letters.tested(row)
    if row.decided_on:
        yield f"{_at(row.decided_on)} {row.get_state_display()}（{row.document}）：{row.reason}"


def _decisions(case: Case):
    return case.decisions.select_related("service").prefetch_related("measures")


def _decision(row: Decision) -> Iterator[str]:
    forms = "、".join(row.form_labels) or _("不予问责")
    yield f"{_at(row.decided_on)} {row.document}：{forms}。{row.text}"
    for each in row.measures.all():
        yield letters.measure(each)
        if each.revoked_at:
            yield _("已撤销") + f"（{_at(each.revoked_at)}）"
    if hasattr(row, "service"):
        said = row.service
        yield _("送达：") + f"{_at(said.served_on)} {said.manner}"


def _appeals(case: Case):
    return Appeal.objects.filter(decision__case=case).order_by("raised_on", "raised_at")


def _appeal(row: Appeal) -> Iterator[str]:
    yield f"{_at(row.raised_on)} {row.text}"
    if row.result:
        yield f"{_at(row.answered_on)} {row.get_result_display()}（{row.document}）：{row.answer}"


def _step(entry: dict) -> str:
    said = f"{localtime(entry['at']):%Y-%m-%d %H:%M} {entry['name']}"
    moved = f" → {entry['stage']}" if entry["stage"] else ""
    return said + moved + (f" {_name(entry['actor'])}" if entry["actor"] else "")


def _moved(detail: dict) -> str:
    before, after = detail.get("before"), detail.get("after")
    return str(Stage(after).label) if after and after != before else ""


def _name(person) -> str:
    return (person.name_en if speaks_english() else "") or person.name_zh or person.username


def _at(day) -> str:
    return f"{localdate(day) if hasattr(day, 'hour') else day:%Y-%m-%d}"
