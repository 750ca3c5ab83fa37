"""The other sources of indicators: the unit's result, inspections, the report, entered items."""

from decimal import Decimal

from assessments.schemes import EVALUATIONS, Evaluation, Indicator, Scheme, Source, grade_label
from assessments.scoring.facts import PostFacts
from assessments.scoring.rounding import HUNDRED, mean, to_hundredth
from assessments.scoring.tree import Node
from assessments.scoring.wording import NO_BASIS, formula_of_mean, moved_weight
from duties.wording import Sentence, plain

SEVERITIES = {
    "minor": Sentence("轻微", "minor"),
    "ordinary": Sentence("一般", "ordinary"),
    "serious": Sentence("严重", "serious"),
}
ZERO = Decimal(0)


def _node(indicator: Indicator, points, sentence: Sentence, children=(), **more) -> Node:
    return Node(
        code=indicator.code, kind="indicator", source=str(indicator.source),
        title=indicator.title, weight=indicator.weight, points=points, sentence=sentence,
        children=tuple(children), **more,
    )  # fmt: skip


def result(indicator: Indicator, facts: PostFacts) -> Node:
    if facts.result is None:
        said = Sentence(
            "本年度考核结果尚未录入，不计分（不等于0分）。",
            "The year's result is not entered yet: not scored (which is not 0).",
        )
        return _node(indicator, None, said)
    points = to_hundredth(facts.result)
    return _node(indicator, points, Sentence(
        f"本单位年度法治建设考核结果为{plain(points)}分。",
        f"The unit's annual rule-of-law result: {plain(points)}.",
    ))  # fmt: skip


def inspections(indicator: Indicator, facts: PostFacts, scheme: Scheme, worth: Decimal) -> Node:
    """Starts full; each finding deducts its points from the ``worth`` of the indicator."""
    if not facts.inspections.inspected:
        said = Sentence(
            "本年度未被督查，不计分（不等于0分）。",
            "Not inspected this year: not scored (which is not 0).",
        )
        return _node(indicator, None, said)
    lines = [
        _finding(f"{indicator.code}/{place}", each, scheme)
        for place, each in enumerate(sorted(facts.inspections.findings))
    ]
    taken = sum((-line.points for line in lines), ZERO)
    left = max(ZERO, worth - taken)
    points = to_hundredth(HUNDRED * left / worth)
    return _node(indicator, points, _deducted(lines, worth, taken, left, points), lines)


def _deducted(lines, worth, taken, left, points) -> Sentence:
    if not lines:
        return Sentence("督查未发现问题，计100分。", "Inspected, nothing found: 100.")
    sums = "+".join(plain(-line.points) for line in lines)
    floor = taken > worth
    return Sentence(
        f"满分{plain(worth)}分，{len(lines)}个问题扣{sums}={plain(taken)}分"
        f"{'，扣完为止' if floor else ''}，余{plain(left)}分：100×{plain(left)}÷{plain(worth)}={points}分。",
        f"Out of {plain(worth)}, {len(lines)} findings take off {sums}={plain(taken)}"
        f"{', never more than there is' if floor else ''}; {plain(left)} are left: "
        f"100×{plain(left)}÷{plain(worth)}={points}.",
    )


def _finding(code: str, fact, scheme: Scheme) -> Node:
    whole = getattr(scheme.inspecting, fact.severity)
    kept = scheme.inspecting.restored if fact.in_time else ZERO
    taken = to_hundredth(whole * (1 - kept))
    label = SEVERITIES[fact.severity]
    if fact.in_time:
        formula = f"{plain(whole)}×(1-{plain(kept)})={plain(taken)}"
        said = Sentence(
            f"{label.zh}问题，已按期整改，扣{formula}分。",
            f"{label.en.capitalize()}, put right in time: {formula} off.",
        )
    else:
        said = Sentence(
            f"{label.zh}问题，扣{plain(taken)}分。", f"{label.en.capitalize()}: {plain(taken)} off."
        )
    title = Sentence(fact.text or label.zh, fact.text or label.en)
    return Node(code=code, kind="finding", title=title, sentence=said, points=-taken, key=fact.key)


def report(indicator: Indicator, facts: PostFacts, scheme: Scheme) -> Node:
    """Two parts: handed in by its day, and how the superior found it."""
    fact = facts.report
    if fact is None or not (fact.submitted_on or fact.due):
        said = Sentence(
            "述法报告尚未到期，不计分（不等于0分）。",
            "The report is not due yet: not scored (which is not 0).",
        )
        return _node(indicator, None, said)
    parts = (_timely(indicator, fact, scheme), _evaluated(indicator, fact, scheme))
    found = [(part.weight, part.points) for part in parts if part.counts]
    points = mean(found)
    missing = [(part.title, part.weight) for part in parts if part.weight and not part.basis]
    if points is None:
        return _node(indicator, None, NO_BASIS, parts, key=fact.key)
    moved = moved_weight(missing)
    formula = formula_of_mean(found, points)
    said = Sentence(f"{formula}分。{moved.zh}", f"{formula}.{moved.en}")
    return _node(indicator, points, said, parts, key=fact.key)


