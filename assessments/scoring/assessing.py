"""``assess``: a scheme and the facts of a post in, the score with its reasons out."""

from decimal import Decimal

from assessments.schemes import Indicator, Scheme, Source
from assessments.scoring import duties, grading, sources
from assessments.scoring.facts import PostFacts
from assessments.scoring.rounding import HUNDRED, mean, to_hundredth
from assessments.scoring.tree import HolderShare, Node, ScoreTree
from assessments.scoring.wording import NO_BASIS, formula_of_mean, moved_weight
from duties.wording import Sentence, plain

#: Raised whenever the same facts may give another figure or another sentence.
ENGINE = 1
ZERO = Decimal(0)


def assess(scheme: Scheme, facts: PostFacts) -> ScoreTree:
    """Pure: the same scheme and the same facts give the same tree, in whatever order they come."""
    nodes, base, total = _points(scheme, facts)
    grade, said = grading.grade_of(scheme, total, [node.grade for node in nodes])
    shares = tuple(_share(scheme, facts, holder, nodes, total) for holder in facts.holders)
    if total is not None and not any(share.graded for share in shares):
        grade, said = "", _nobody_long_enough(shares, scheme.least_months)
    return ScoreTree(
        engine=ENGINE, total=total, base=base, grade=str(grade), nodes=nodes, shares=shares,
        sentence=_sentence(nodes, base, total), grade_sentence=said,
    )  # fmt: skip


def _points(scheme: Scheme, facts: PostFacts):
    first = next(iter(scheme.of_source(Source.BONUS)), None)
    nodes = tuple(
        _node(each, facts, scheme, each.weight, each is first) for each in scheme.indicators
    )
    base = mean([(node.weight, node.points) for node in nodes if node.counts])
    return nodes, base, None if base is None else _with_extras(base, nodes)


def _node(indicator: Indicator, facts: PostFacts, scheme: Scheme, worth, first: bool) -> Node:
    match indicator.source:
        case Source.DUTIES:
            return duties.node_of(indicator, facts.duties, scheme.late_factor)
        case Source.RESULT:
            return sources.result(indicator, facts)
        case Source.INSPECTIONS:
            return sources.inspections(indicator, facts, scheme, worth)
        case Source.REPORT:
            return sources.report(indicator, facts, scheme)
        case Source.OUTCOMES:
            return sources.outcomes(indicator, facts)
        case Source.BONUS:
            return sources.bonus(indicator, facts, first)
        case Source.DEDUCTION:
            return sources.deduction(indicator, facts)
        case Source.VETO:
            return sources.veto(indicator, facts)
    return _group(indicator, facts, scheme, worth)


def _group(indicator: Indicator, facts: PostFacts, scheme: Scheme, worth: Decimal) -> Node:
    children = tuple(
        _node(child, facts, scheme, worth * child.weight / HUNDRED, False)
        for child in indicator.children
    )
    found = [(child.weight, child.points) for child in children if child.counts]
    points = mean(found)
    return Node(
        code=indicator.code, kind="indicator", source=str(indicator.source),
        title=indicator.title, weight=indicator.weight, points=points, children=children,
        sentence=_weighed(children, found, points),
    )  # fmt: skip


def _weighed(siblings, found, points: Decimal | None) -> Sentence:
    if points is None:
        return NO_BASIS
    formula = formula_of_mean(found, points)
    moved = moved_weight(
        [(node.title, node.weight) for node in siblings if node.weight and not node.basis]
    )
    return Sentence(
        f"按权重加权平均：{formula}分。{moved.zh}", f"The weighted mean: {formula}.{moved.en}"
    )


def _with_extras(base: Decimal, nodes) -> Decimal:
    extra = sum((node.points for node in nodes if node.weight is None and node.basis), ZERO)
    return to_hundredth(max(ZERO, min(HUNDRED, base + extra)))


def _sentence(nodes, base: Decimal | None, total: Decimal | None) -> Sentence:
    if base is None:
        return Sentence("尚无任何计分依据，暂不评分。", "Nothing has a basis yet: no score.")
    found = [(node.weight, node.points) for node in nodes if node.counts]
    said = _weighed(nodes, found, base)
    extras = [node for node in nodes if node.weight is None and node.points]
    if not extras:
        return said
    zh = "".join(_signed(node.points, node.title.zh) for node in extras)
    en = "".join(_signed(node.points, node.title.en, " ") for node in extras)
    plain_sum = base + sum((node.points for node in extras), ZERO)
    end_zh = "，不超过100分" if plain_sum > HUNDRED else "，不低于0分" if plain_sum < ZERO else ""
    end_en = ", 100 at most" if plain_sum > HUNDRED else ", 0 at least" if plain_sum < ZERO else ""
    return Sentence(
        f"{said.zh}总分：{base}{zh}={total}分{end_zh}。",
        f"{said.en} In all: {base}{en} = {total}{end_en}.",
    )


def _signed(points: Decimal, title: str, gap: str = "") -> str:
    sign = "+" if points > 0 else "-"
    name = f"（{title}）" if not gap else f" ({title})"
    return f"{gap}{sign}{gap}{plain(abs(points))}{name}"


def _share(scheme: Scheme, facts: PostFacts, holder, nodes, total) -> HolderShare:
    """His own score: the duties he answers for and what is said of him, the rest as for the
    post."""
    if len(facts.holders) > 1 or not facts.is_all_of(holder.person):
        nodes, _base, total = _points(scheme, facts.of_holder(holder.person))
    months, _days = grading.served(holder.spans)
    graded = months >= scheme.least_months
    grade, said = grading.grade_of(scheme, total, [node.grade for node in nodes])
    tenure = grading.tenure_sentence(months, scheme.least_months, graded=graded)
    if graded:
        tenure = Sentence(f"{tenure.zh}{said.zh}", f"{tenure.en} {said.en}")
    return HolderShare(
        person=holder.person, name_zh=holder.name_zh, name_en=holder.name_en, days=holder.days,
        months=months, graded=graded, total=total, grade=str(grade) if graded else "",
        sentence=tenure,
    )  # fmt: skip


def _nobody_long_enough(shares, least: int) -> Sentence:
    if not shares:
        return Sentence(
            "年内该职务无人任职，不定等次。", "Nobody held the post this year: not graded."
        )
    return Sentence(
        f"年内无人任职满{least}个月，不定等次。",
        f"Nobody held the post for {least} months of the year: not graded.",
    )


def grade_by_points(scheme: Scheme, tree: ScoreTree) -> str:
    """By bands and caps alone, whoever held the post for however long."""
    grade, _said = grading.grade_of(scheme, tree.total, [node.grade for node in tree.nodes])
    return str(grade)
