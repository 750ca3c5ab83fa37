"""Scoring (Art. 22), pure: a scheme and facts in, a tree out that explains every figure.

``facts`` (what there is) → ``duties``, ``sources`` (what each indicator makes of it) →
``assessing`` (the weighted mean, bonus, deductions) → ``grading`` (bands, caps, tenure, quotas).
"""

from assessments.scoring.assessing import ENGINE, assess, grade_by_points
from assessments.scoring.duties import points_of
from assessments.scoring.facts import (
    DutyFact,
    FindingFact,
    HolderFact,
    InspectionFact,
    ItemFact,
    PostFacts,
    ReportFact,
    Span,
)
from assessments.scoring.facts import dump as dump_facts
from assessments.scoring.facts import load as load_facts
from assessments.scoring.grading import Final, Placed, served, with_quotas
from assessments.scoring.tree import HolderShare, Node, ScoreTree
from assessments.scoring.tree import dump as dump_tree
from assessments.scoring.tree import load as load_tree

__all__ = [
    "ENGINE", "DutyFact", "Final", "FindingFact", "HolderFact", "HolderShare", "InspectionFact",
    "ItemFact", "Node", "Placed", "PostFacts", "ReportFact", "ScoreTree", "Span", "assess",
    "dump_facts", "dump_tree", "grade_by_points", "load_facts", "load_tree", "points_of", "served", "with_quotas",
]  # fmt: skip