def _timely(indicator: Indicator, fact, scheme: Scheme) -> Node:
    late = scheme.late_factor
    if fact.submitted_on is None:
        points, said = (
            ZERO,
            Sentence(f"{fact.due_on}到期未提交，计0分。", f"Not handed in by {fact.due_on}: 0."),
        )
    elif fact.submitted_on <= fact.due_on:
        points, said = HUNDRED, Sentence(
            f"{fact.submitted_on}提交，未超过{fact.due_on}，计100分。",
            f"Handed in on {fact.submitted_on}, by {fact.due_on}: 100.",
        )  # fmt: skip
    else:
        points = to_hundredth(HUNDRED * late)
        said = Sentence(
            f"{fact.submitted_on}提交，晚于{fact.due_on}，100×{plain(late)}={plain(points)}分。",
            f"Handed in on {fact.submitted_on}, after {fact.due_on}: "
            f"100×{plain(late)}={plain(points)}.",
        )
    title = Sentence("按时提交", "Handed in on time")
    return Node(
        f"{indicator.code}/timely", "part", title, said, points, scheme.reporting.timely or None
    )


def _evaluated(indicator: Indicator, fact, scheme: Scheme) -> Node:
    title, weight = Sentence("评议等次", "Evaluation"), scheme.reporting.evaluation or None
    code = f"{indicator.code}/evaluation"
    if not fact.evaluation:
        if fact.submitted_on is None:
            said = Sentence("未提交，评议计0分。", "Not handed in: evaluated as 0.")
            return Node(code, "part", title, said, ZERO, weight)
        said = Sentence("尚未评议，不计分。", "Not evaluated yet: not scored.")
        return Node(code, "part", title, said, None, weight)
    points = getattr(scheme.reporting, fact.evaluation)
    label = EVALUATIONS[Evaluation(fact.evaluation)]
    said = Sentence(
        f"评议为“{label.zh}”，计{plain(points)}分。", f"Found {label.en}: {plain(points)}."
    )
    return Node(code, "part", title, said, points, weight)


def bonus(indicator: Indicator, facts: PostFacts, first: bool) -> Node:
    """Entered items, and under the first bonus what accountability hands over as incentive."""
    found = [each for each in facts.items if each.code == indicator.code]
    if first:
        found += [each for each in facts.outcomes if each.kind == Source.BONUS]
    lines = _items(indicator.code, found, 1)
    whole = sum((line.points for line in lines), ZERO)
    points = min(whole, indicator.params.cap)
    return _node(indicator, points, _summed(lines, whole, points, indicator.params.cap), lines)


def deduction(indicator: Indicator, facts: PostFacts) -> Node:
    found = [each for each in facts.items if each.code == indicator.code]
    return _taken(indicator, _items(indicator.code, found, -1))


def outcomes(indicator: Indicator, facts: PostFacts) -> Node:
    """What accountability took off, and the grade it caps; its incentives stand under bonus."""
    found = [each for each in facts.outcomes if each.kind != Source.BONUS]
    return _taken(indicator, _items(indicator.code, found, -1))


def _taken(indicator: Indicator, lines: tuple[Node, ...]) -> Node:
    whole = -sum((line.points for line in lines), ZERO)
    cap = indicator.params.cap
    points = whole if cap is None else min(whole, cap)
    said = _summed(lines, whole, points, cap)
    return _node(indicator, -points, said, lines, grade=_worst(lines))


def veto(indicator: Indicator, facts: PostFacts) -> Node:
    found = [each for each in facts.items if each.code == indicator.code]
    lines = _items(indicator.code, found, -1, indicator.params.grade)
    if not lines:
        return _node(indicator, None, Sentence("没有否决情形。", "Nothing that vetoes."))
    grade = _worst(lines)
    label = grade_label(grade)
    said = Sentence(
        f"有否决情形，等次不高于{label.zh}。", f"There is a veto: the grade is {label.en} at best."
    )
    return _node(indicator, None, said, lines, grade=grade)


def _worst(lines) -> str:
    order = ["excellent", "good", "pass", "fail"]
    grades = [line.grade for line in lines if line.grade]
    return max(grades, key=order.index, default="")


def _items(code: str, facts, sign: int, grade: str = "") -> tuple[Node, ...]:
    return tuple(
        _item(f"{code}/{place}", each, sign, each.grade or grade)
        for place, each in enumerate(sorted(facts))
    )


def _item(code: str, fact, sign: int, grade: str) -> Node:
    points = sign * to_hundredth(fact.points)
    label = grade_label(grade) if grade else None
    zh = [f"{'加' if sign > 0 else '扣'}{plain(abs(points))}分"] if points else []
    en = [f"{plain(abs(points))} {'added' if sign > 0 else 'taken off'}"] if points else []
    if label is not None:
        zh.append(f"等次不高于{label.zh}")
        en.append(f"the grade is {label.en} at best")
    said = Sentence("，".join(zh or ["不影响得分"]) + "。", "; ".join(en or ["no effect"]) + ".")
    title = Sentence(fact.reason_zh, fact.reason_en or fact.reason_zh)
    return Node(code, "item", title, said, points, grade=grade, key=fact.key)


def _summed(lines, whole: Decimal, points: Decimal, cap: Decimal | None) -> Sentence:
    if not lines:
        return Sentence("没有此类事项。", "There are none.")
    sums = "+".join(plain(abs(line.points)) for line in lines)
    formula = f"{sums}={plain(whole)}" if len(lines) > 1 else plain(whole)
    if cap is not None and whole > cap:
        return Sentence(
            f"合计{formula}分，超过上限，按{plain(cap)}分计。",
            f"{formula} in all, above the limit: {plain(points)} count.",
        )
    return Sentence(f"合计{formula}分。", f"{formula} in all.")
