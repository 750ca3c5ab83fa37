"""Judging figures, cases and registers, which a later record may also turn for the worse.

They are met when the on-time facts satisfy the rule and the total facts do so too: a figure
reported late belongs to the same period, and one that spoils the rate or adds an unhandled case
cannot be left out because it came late. Met late is what only the total satisfies. A nil return
says that nothing of the kind occurred; beside entries it contradicts them and proves nothing
until one of the two is struck out.
"""

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import Enum
from math import ceil

from duties.rules.facts import CaseSteps, ChecklistFacts, RateFacts, RegisterFacts, Sum
from duties.rules.kinds import ChecklistRule, RateRule, RegisterRule
from duties.rules.verdict import LATE, Outcome, Verdict, outcome_of
from duties.wording import Sentence, clauses, counted, en_list, plain, zh_list

CONTRADICTION = Sentence(
    "既有事项记录又有零报告，相互矛盾，须撤销其一",
    "Entries and a nil return contradict each other; one of them must be struck out",
)
UNTITLED = "（未命名事项）"


class Reading(Enum):
    """What the sums of one metric say by themselves."""

    UNREPORTED = "unreported"
    NO_BASIS = "no basis"
    REACHED = "reached"
    SHORT = "short"
    CONTRADICTED = "contradicted"
    IMPOSSIBLE = "impossible"


def read(figure: Sum, nil: int, target: Decimal) -> Reading:
    """Compared by multiplying out, so that no rounding decides: n / d >= t as n >= t * d."""
    nil += figure.nil
    if figure.denominator > 0 and nil:
        return Reading.CONTRADICTED
    if figure.numerator > figure.denominator:
        return Reading.IMPOSSIBLE
    if figure.denominator == 0:
        return Reading.NO_BASIS if figure.items or nil else Reading.UNREPORTED
    return Reading.REACHED if figure.numerator >= target * figure.denominator else Reading.SHORT


def percentage(figure: Sum, target: Decimal) -> Decimal:
    """Per cent to two decimals, half up; but a rate short of its target never prints as reaching
    it: 99.996 % of a target of 100 % is 99.99 %."""
    exact = figure.numerator * 100 / figure.denominator
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if exact < target * 100 <= rounded:
        return exact.quantize(Decimal("0.01"), ROUND_DOWN)
    return rounded


def _said_of(name: str, figure: Sum, reading: Reading, target: Decimal) -> Sentence:
    if reading is Reading.UNREPORTED:
        return Sentence(f"{name}尚未填报", f"{name}: not reported yet")
    if reading is Reading.NO_BASIS:
        return Sentence(f"{name}本期无发生", f"{name}: no cases in the period")
    ratio = f"{plain(figure.numerator)}/{plain(figure.denominator)}"
    if reading is Reading.CONTRADICTED:
        return Sentence(
            f"{name}{ratio}，另有零报告，相互矛盾",
            f"{name}: {ratio} and a nil return contradict each other",
        )
    if reading is Reading.IMPOSSIBLE:
        return Sentence(
            f"{name}{ratio}，分子大于分母，须核对",
            f"{name}: {ratio}, more than there were; to be checked",
        )
    share, goal = percentage(figure, target), plain(target * 100)
    zh, en = ("已达到", "reached") if reading is Reading.REACHED else ("未达到", "not reached")
    return Sentence(
        f"{name}{ratio}，为{share}%，{zh}{goal}%的目标",
        f"{name}: {ratio} = {share}%, target {goal}% {en}",
    )


SETTLED = {Reading.REACHED, Reading.NO_BASIS}


def judge_rate(facts: RateFacts, rule: RateRule, *, due_on: date, on: date) -> Verdict:
    """Art. 6(2), 7(3), 16(3), 17(3), 19(2), 19(3), 19(5): each rate reaches its target.

    A metric without cases has no basis: it is neither reached nor missed, and ``needed`` leaves it
    out. Where no metric has a basis, neither has the obligation, whenever that was reported: there
    was nothing to be done in time. A metric not reported is missing.
    """
    everyone = facts.figure("")
    figures = [(facts.figure(name), target) for name, target in rule.metrics]
    now = {f.name: read(f.total, everyone.total.nil, target) for f, target in figures}
    then = [read(f.on_time, everyone.on_time.nil, target) for f, target in figures]
    reason = clauses(_said_of(f.name, f.total, now[f.name], target) for f, target in figures)
    readings = set(now.values())
    missing = tuple(name for name, reading in now.items() if reading not in SETTLED)
    done = sum(reading is Reading.REACHED for reading in now.values())
    needed = done + len(missing)
    if readings == {Reading.NO_BASIS}:
        return Verdict(Outcome.NO_BASIS, 0, 0, (), reason)
    satisfied = not missing
    in_time = SETTLED.issuperset(then)
    begun = readings != {Reading.UNREPORTED}
    outcome = outcome_of(begun=begun, on_time=satisfied and in_time, total=satisfied)
    if outcome is Outcome.MET_LATE:
        reason = _late(reason)
    return Verdict(outcome, done, needed, missing, reason)


