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
from accountability.models.lead import Lead, LeadItem, LeadSource, LeadState
from accountability.models.managing import managing_unit

__all__ = [
    "CODES", "Appeal", "AppealResult", "Case", "CaseDocument", "CaseDocumentKind", "CaseFile",
    "CaseMember", "ClaimState", "ClaimTest", "Condition", "Correction", "Decision", "Form",
    "Lead", "LeadItem", "LeadSource", "LeadState", "Measure", "Purpose", "Role", "Service",
    "Stage", "Statement", "StatementKind", "Subject", "ToleranceClaim", "managing_unit",
]  # fmt: skip
