from assessments.models.document import DocumentKind, InspectionDocument, InspectionFile
from assessments.models.drawing import Drawing, Drawn
from assessments.models.finding import (
    DEDUCTIONS,
    Finding,
    FindingState,
    Rectification,
    Severity,
)
from assessments.models.inspection import (
    Inspection,
    InspectionKind,
    InspectionUnit,
    Member,
    Stage,
    Weighting,
)
from assessments.models.paper import EntryState, Paper, PaperEntry
from assessments.models.post_score import PostScore
from assessments.models.recusal import Conflict, Exclusion, Relation
from assessments.models.spot_check import LookVerdict, SpotCheck, SpotCheckItem

__all__ = [
    "DEDUCTIONS", "Conflict", "DocumentKind", "Drawing", "Drawn", "EntryState", "Exclusion",
    "Finding", "FindingState", "Inspection", "InspectionDocument", "InspectionFile",
    "InspectionKind", "InspectionUnit", "LookVerdict", "Member", "Paper", "PaperEntry",
    "PostScore", "Rectification", "Relation", "Severity", "SpotCheck", "SpotCheckItem", "Stage",
    "Weighting",
]  # fmt: skip
