from duties.models.calendar import CalendarFeed
from duties.models.evidence import Evidence
from duties.models.likeness import (
    Band,
    DateKind,
    Fingerprint,
    FingerprintState,
    Likeness,
    LikenessKind,
)
from duties.models.notice import Notice, NoticeKind
from duties.models.obligation import Obligation, StatusChange
from duties.models.record import Record, RecordItem
from duties.models.regulation import Clause, Regulation, Requirement
from duties.models.tally import Headcount, Ledger, Tally
from duties.models.waiver import Waiver, WaiverItem

__all__ = [
    "Band",
    "CalendarFeed",
    "Clause",
    "DateKind",
    "Evidence",
    "Fingerprint",
    "FingerprintState",
    "Headcount",
    "Ledger",
    "Likeness",
    "LikenessKind",
    "Notice",
    "NoticeKind",
    "Obligation",
    "Record",
    "RecordItem",
    "Regulation",
    "Requirement",
    "StatusChange",
    "Tally",
    "Waiver",
    "WaiverItem",
]
