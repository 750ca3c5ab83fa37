from duties.models.calendar import CalendarFeed
from duties.models.notice import Notice
from duties.models.obligation import Obligation, StatusChange
from duties.models.record import Evidence, Record, RecordItem
from duties.models.regulation import Clause, Regulation, Requirement

__all__ = [
    "CalendarFeed",
    "Clause",
    "Evidence",
    "Notice",
    "Obligation",
    "Record",
    "RecordItem",
    "Regulation",
    "Requirement",
    "StatusChange",
]
