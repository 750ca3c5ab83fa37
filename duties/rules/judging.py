"""Judging an obligation: what its facts mean under its rule, with the reason in a sentence.

Here stand the rules that more records can only help. Rules whose figures may also turn for the
worse (rates, cases, registers) stand in ``figures``.
"""

from collections.abc import Callable
from datetime import date

from duties.rules.facts import (
    FACTS,
    CountFacts,
    CoverageFacts,
    Facts,
    StandingFacts,
    StatementFacts,
)
from duties.rules.figures import judge_checklist, judge_rate, judge_register
from duties.rules.kinds import CountRule, CoverageRule, Kind, Rule, StandingRule, StatementRule
from duties.rules.verdict import LATE, Outcome, Verdict, outcome_of
from duties.wording import Sentence, clauses, counted, en_list, zh_list


def judge(rule: Rule, facts: Facts, *, due_on: date, on: date) -> Verdict:
    """The verdict on the day ``on`` about an obligation due on ``due_on``."""
    if not isinstance(facts, FACTS[rule.kind]):
        raise TypeError(f"{type(facts).__name__} cannot be judged by a rule of kind {rule.kind}")
    return JUDGES[rule.kind](facts, rule, due_on=due_on, on=on)


def judge_count(facts: CountFacts, rule: CountRule, *, due_on: date, on: date) -> Verdict:
    """Art. 5 opening, (1), (4), 6(3), 8(1), 8(3), 9(2), 9(4), 10(2), 10(4), 15(1)-(3), 16(3),
    17(4), 18(1), 18(4), 20(2), 20(3): at least ``rule.at_least`` confirmed records in the period.

    On time when enough of them were held by the due date; a record counts once, however many
    items it has.
    """
    needed = rule.at_least
    outcome = outcome_of(
        begun=facts.total > 0, on_time=facts.on_time >= needed, total=facts.total >= needed
    )
    if outcome is Outcome.NONE:
        said = [
            Sentence(
                f"尚无已核实的履职记录，要求至少{needed}条",
                f"No confirmed record yet; at least {needed} required",
            )
        ]
    else:
        said = [
            Sentence(
                f"已核实{facts.total}条履职记录，要求至少{needed}条",
                f"{counted(facts.total, 'confirmed record')}; at least {needed} required",
            )
        ]
    if outcome is Outcome.PARTIAL:
        short = needed - facts.total
        said.append(Sentence(f"尚差{short}条", f"{short} still missing"))
    if outcome is Outcome.MET_LATE:
        late = facts.total - facts.on_time
        said += [Sentence(f"其中{late}条逾期", f"{late} of them after the due date"), LATE]
    return Verdict(outcome, min(facts.total, needed), needed, (), clauses(said))


def judge_coverage(facts: CoverageFacts, rule: CoverageRule, *, due_on: date, on: date) -> Verdict:
    """Art. 5(2), 8(2), 12, 15 opening: every listed subject has a confirmed record of its own.

    On time when every subject was covered by the due date. Names outside the list do not count.
    """
    covered = [name for name in rule.subjects if name in facts.total]
    missing = tuple(name for name in rule.subjects if name not in facts.total)
    late = [name for name in covered if name not in facts.on_time]
    needed = len(rule.subjects)
    outcome = outcome_of(begun=bool(covered), on_time=not missing and not late, total=not missing)
    said = [
        Sentence(
            f"已完成{len(covered)}项，共需{needed}项",
            f"{len(covered)} of {counted(needed, 'subject')} covered",
        )
    ]
    if missing:
        said.append(
            Sentence(f"尚缺{zh_list(missing)}", f"still missing: {en_list(missing)}"),
        )
    if outcome is Outcome.MET_LATE:
        said += [
            Sentence(f"{zh_list(late)}逾期", f"after the due date: {en_list(late)}"),
            LATE,
        ]
    return Verdict(outcome, len(covered), needed, missing, clauses(said))


def judge_standing(facts: StandingFacts, rule: StandingRule, *, due_on: date, on: date) -> Verdict:
    """Art. 5(3), 6(1), 6(2), 7(1), 7(2), 10(1)-(3), 14, 15(1), 15(3), 16(1), 16(2), 16(4), 17(2),
    17(4), 17(6), 20(1), 20(2): every listed document is in force on the day.

    Until the due date the day is today; afterwards the due date stays decisive: what was in force
    then is met, though it may have expired since. A document that came into force only after it
    makes the obligation met late, and keeps it so.
    """
    day = min(on, due_on)
    in_time = {name for name in rule.documents if facts.in_force(name, day, day)}
    in_force = [name for name in rule.documents if facts.in_force(name, day, on)]
    missing = tuple(name for name in rule.documents if name not in in_force)
    late = [name for name in in_force if name not in in_time]
    needed = len(rule.documents)
    outcome = outcome_of(begun=bool(in_force), on_time=not missing and not late, total=not missing)
    said = [
        Sentence(
            f"应有{needed}项制度文件，已有{len(in_force)}项生效",
            f"{len(in_force)} of {counted(needed, 'document')} in force",
        )
    ]
    said += _said_of_missing(facts, missing)
    if outcome is Outcome.MET_LATE:
        since = Sentence(
            f"{zh_list(late)}在截止日后生效", f"in force after the due date: {en_list(late)}"
        )
        said += [since, LATE]
    return Verdict(outcome, len(in_force), needed, missing, clauses(said))


def _said_of_missing(facts: StandingFacts, missing: tuple[str, ...]) -> list[Sentence]:
    """A document never recorded is told apart from one recorded but expired or not yet valid."""
    idle = [name for name in missing if facts.intervals(name)]
    absent = [name for name in missing if name not in idle]
    said = []
    if absent:
        said.append(Sentence(f"尚缺{zh_list(absent)}", f"still missing: {en_list(absent)}"))
    if idle:
        said.append(Sentence(f"{zh_list(idle)}不在有效期内", f"not valid: {en_list(idle)}"))
    return said


def judge_statement(
    facts: StatementFacts, rule: StatementRule, *, due_on: date, on: date
) -> Verdict:
    """Art. 5 opening, 9(1), 9(3), 9(5), 9(6), 10(4), 11, 13, 14, 15(4), 17(1), 17(2), 17(5), 18(2),
    18(3), 19(1), 20(4): an account of the period's work, with evidence.

    A confirmed record without evidence is a beginning and no more.
    """
    outcome = outcome_of(
        begun=facts.without_evidence > 0, on_time=facts.on_time > 0, total=facts.total > 0
    )
    if outcome is Outcome.NONE:
        said = [Sentence("尚无已核实的工作情况说明", "No confirmed account of the work yet")]
    elif outcome is Outcome.PARTIAL:
        bare = facts.without_evidence
        said = [
            Sentence(
                f"已核实{bare}份工作情况说明，尚缺佐证材料",
                f"{counted(bare, 'confirmed account')}, but without evidence",
            )
        ]
    else:
        said = [
            Sentence(
                f"已核实{facts.total}份附佐证材料的工作情况说明",
                f"{counted(facts.total, 'confirmed account')} with evidence",
            )
        ]
    if outcome is Outcome.MET_LATE:
        said.append(LATE)
    return Verdict(outcome, min(facts.total, 1), 1, (), clauses(said))


JUDGES: dict[Kind, Callable[..., Verdict]] = {
    Kind.COUNT: judge_count,
    Kind.COVERAGE: judge_coverage,
    Kind.RATE: judge_rate,
    Kind.CHECKLIST: judge_checklist,
    Kind.STANDING: judge_standing,
    Kind.STATEMENT: judge_statement,
    Kind.REGISTER: judge_register,
}
