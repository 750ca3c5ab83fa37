"""How the share of each indicator in the 100 points came about, to be followed with a calculator.

The engine rounds running sums and takes differences (``ScoreTree.points_of``), so that the shares
add up to exactly 100: one may be a hundredth other than its own quotient. Shares explain; the
total is worked out from weights and points alone.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assessments.scoring import Node, ScoreTree
from assessments.scoring.rounding import HUNDRED, to_hundredth
from duties.wording import plain


def workings_of(tree: ScoreTree) -> dict[str, str]:
    """Code → ``100×85÷95=89.47; 89.47−63.16=26.31``; none where the share is the weight itself."""
    return dict(_of_siblings(tree.nodes, HUNDRED))


def _of_siblings(siblings: Sequence[Node], whole: Decimal) -> Iterator[tuple[str, str]]:
    counting = [node for node in siblings if node.counts and node.kind == "indicator"]
    weights = sum((node.weight for node in counting), Decimal(0))
    so_far, given = Decimal(0), Decimal(0)
    for node in counting:
        so_far += node.weight
        upto = to_hundredth(whole * so_far / weights)
        if weights != whole:
            yield node.code, _working(whole, so_far, weights, upto, given)
        yield from _of_siblings(node.children, upto - given)
        given = upto


def _working(whole, so_far, weights, upto, given) -> str:
    running = f"{plain(whole)}×{plain(so_far)}÷{plain(weights)}={upto}"
    return f"{running}; {upto}−{given}={upto - given}" if given else running
