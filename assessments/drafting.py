"""What a report's free places are prefilled with, and what each sentence rests on.

A prefilled sentence is only there where the data bear it out, and names the rows it was
drawn from; it holds no figure. Its writer keeps it, changes it or throws it away. The report
is a Chinese document; so are these sentences.
"""

from dataclasses import dataclass

from assessments import narrative
from assessments.report_facts import Report, Row


@dataclass(frozen=True)
class Draft:
    """A prefilled text and its sources: duties, records, findings."""

    text: str = ""
    duties: tuple[Row, ...] = ()
    records: tuple[int, ...] = ()
    findings: tuple[str, ...] = ()


NOTHING = Draft()


def drafts(facts: Report) -> dict[str, Draft]:
    """Place → its draft; places of which the data say nothing are left out."""
    made = {
        narrative.STUDY: _study(facts),
        narrative.INSPECTIONS: _inspections(facts),
        narrative.CAUSES: _causes(facts),
        narrative.PLANS: _plans(facts),
    }
    return {place: draft for place, draft in made.items() if draft.text}


def words(facts: Report) -> dict[str, str]:
    return {place: draft.text for place, draft in drafts(facts).items()}


def _study(facts: Report) -> Draft:
    points = [point for each in facts.sections if each.place == narrative.STUDY
              for point in each.points]  # fmt: skip
    records = tuple(deed.key for point in points for deed in point.deeds)
    if not records:
        return NOTHING
    text = "本人坚持以习近平法治思想为指导，带头学法用法，推动领导班子和领导干部学法用法。"
    return Draft(text, records=records)


def _inspections(facts: Report) -> Draft:
    waiting = tuple(each.key for each in facts.found if each.righted_on is None)
    if not waiting:
        return NOTHING
    return Draft("对督查反馈尚未销号的问题，本人将牵头督促整改，按期销号。", findings=waiting)


def _causes(facts: Report) -> Draft:
    rows = facts.missed + facts.late
    if not rows:
        return NOTHING
    failings = ["对照职责逐项抓落实还不够紧"] if facts.missed else []
    failings += ["对时间节点的统筹和提醒不够及时"] if facts.late else []
    return Draft(f"上述问题的存在，主要是本人{'，'.join(failings)}。", duties=rows)


def _plans(facts: Report) -> Draft:
    """One paragraph for each field in which something was left undone."""
    themes = dict.fromkeys(row.theme for row in facts.missed)
    lines = [f"在{theme}方面，针对未完成的事项，逐项明确牵头领导、责任单位和完成时限。"
             for theme in themes]  # fmt: skip
    return Draft("\n".join(lines), duties=facts.missed)
