"""Cadre-management authority 干部管理权限: which committee answers for the head of which unit.

As a rule it is the committee one level up (DOMAIN §5): heads of a city by the province, heads of
a city's department, township or development zone by the region they belong to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

REGION = "region"


@dataclass(frozen=True)
class Node:
    """A unit on the way from the root to the one concerned."""

    key: int
    kind: str


def managing(way: Sequence[Node]) -> int | None:
    """The nearest region strictly above the last of ``way``.

    ``None`` at the root: its heads are managed outside this portal.
    """
    return next((node.key for node in reversed(way[:-1]) if node.kind == REGION), None)