def _late(reason: Sentence) -> Sentence:
    zh, en = reason.zh.removesuffix("。"), reason.en.removesuffix(".")
    return clauses([Sentence(zh, en), LATE])


def judge_checklist(
    facts: ChecklistFacts, rule: ChecklistRule, *, due_on: date, on: date
) -> Verdict:
    """Art. 16(1): every case recorded in the period has passed all its steps.

    Cases are told apart by the title of their records; several records of one title add up.
    Progress counts the steps of all cases. A nil return means no case, and so no basis.
    """
    if facts.nil and not facts.cases:
        reason = Sentence("本期无此类事项（零报告）。", "No such case in the period (nil return).")
        return Verdict(Outcome.NO_BASIS, 0, 0, (), reason)
    steps = len(rule.steps)
    needed = steps * max(len(facts.cases), 1)
    gaps = {case: [s for s in rule.steps if s not in case.total] for case in facts.cases}
    done = sum(steps - len(gap) for gap in gaps.values())
    missing = tuple(f"{_title(case)}：{step}" for case, gap in gaps.items() for step in gap)
    if not facts.cases:
        reason = Sentence("尚未登记事项或者零报告。", "Neither a case nor a nil return yet.")
        return Verdict(Outcome.NONE, 0, needed, rule.steps, reason)
    if facts.nil:
        return Verdict(Outcome.PARTIAL, done, needed, missing, clauses([CONTRADICTION]))
    outcome = outcome_of(
        begun=True,
        on_time=not missing and _steps_in_time(facts, rule),
        total=not missing,
    )
    said = [_said_of_cases(gaps, steps), *_said_of_gaps(gaps)]
    if outcome is Outcome.MET_LATE:
        said.append(LATE)
    return Verdict(outcome, done, needed, missing, clauses(said))


def _steps_in_time(facts: ChecklistFacts, rule: ChecklistRule) -> bool:
    opened = [case for case in facts.cases if case.opened_on_time]
    return bool(opened) and all(set(rule.steps) <= set(case.on_time) for case in opened)


def _title(case: CaseSteps) -> str:
    return case.title or UNTITLED


def _said_of_cases(gaps: dict[CaseSteps, list[str]], steps: int) -> Sentence:
    whole = sum(not gap for gap in gaps.values())
    cases = len(gaps)
    return Sentence(
        f"共登记{cases}项，其中{whole}项完成全部{steps}个步骤",
        f"{whole} of {counted(cases, 'case')} passed all {counted(steps, 'step')}",
    )


def _said_of_gaps(gaps: dict[CaseSteps, list[str]]) -> list[Sentence]:
    return [
        Sentence(
            f"“{_title(case)}”尚缺{zh_list(gap)}", f'"{_title(case)}" still lacks {en_list(gap)}'
        )
        for case, gap in gaps.items()
        if gap
    ]


def judge_register(facts: RegisterFacts, rule: RegisterRule, *, due_on: date, on: date) -> Verdict:
    """Art. 8(4), 19(4): every entry of the period is handled, or a nil return is filed.

    Unlike a rate, a nil return fulfils the duty, because the duty is to report; so filing it
    late is fulfilling it late. Entries put at 0 say the same as a nil return.
    """
    now = read(facts.total, 0, Decimal(1))
    then = read(facts.on_time, 0, Decimal(1))
    entries = ceil(facts.total.denominator)
    handled = entries - ceil(facts.total.denominator - facts.total.numerator)
    if now is Reading.UNREPORTED:
        reason = Sentence("尚未登记事项或者零报告。", "Neither an entry nor a nil return yet.")
        return Verdict(Outcome.NONE, 0, 1, (), reason)
    if now is Reading.CONTRADICTED:
        return Verdict(
            Outcome.PARTIAL, min(handled, entries), entries, (), clauses([CONTRADICTION])
        )
    outcome = outcome_of(begun=True, on_time={now, then} <= SETTLED, total=now in SETTLED)
    if now is Reading.NO_BASIS:
        said = [Sentence("已作零报告，本期无此类情况", "Nil return filed: nothing of the kind")]
        done, needed = 1, 1
    else:
        said = _said_of_entries(handled, entries)
        done, needed = min(handled, entries), max(entries, 1)
    if outcome is Outcome.MET_LATE:
        said.append(LATE)
    return Verdict(outcome, done, needed, (), clauses(said))


def _said_of_entries(handled: int, entries: int) -> list[Sentence]:
    said = [
        Sentence(
            f"共登记{entries}件，已处理{handled}件",
            f"{handled} of {counted(entries, 'entry', 'entries')} handled",
        )
    ]
    left = entries - handled
    if left > 0:
        said.append(Sentence(f"尚有{left}件未处理", f"{left} still open"))
    if left < 0:
        said.append(Sentence("处理数大于登记数，须核对", "more than were entered; to be checked"))
    return said
