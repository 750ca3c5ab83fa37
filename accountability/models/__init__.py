from accountability.models.case import Case, CaseMember
from accountability.models.choices import CODES, Condition, Form, Role, Stage, Subject
from accountability.models.deciding import (
    Appeal,
    AppealResult,
    Correction,
    Decision,
    Measure,
    Service,
)
from accountability.models.document import CaseDocument, CaseDocumentKind
from accountability.models.hearing import (
    CaseFile,
    ClaimState,
    ClaimTest,
    Purpose,
    Statement,
    StatementKind,
    ToleranceClaim,
)
from accountability.models.incentive import (
    Incentive,
    IncentiveDocument,
    IncentiveForm,
    IncentiveStage,
)
from accountability.models.interference import (
    Answer,
    InterferenceAddition,
    InterferenceEntry,
    InterferenceFile,
    InterferenceHandling,
    InterferenceKind,
    Way,
)
from accountability.models.lead import Lead, LeadItem, LeadSource, LeadState
from accountability.models.managing import managing_unit
from accountability.models.quarter import (
    QuarterEntry,
    QuarterRecord,
    RegisterDocument,
    RegisterDocumentKind,
    RegisterQuarter,
    regions,
)

__all__ = [
    "Answer",
    "Appeal",
    "AppealResult",
    "CODES",
    "Case",
    "CaseDocument",
    "CaseDocumentKind",
    "CaseFile",
    "CaseMember",
    "ClaimState",
    "ClaimTest",
    "Condition",
    "Correction",
    "Decision",
    "Form",
    "Incentive",
    "IncentiveDocument",
    "IncentiveForm",
    "IncentiveStage",
    "InterferenceAddition",
    "InterferenceEntry",
    "InterferenceFile",
    "InterferenceHandling",
    "InterferenceKind",
    "Lead",
    "LeadItem",
    "LeadSource",
    "LeadState",
    "Measure",
    "Purpose",
    "QuarterEntry",
    "QuarterRecord",
    "RegisterDocument",
    "RegisterDocumentKind",
    "RegisterQuarter",
    "Role",
    "Service",
    "Stage",
    "Statement",
    "StatementKind",
    "Subject",
    "ToleranceClaim",
    "Way",
    "managing_unit",
    "regions",
]
