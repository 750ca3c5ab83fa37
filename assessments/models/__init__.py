from assessments.models.annual_report import (
    EDITABLE,
    READERS,
    REOPENED,
    AnnualReport,
    ReportState,
    ReportTerm,
)
from assessments.models.assessment import Assessment, AssessmentStage
from assessments.models.document import DocumentKind, InspectionDocument, InspectionFile
from assessments.models.drawing import Drawing, Drawn
from assessments.models.effect import SchemeEffect
from assessments.models.finding import (
    Finding,
    FindingState,
    Rectification,
    Severity,
)
from assessments.models.frozen_report import Evaluation, FrozenFile, FrozenReport, ReportGrade
from assessments.models.inputs import (
    Grade,
    ItemKind,
    ItemState,
    Outcome,
    ScoreItem,
    ScoreItemFile,
    UnitResult,
)
from assessments.models.inspection import (
    Inspection,
    InspectionKind,
    InspectionUnit,
    Member,
    Stage,
    Weighting,
)
from assessments.models.objection import Objection, ObjectionFile, Ruling
from assessments.models.paper import EntryState, Paper, PaperEntry
from assessments.models.post_score import PostScore
from assessments.models.recusal import Conflict, Exclusion, Relation
from assessments.models.report_batch import ReportBatch, ReportBatchItem
from assessments.models.scheme import IndicatorScheme, SchemeState
from assessments.models.score import Score, ScoreHolder
from assessments.models.spot_check import LookVerdict, SpotCheck, SpotCheckItem

__all__ = [
    "EDITABLE", "READERS", "REOPENED", "AnnualReport", "Assessment",
    "AssessmentStage", "Conflict", "DocumentKind", "Drawing", "Drawn", "EntryState", "Evaluation",
    "Exclusion", "Finding", "FindingState", "FrozenFile", "FrozenReport", "Grade",
    "IndicatorScheme", "Inspection", "InspectionDocument", "InspectionFile", "InspectionKind",
    "InspectionUnit", "ItemKind", "ItemState", "LookVerdict", "Member", "Objection",
    "ObjectionFile", "Outcome", "Paper", "PaperEntry", "PostScore", "Rectification", "Relation",
    "ReportBatch", "ReportBatchItem", "ReportGrade", "ReportState", "ReportTerm", "Ruling",
    "SchemeEffect", "SchemeState", "Score", "ScoreHolder", "ScoreItem", "ScoreItemFile",
    "Severity", "SpotCheck", "SpotCheckItem", "Stage", "UnitResult", "Weighting",
]  # fmt: skip
