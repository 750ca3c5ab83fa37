"""How figures are rounded: every step to the hundredth, half up, each going on from the last.

Whoever adds up what is printed gets what is printed.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
_PLACES = Decimal("0.01")


def to_hundredth(value: Decimal) -> Decimal:
    return value.quantize(_PLACES, ROUND_HALF_UP)


def mean(weighed: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Of ``(weight, points)``; None where there is nothing."""
    whole = sum((weight for weight, _ in weighed), Decimal(0))
    if not whole:
        return None
    return to_hundredth(sum((weight * points for weight, points in weighed), Decimal(0)) / whole)
